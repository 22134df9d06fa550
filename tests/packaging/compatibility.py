"""The tests with the oldest and the newest of everything: ``python -m tests.packaging.compatibility``.

For each interpreter that is named, or each supported one that is found, and for the lowest declared
and the newest versions of every dependency: a fresh environment, and the tests of the API, store,
use cases and clients in it. Takes several minutes and the network.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
RESOLUTIONS = ("lowest-direct", "highest")
TESTS = ("tests/api", "tests/store", "tests/app", "tests/client", "tests/end_to_end/test_clients.py")
SHOWN = ("grpcio", "protobuf", "duckdb", "numpy", "onnxruntime", "spacy", "dateparser")


def uv(*arguments: str) -> str:
    """Runs uv; gives what it prints."""
    program = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    return subprocess.run([program, *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def prepare(folder: Path, python: str, resolution: str) -> Path:
    """A new environment; gives its interpreter. Tests' own needs never raise what the product needs."""
    uv("venv", "--quiet", "--no-python-downloads", "--python", python, str(folder))
    interpreter = folder / "bin" / "python"
    install = ("pip", "install", "--quiet", "--compile-bytecode", "--python", str(interpreter))
    uv(*install, "--resolution", resolution, "--editable", ".[server]")
    held = folder / "held.txt"
    frozen = uv("pip", "freeze", "--python", str(interpreter)).splitlines()
    held.write_text("\n".join(line for line in frozen if "==" in line), encoding="utf-8")
    uv(*install, "--constraint", str(held), "--group", "test")
    return interpreter


def tested(interpreter: Path) -> bool:
    """Whether the tests pass. Old versions warn of much, which is not looked at."""
    command = [str(interpreter), "-m", "pytest", "-q", "-p", "no:randomly", "-o", "filterwarnings=default"]
    return subprocess.run([*command, "-n", "2", *TESTS], cwd=ROOT).returncode == 0


def versions(interpreter: Path) -> str:
    """The versions that were tested."""
    code = (
        "import platform; from importlib.metadata import version as v; "
        f"print('Python', platform.python_version() + ''.join(f', {{n}} {{v(n)}}' for n in {SHOWN}))"
    )
    return subprocess.run([str(interpreter), "-c", code], capture_output=True, text=True).stdout.strip()


def main() -> int:
    """Tests each combination and prints what came of it; 1 when one fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pythons", nargs="*", help="interpreters, e.g. 3.12 or a path")
    pythons = parser.parse_args().pythons or [found for found in map(interpreter_of, SUPPORTED) if found]
    results = []
    for python in pythons:
        for resolution in RESOLUTIONS:
            with tempfile.TemporaryDirectory() as folder:
                interpreter = prepare(Path(folder) / "environment", python, resolution)
                passed = tested(interpreter)
                results.append((passed, f"{resolution}: {versions(interpreter)}"))
    for passed, told in results:
        print("passed" if passed else "FAILED", told)
    return not all(passed for passed, _ in results)


def interpreter_of(version: str) -> str:
    """The path of an interpreter of this machine, pyenv's too; empty where there is none."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = (shutil.which(f"python{version}"), *sorted(kept.glob(f"{version}.*/bin/python")))
    return next((str(path) for path in found if path and runs(str(path))), "")


def runs(interpreter: str) -> bool:
    """Whether it does; pyenv's stand-ins are there for versions that are not in use."""
    return subprocess.run([interpreter, "--version"], capture_output=True).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
