"""Which server commands talk to: options, variables, profiles, defaults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from dateline.cli import dateline

CONFIG = """
profile = "home"

[profiles.home]
server = "home:1"

[profiles.work]
server = "work:2"
token_file = "work.token"
ca = "ca.pem"
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "DATELINE_SERVER",
        "DATELINE_TOKEN",
        "DATELINE_TOKEN_FILE",
        "DATELINE_PROFILE",
        "DATELINE_CONFIG",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = tmp_path / "dateline" / "config.toml"
    path.parent.mkdir()
    path.write_text(CONFIG, encoding="utf-8")
    return path


def shown(*arguments: str) -> dict[str, tuple[str, str]]:
    done = CliRunner().invoke(dateline, [*arguments, "profile", "--format", "jsonl"])
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.output.splitlines()]
    return {row["setting"]: (row["value"], row["from"]) for row in rows}


def test_without_a_file_the_server_is_the_local_one(config: Path):
    config.unlink()

    assert shown() == {"server": ("localhost:50051", "default")}


def test_the_default_profile_applies(config: Path):
    assert shown() == {"server": ("home:1", "profile home")}


def test_a_profile_is_chosen_by_name(config: Path):
    expected = {
        "server": ("work:2", "profile work"),
        "token_file": (str(config.parent / "work.token"), "profile work"),
        "ca": (str(config.parent / "ca.pem"), "profile work"),
    }
    assert shown("--profile", "work") == expected


def test_a_variable_chooses_and_an_option_wins(config: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATELINE_PROFILE", "work")

    assert shown()["server"] == ("work:2", "profile work")
    assert shown("--profile", "home")["server"] == ("home:1", "profile home")


def test_the_token_of_a_profile_goes_to_no_other_server(config: Path, monkeypatch: pytest.MonkeyPatch):
    assert shown("--profile", "work", "--server", "other:3") == {"server": ("other:3", "--server")}
    assert "token_file" in shown("--profile", "work", "--server", "work:2")

    monkeypatch.setenv("DATELINE_SERVER", "other:4")
    assert shown("--profile", "work") == {"server": ("other:4", "DATELINE_SERVER")}


def test_a_token_in_the_environment_wins_over_a_profile_and_is_not_shown(
    config: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DATELINE_TOKEN", "tiger")

    found = shown("--profile", "work")

    assert found["token"] == ("(secret)", "DATELINE_TOKEN")
    assert "token_file" not in found


def test_an_option_wins_over_a_profile(config: Path, tmp_path: Path):
    other = tmp_path / "other.token"
    other.write_text("tiger")

    found = shown("--profile", "work", "--token-file", str(other))

    assert found["token_file"] == (str(other), "--token-file")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[profiles.a]\nsevrer = 'x'\n", "profiles.a.sevrer is not known: did you mean server?"),
        ("[profiles.a]\ntls = 'yes'\n", "profiles.a.tls is not true or false"),
        ("[profiles]\na = 1\n", "profiles.a is no table; write [profiles.a]"),
        ("profile = 'b'\n[profiles.a]\n", "has no profile 'b'; it has a"),
        ("profil = 'b'\n", "profil is not known: did you mean profile?"),
        ("profile = \n", "line 1"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_place(config: Path, text: str, problem: str):
    config.write_text(text, encoding="utf-8")

    done = CliRunner().invoke(dateline, ["profile"])

    assert done.exit_code != 0
    assert str(config) in done.output
    assert problem in done.output


def test_a_profile_that_is_not_there_is_an_error(config: Path):
    done = CliRunner().invoke(dateline, ["--profile", "nowhere", "profile"])

    assert done.exit_code == 2
    assert "has no profile 'nowhere'; it has home, work" in done.output
