"""The stubs are what the protos give, and the protos keep the rules of style."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

GENERATE = Path(__file__).resolve().parents[2] / "proto" / "generate.py"


@pytest.mark.parametrize("check", ["--check", "--lint"])
def test_the_protos_and_their_stubs(check: str):
    done = subprocess.run([sys.executable, str(GENERATE), check], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
