"""``dateline-server``, also as ``python -m dateline_server``."""

from __future__ import annotations

import sys

INSTALL = "pip install '.[server]'"


def main() -> None:
    """Runs the command line, or says how to install what it needs."""
    try:
        from .cli import run
    except ImportError as problem:
        if (problem.name or "").partition(".")[0] in ("dateline_server", "dateline"):
            raise
        sys.exit(f"dateline-server: {problem}; the server needs its extra; in the checkout: {INSTALL}")
    run()


if __name__ == "__main__":
    main()
