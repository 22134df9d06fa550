"""The READMEs tell the truth: their commands run, and the sample is what the demo prints."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from dateline.cli import dateline

from tests.servers import run, running

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "clients" / "python" / "dateline" / "samples"
READMES = ("README.md", "README.zh.md")
GUIDES = (*READMES, "clients/python/README.md")
BIN = Path(sys.executable).parent


def commands(readme: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def named(guide: str) -> list[str]:
    """The commands that a guide names in its running text and its tables."""
    text = (ROOT / guide).read_text(encoding="utf-8")
    return [re.sub(r"\\\|\w+", "", command) for command in re.findall(r"`(dateline [a-z][^`]*)`", text)]


def sample(readme: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    block = re.search(r"<!-- demo -->\n```text\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert block
    return [line.rstrip() for line in block[1].splitlines() if line.strip()]


@pytest.fixture(scope="module")
def demo_output(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What ``make demo`` prints, in the environment that runs the tests, as wide as a terminal."""
    folder = tmp_path_factory.mktemp("demo")
    made = ["-o", ".venv/server", "-o", ".venv/bin/python"]
    command = ["make", "--silent", "-f", str(ROOT / "Makefile"), *made, "demo", f"BIN={BIN}"]
    environment = {**os.environ, "COLUMNS": "120"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "timeline.csv").read_text(encoding="utf-8").startswith("event_id,")
    return [line.rstrip() for line in done.stdout.splitlines()]


@pytest.mark.parametrize("readme", READMES)
def test_the_sample_is_what_the_demo_prints(readme: str, demo_output: list[str]):
    printed = [line for line in demo_output if line.strip()]

    assert sample(readme)
    assert [line for line in sample(readme) if line not in printed] == []


def test_both_readmes_give_the_same_commands():
    assert commands("README.md") == commands("README.zh.md")


def test_both_readmes_name_the_same_commands_and_links():
    def links(readme: str) -> list[str]:
        found = re.findall(r"\]\(([^)]+)\)", (ROOT / readme).read_text(encoding="utf-8"))
        return [link for link in found if link not in READMES]

    assert named("README.md") == named("README.zh.md")
    assert links("README.md") == links("README.zh.md")


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_links_to_is_there(guide: str):
    text = (ROOT / guide).read_text(encoding="utf-8")
    for target, _, heading in re.findall(r"\]\((?!https?:)([^)#]+)(#([\w-]+))?\)", text):
        path = (ROOT / guide).parent / target
        assert path.exists(), target
        headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE) if heading else []
        assert not heading or heading in [found.lower().replace(" ", "-") for found in headings]


@pytest.mark.parametrize("guide", GUIDES)
def test_the_command_line_takes_what_a_guide_names(
    guide: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    for command in named(guide):
        name, *arguments = shlex.split(command)[1:]
        for file in (Path(word) for word in arguments if Path(word).suffix):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        dateline.commands[name].make_context(name, arguments)


def test_the_make_targets_exist():
    for command in (command for command in commands("README.md") if command.startswith("make ")):
        subprocess.run([*shlex.split(command), "--dry-run"], cwd=ROOT, check=True, capture_output=True)


def test_the_installed_extras_exist():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installs = [command for command in commands("README.md") if command.startswith("pip install")]

    found = [extras for command in installs for extras in re.findall(r"\[(.*?)\]", command)]
    extras = {name for names in found for name in names.split(",")}

    assert extras
    assert extras <= set(project["optional-dependencies"])


def test_the_commands_for_own_articles_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copy(SAMPLES / "breton-tokyo.zh-Hans.txt", tmp_path / "article.txt")
    monkeypatch.chdir(tmp_path)
    outputs = {}
    with running(tmp_path) as server:
        for command in commands("README.md"):
            name, *arguments = shlex.split(command)
            if name == "dateline":
                done = run(*arguments, server=server)
                assert done.returncode == 0, (command, done.stderr)
                outputs[arguments[0]] = done.stdout

    assert "2023-06-30" in outputs["events"]
    assert "荷兰" in (tmp_path / "events.csv").read_text(encoding="utf-8")
    assert outputs["analyze"]
