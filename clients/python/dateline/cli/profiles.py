"""Named connections in ``~/.config/dateline/config.toml``.

profile = "work"                     # the one that applies where none is named

[profiles.work]
server = "news.example.org:50051"
token_file = "work.token"            # paths are relative to this file
ca = "~/certificates/work.pem"
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

PATHS = ("token_file", "ca", "client_certificate", "client_key")
KEYS: Mapping[str, type] = {"server": str, "tls": bool, **dict.fromkeys(PATHS, str)}
"""What a profile may set, each like the option of its name."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """The profiles of a file: the one that applies by default, or none, and the settings of each."""

    path: Path
    default: str = ""
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def choose(self, name: str) -> Mapping[str, Any]:
        """The settings of a profile, or of the default one where no name is given.

        Raises:
            UsageError: there is none of that name.

        """
        name = name or self.default
        if name and name not in self.settings:
            known = ", ".join(self.settings) or "none"
            raise click.UsageError(f"{self.path} has no profile {name!r}; it has {known}")
        return self.settings[name] if name else {}


def config_path() -> Path:
    """``DATELINE_CONFIG``, or ``dateline/config.toml`` in the folder for configuration."""
    if given := os.environ.get("DATELINE_CONFIG"):
        return Path(given)
    folder = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(folder, "dateline", "config.toml")


def load_profiles(path: Path) -> Profiles:
    """The profiles of a file; none where there is no file.

    Raises:
        ClickException: the file cannot be read; the message names the place and the fix.

    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Profiles(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise click.ClickException(f"{path}: {problem}") from None
    _check_keys(path, "", table, {"profile": str, "profiles": dict})
    settings = {name: _profile(path, name, held) for name, held in table.get("profiles", {}).items()}
    profiles = Profiles(path, table.get("profile", ""), settings)
    profiles.choose("")
    return profiles


def _profile(path: Path, name: str, held: Any) -> dict[str, Any]:
    if not isinstance(held, dict):
        raise click.ClickException(f"{path}: profiles.{name} is no table; write [profiles.{name}]")
    _check_keys(path, f"profiles.{name}.", held, KEYS)
    return {key: _path(path, value) if key in PATHS else value for key, value in held.items()}


def _path(path: Path, value: str) -> Path:
    return path.parent / Path(value).expanduser()


def _check_keys(path: Path, place: str, table: Mapping[str, Any], kinds: Mapping[str, type]) -> None:
    for key, value in table.items():
        if key not in kinds:
            close = get_close_matches(key, kinds, 1)
            hint = f"did you mean {close[0]}?" if close else f"use {', '.join(kinds)}"
            raise click.ClickException(f"{path}: {place}{key} is not known: {hint}")
        if not isinstance(value, kinds[key]):
            wanted = {str: "a string in quotes", bool: "true or false", dict: "a table"}[kinds[key]]
            raise click.ClickException(f"{path}: {place}{key} is not {wanted}")
