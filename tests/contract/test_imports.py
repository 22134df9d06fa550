"""Who may import whom."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("duckdb", "jieba", "dateparser", "onnxruntime", "trafilatura", "spacy", "dateline_server")


def test_the_contracts_of_imports_are_kept():
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--config", "pyproject.toml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout


def test_the_client_and_its_command_line_load_nothing_of_the_service():
    program = f"""
import sys
import dateline, dateline.cli, dateline.demo, dateline.local
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_without_the_extra_both_programs_say_what_to_install():
    program = f"""
import sys
for name in {HEAVY[:-1]!r}:
    sys.modules[name] = None
sys.argv = ["x", *sys.argv[1:]]
import {{module}}
{{module}}.main()
"""
    server = subprocess.run(
        [sys.executable, "-c", program.format(module="dateline_server.__main__"), "serve"],
        capture_output=True,
        text=True,
    )
    local = subprocess.run(
        [sys.executable, "-c", program.format(module="dateline.cli"), "analyze", "--local", __file__],
        capture_output=True,
        text=True,
    )

    for done in (server, local):
        assert done.returncode == 1
        assert "pip install '.[server]'" in done.stderr
        assert "Traceback" not in done.stderr
