"""The guides tell the truth: their commands run, their settings are taken, what they name is there."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from dateline_server.credentials import make_credentials

from tests.servers import run_server

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
GUIDES = ("SECURITY.md", "CONTRIBUTING.md", "service/OPERATING.md", "docker/README.md")


def text_of(guide: str) -> str:
    return (ROOT / guide).read_text(encoding="utf-8")


def test_the_commands_about_security_run_one_after_the_other(tmp_path: Path):
    commands = re.findall(r"^\$ (.+)$", text_of("SECURITY.md"), re.MULTILINE)
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}

    for command in commands:
        done = subprocess.run(
            command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=240
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
    assert len(commands) >= 3
    assert "[newsroom]" in (tmp_path / "credentials" / "tokens.toml").read_text(encoding="utf-8")


def test_the_settings_of_the_operators_guide_are_taken(tmp_path: Path):
    (block,) = re.findall(r"^```toml\n(.+?)^```", text_of("service/OPERATING.md"), re.MULTILINE | re.DOTALL)
    make_credentials(tmp_path, ["localhost"], datetime.datetime.now(datetime.UTC))
    config = tmp_path / "dateline.toml"
    config.write_text(block.replace("/etc/dateline", str(tmp_path)), encoding="utf-8")

    done = run_server("serve", "--config", str(config), "--check-config")

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_names_is_there(guide: str):
    named = re.findall(r"`((?:service|tests|clients|proto|docker)/[\w./-]+)`", text_of(guide))

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_modules_that_the_services_guide_names_are_there():
    package, named = "", []
    for line in text_of("service/README.md").splitlines():
        if heading := re.fullmatch(r"\| `(app|api)` \| \|", line):
            package = heading[1]
        elif package and line.startswith("| `"):
            named += [(package, name.rstrip("/")) for name in re.findall(r"`([\w/]+)`", line)]
        elif not line.startswith("|"):
            package = ""

    assert len(named) > 40
    folder = ROOT / "service" / "dateline_server"
    missing = [
        f"{package}/{name}"
        for package, name in named
        if not (folder / package / name).is_dir() and not (folder / package / f"{name}.py").is_file()
    ]
    assert missing == []


@pytest.mark.parametrize("guide", GUIDES)
def test_the_modules_and_flags_that_a_guide_names_are_there(guide: str):
    text = text_of(guide)
    modules = re.findall(r"python -m (tests[\w.]+)", text)
    known = run_server("serve", "--help").stdout + run_server("health", "--help").stdout
    flags = set(re.findall(r"`(--[a-z-]+)[^`]*`", text)) - {"--host"}

    assert [name for name in modules if not (ROOT / name.replace(".", "/")).with_suffix(".py").exists()] == []
    assert sorted(flag for flag in flags if flag not in known) == []


def test_every_figure_that_the_operators_guide_names_is_exposed():
    from dateline_server.api import metrics, server

    sources = "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in (metrics, server))
    named = set(re.findall(r"`(dateline_[a-z_]+)", text_of("service/OPERATING.md")))

    assert len(named) >= 8
    assert sorted(name for name in named if name.removesuffix("_total") not in sources) == []
