"""Programs under Node, with the packages that a lock file names."""

from __future__ import annotations

import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

_INSTALL = (
    *("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=peer", "--legacy-peer-deps"),
    *("--prefer-offline", "--fetch-retries=0", "--fetch-timeout=30000", "--loglevel=error"),
)


def packages(folder: Path) -> Path:
    """The folder, with the packages of its lock file in it; skips the test where they cannot be had."""
    problem = _install(folder)
    if problem:
        pytest.skip(f"packages of {folder.name}: {problem}")
    return folder


@functools.cache
def _install(folder: Path) -> str:
    """Why the packages are not there; empty when they are."""
    if not (shutil.which("node") and shutil.which("npm")):
        return "node or npm is not here"
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".dateline-lock"
    (folder / "node_modules").mkdir(exist_ok=True)
    with (folder / "node_modules.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several processes run tests
        if stamp.is_file() and stamp.read_text() == wanted:
            return ""
        try:
            done = subprocess.run(_INSTALL, cwd=folder, capture_output=True, text=True, timeout=120)
        except subprocess.TimeoutExpired:
            return "npm does not come to an end"
        if done.returncode:
            return f"npm cannot install them: {done.stderr.strip()[-300:]}"
        stamp.write_text(wanted)
        return ""


def run(folder: Path, *arguments: str, **environment: str) -> str:
    """What a program prints; ``environment`` is added to the process's own."""
    done = subprocess.run(
        ["node", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
