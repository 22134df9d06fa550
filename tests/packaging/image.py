"""The image, made without an engine by the steps of the Dockerfile: ``python -m tests.packaging.image``.

Prints what it weighs. Takes root, since files of the image belong to a user of its own, and the network.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "docker" / "Dockerfile"
_ENVIRONMENT, _IMAGE = "/opt/dateline", "/image"

ENTER = """
set -e
root=$1; shift
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount --rbind /dev "$root/dev"
mount --rbind /proc "$root/proc"
mount -t tmpfs tmpfs "$root/tmp"
while [ "$1" != -- ]; do mount --bind "$2" "$root$1"; shift 2; done
shift
exec chroot --userspec 10001:10001 "$root" "$@"
"""
"""Becomes a process in a root file system that is read-only, with volumes, as an engine would."""


@contextmanager
def built() -> Iterator[tuple[Path, Path]]:
    """The environment and the root file system of an image, which are gone behind the block.

    They lie outside /tmp, which is another place in a container.

    Raises:
        subprocess.CalledProcessError: a step of the Dockerfile fails.

    """
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        environment, image = folder / "environment", folder / "image"
        _copy_sources(folder / "src")
        for step in steps():
            command = step.replace(_ENVIRONMENT, str(environment)).replace(_IMAGE, str(image))
            command = command.replace("python -m venv", f"{sys.executable} -m venv", 1)
            subprocess.run(["sh", "-ec", command], cwd=folder / "src", check=True, capture_output=True)
        yield environment, image


def steps() -> list[str]:
    """What the Dockerfile runs."""
    text = DOCKERFILE.read_text(encoding="utf-8")
    return [step.replace("\\\n", " ") for step in re.findall(r"^RUN ((?:\\\n|.)+)$", text, re.MULTILINE)]


def variables() -> dict[str, str]:
    """The settings that the Dockerfile makes."""
    return dict(re.findall(r"(DATELINE_\w+)=(\S+)", DOCKERFILE.read_text(encoding="utf-8")))


def entered(image: Path, volumes: Mapping[str, Path], *command: str) -> list[str]:
    """The command that runs a command in an image, as its user; needs root."""
    mounts = [word for place, folder in volumes.items() for word in (place, str(folder))]
    return ["unshare", "--mount", "sh", "-c", ENTER, "sh", str(image), *mounts, "--", *command]


def size(folder: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    files = folder.rglob("*") if folder.is_dir() else (folder,)
    return sum(path.lstat().st_size for path in files if path.is_file())


def _copy_sources(target: Path) -> None:
    text = DOCKERFILE.read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE):
        for name in line.split()[:-1]:
            origin = ROOT / name
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            if origin.is_dir():
                shutil.copytree(origin, target / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(origin, target / name)


def main() -> None:
    """Prints the sizes of the image and of its largest parts."""
    with built() as (environment, image):
        whole, ours = size(image) / 1e6, size(environment) / 1e6
        print(f"{whole:.0f} MB: environment {ours:.0f}, Python and the system's libraries {whole - ours:.0f}")
        (packages,) = environment.glob("lib/python3*/site-packages")
        for weight, name in sorted(((size(part), part.name) for part in packages.iterdir()), reverse=True)[
            :12
        ]:
            print(f"{weight / 1e6:6.1f} MB  {name}")


if __name__ == "__main__":
    main()
