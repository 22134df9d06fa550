"""``pip install .`` in an empty environment brings the client, and no more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("duckdb", "jieba", "dateparser", "onnxruntime", "trafilatura", "spacy", "numpy")


@pytest.mark.timeout(600)
def test_the_light_installation_is_a_working_client(tmp_path: Path):
    environment = tmp_path / "environment"
    python, dateline, server = (
        environment / "bin" / name for name in ("python", "dateline", "dateline-server")
    )
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, str(ROOT)], check=True, cwd=tmp_path)

    program = f"""
import importlib.util, dateline, dateline.cli
print([name for name in {HEAVY!r} if importlib.util.find_spec(name)])
"""
    found = subprocess.run(
        [python, "-W", "error", "-c", program], capture_output=True, text=True, cwd=tmp_path
    )
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    commands = {
        (dateline, "--server", "127.0.0.1:1", "events"): "no server answers",
        (dateline, "analyze", "--local", "a.txt"): "pip install '.[server]'",
        (dateline, "demo"): "pip install '.[server]'",
        (server, "serve"): "pip install '.[server]'",
    }

    assert (found.stdout, found.stderr) == ("[]\n", "")
    for command, said in commands.items():
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr
