#!/usr/bin/env python3
"""Writes the Python stubs of the protos, or checks that they are current.

generate.py            writes clients/python/dateline/v1
generate.py --check    compares instead; exits 1 and names the files that differ
generate.py --lint     lints the protos with buf, on a descriptor image that needs no network
"""

from __future__ import annotations

import argparse
import importlib.resources
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OUTPUT = ROOT.parent / "clients" / "python"
PACKAGE = Path("dateline") / "v1"
SERVICES = ("admin_service", "ingestion_service", "query_service", "timeline_service")
INIT = '"""Generated from proto/dateline/v1 by proto/generate.py. Do not edit."""\n'


def protoc(*arguments: str) -> None:
    """Runs protoc over every proto with the googleapis protos on its path."""
    from grpc_tools import protoc as compiler

    includes = [ROOT, Path(str(importlib.resources.files("grpc_tools"))) / "_proto", _googleapis()]
    protos = sorted(str(path) for path in (ROOT / PACKAGE).glob("*.proto"))
    # protoc looks for the mypy plugin on the PATH, which an environment that is not activated lacks.
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    command = ["protoc", *(f"-I{include}" for include in includes), *arguments, *protos]
    if compiler.main(command) != 0:
        sys.exit("protoc failed")


def _googleapis() -> Path:
    import google.api

    return Path(next(iter(google.api.__path__))).parent.parent


def generate(output: Path) -> None:
    """Writes modules and type stubs below ``output``."""
    protoc(
        f"--python_out={output}",
        f"--mypy_out={output}",
        f"--grpc_python_out={output}",
        f"--mypy_grpc_out={output}",
    )
    for path in (output / PACKAGE).glob("*_pb2_grpc.py*"):
        if path.name.split("_pb2_grpc")[0] not in SERVICES:
            path.unlink()
    (output / PACKAGE / "__init__.py").write_text(INIT, encoding="utf-8")


def stale(expected: Path, actual: Path) -> list[str]:
    """The names of the files that differ between two folders of stubs."""
    names = {path.name for folder in (expected, actual) for path in folder.glob("*.py*") if path.is_file()}

    def content(folder: Path, name: str) -> bytes:
        return (folder / name).read_bytes() if (folder / name).is_file() else b""

    return sorted(name for name in names if content(expected, name) != content(actual, name))


def check() -> None:
    """Exits 1 when the stubs in the repository are not what the protos give."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        if names := stale(Path(folder) / PACKAGE, OUTPUT / PACKAGE):
            sys.exit(f"stale stubs, run proto/generate.py: {', '.join(names)}")


def lint() -> None:
    """Lints the protos with buf; exits with its code."""
    buf = shutil.which("buf", path=str(Path(sys.executable).parent)) or shutil.which("buf")
    if buf is None:
        sys.exit("buf is missing: pip install buf-bin")
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "image.binpb"
        protoc("--include_imports", "--include_source_info", f"-o{image}")
        command = [buf, "lint", str(image), "--config", str(ROOT / "buf.yaml"), "--path", "dateline"]
        sys.exit(subprocess.run(command).returncode)  # noqa: S603 (our own command)


def main() -> None:
    """Does what the flags say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare the stubs instead of writing them")
    parser.add_argument("--lint", action="store_true", help="lint the protos with buf")
    arguments = parser.parse_args()
    if arguments.check:
        check()
    elif arguments.lint:
        lint()
    else:
        generate(OUTPUT)


if __name__ == "__main__":
    main()
