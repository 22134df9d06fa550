"""What the command line says of itself; nothing here needs a server."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from inspect import cleandoc

import click
import pytest
from click.testing import CliRunner
from dateline.cli import COMMANDS, dateline


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_itself_with_an_example(command: click.Command) -> None:
    lines = cleandoc(command.help or "").splitlines()

    assert lines[0].endswith((".", ";", ":")) or len(lines) > 1
    assert any(line.startswith("dateline ") and f" {command.name}" in line for line in lines)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_option_says_what_it_does(command: click.Command) -> None:
    silent = [
        option.opts[-1]
        for option in command.params
        if isinstance(option, click.Option) and not option.help and not isinstance(option.type, click.Choice)
    ]

    assert silent == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_options_in_the_examples_exist(command: click.Command) -> None:
    for line in (line.split() for line in (command.help or "").splitlines()):
        if line[:1] == ["dateline"]:
            asked = [dateline, *(known for known in COMMANDS if known.name in line)]
            flags = {flag for known in asked for option in known.params for flag in option.opts}
            assert {word for word in line if word.startswith("--")} <= flags


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_a_script_that_calls_back(shell: str) -> None:
    done = CliRunner().invoke(dateline, ["completion", shell])

    assert done.exit_code == 0
    assert f"_DATELINE_COMPLETE={shell}_complete" in done.output


def test_commands_and_values_are_completed() -> None:
    def complete(words: str) -> set[str]:
        environment = {
            **os.environ,
            "_DATELINE_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        }
        command = [sys.executable, "-m", "dateline"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return {line.partition(",")[2] for line in done.stdout.splitlines()}

    assert complete("dateline expo") == {"export"}
    assert complete("dateline export --format pa") == {"parquet"}


def on_a_terminal(*arguments: str, **environment: str) -> bytes:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    with subprocess.Popen(
        [sys.executable, "-m", "dateline", *arguments],
        env={**plain, "TERM": "xterm", "DATELINE_CONFIG": "/nonexistent", **environment},
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.wait(240) == 0
    os.close(theirs)
    written = os.read(ours, 100_000)
    os.close(ours)
    return written


def test_headings_are_bold_on_a_terminal_only_and_not_against_ones_will() -> None:
    assert b"\x1b[1m" in on_a_terminal("profile")
    assert b"\x1b" not in on_a_terminal("profile", NO_COLOR="1")
    assert "\x1b" not in CliRunner().invoke(dateline, ["profile"]).output
