"""Known weaknesses of what is installed: ``python -m tests.packaging.audit``.

Asks the package index by pip-audit; says so where nothing there can be asked. Exits with 1 when it finds any.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

_AUDIT = (
    "pip_audit",
    "--local",
    "--skip-editable",
    "--progress-spinner",
    "off",
    "--timeout",
    "5",
    "--format",
    "json",
)


def main() -> int:
    """Prints what is known of each dependency that has a weakness, and what mends it."""
    done = subprocess.run([sys.executable, "-m", *_AUDIT], capture_output=True, text=True)
    try:
        dependencies: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except ValueError:
        dependencies = []
    asked = [dependency for dependency in dependencies if "vulns" in dependency]
    if not asked:
        print("audit SKIPPED: no weaknesses can be looked up from here")
        return 0
    weak = [(dependency, weakness) for dependency in asked for weakness in dependency["vulns"]]
    for dependency, weakness in weak:
        mended = ", ".join(weakness["fix_versions"]) or "no release yet"
        print(f"{dependency['name']} {dependency['version']}: {weakness['id']}, mended by {mended}")
    print(f"audit of {len(asked)} packages: {len(weak)} weaknesses")
    return bool(weak)


if __name__ == "__main__":
    sys.exit(main())
