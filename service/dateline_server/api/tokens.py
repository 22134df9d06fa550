"""Who may call what: bearer tokens, their scopes, and the file that lists them.

A file of tokens is TOML, a table for each token. It holds digests, so that who reads it cannot
call::

    [newsroom]
    sha256 = "64 hexadecimal digits"   # as `dateline-server token newsroom` prints them
    scopes = ["read", "ingest"]
    calls_per_second = 20              # optional: more are refused for a while
    calls_at_once = 8                  # optional
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ..errors import SettingsError, TokenInvalid

_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEYS = {"sha256", "scopes", "calls_per_second", "calls_at_once"}
_SCHEME = "bearer "
_LOG = logging.getLogger(__name__)


class Scope(StrEnum):
    """What a token allows; none includes another."""

    READ = "read"
    INGEST = "ingest"
    SQL = "sql"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls: a name for the logs, and what it may do. A limit of 0 is none."""

    name: str
    scopes: frozenset[Scope]
    calls_per_second: float = 0.0
    calls_at_once: int = 0


ANYONE = Principal("anyone", frozenset(Scope))
"""Who calls where no tokens are set."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Digests of tokens, and whose they are."""

    entries: tuple[tuple[bytes, Principal], ...]

    def holder(self, authorization: str) -> Principal:
        """Whose token the metadata ``authorization`` carries.

        Every digest is compared, each in constant time, so that the time tells nothing.

        Raises:
            TokenInvalid: there is none, or it is nobody's.

        """
        if authorization[: len(_SCHEME)].lower() != _SCHEME:
            raise TokenInvalid("this server wants a token: send the metadata 'authorization: Bearer TOKEN'")
        digest = hashlib.sha256(authorization[len(_SCHEME) :].strip().encode()).digest()
        found = [holder for held, holder in self.entries if hmac.compare_digest(held, digest)]
        if not found:
            raise TokenInvalid("the token is not known to this server: ask its operator for one")
        return found[0]


class TokenSource:
    """The tokens that hold now: one given at start, and those of a file, read again when it changes."""

    def __init__(self, admin_token: str, path: Path | None) -> None:
        """Reads the file. Raises SettingsError."""
        self._admin = _with_every_scope("admin", admin_token) if admin_token else ()
        self._path = path
        self._tokens = Tokens((*self._admin, *(read_tokens(path).entries if path else ())))
        self._stamp = _stamp(path) if path else None

    def __call__(self) -> Tokens | None:
        """The tokens, or None where none are asked for. A file that has gone bad changes nothing."""
        if self._path is not None:
            self._follow(self._path)
        return self._tokens if self._admin or self._path else None

    def _follow(self, path: Path) -> None:
        try:
            stamp = _stamp(path)
            if stamp == self._stamp:
                return
            self._stamp = stamp
            self._tokens = Tokens((*self._admin, *read_tokens(path).entries))
        except (OSError, SettingsError) as problem:
            _LOG.error("the tokens cannot be read again, the old ones stay: %s", problem)
        else:
            _LOG.warning("the tokens have changed and hold from now on")


def _stamp(path: Path) -> tuple[int, int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_ino, stat.st_size


def digest_of(token: str) -> str:
    """What a file of tokens holds of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _with_every_scope(name: str, token: str) -> tuple[tuple[bytes, Principal], ...]:
    return ((bytes.fromhex(digest_of(token)), Principal(name, frozenset(Scope))),)


def token_entry(name: str, token: str, scopes: Sequence[Scope]) -> str:
    """The table of a token for the file of tokens."""
    quoted = ", ".join(f'"{scope}"' for scope in scopes)
    return f'[{name}]\nsha256 = "{digest_of(token)}"\nscopes = [{quoted}]\n'


def read_tokens(path: Path) -> Tokens:
    """The tokens of a file.

    Raises:
        SettingsError: the file cannot be read, or says what no such file may; names the place.

    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise SettingsError(f"tokens: {path}: {problem}") from None
    if not tables:
        raise SettingsError(f"tokens: {path}: no token; add one with dateline-server token NAME >> {path}")
    return Tokens(tuple(_entry(path, name, table) for name, table in tables.items()))


def _entry(path: Path, name: str, table: Any) -> tuple[bytes, Principal]:
    def refuse(problem: str) -> SettingsError:
        return SettingsError(f"tokens: {path}: [{name}]: {problem}")

    if not isinstance(table, dict):
        raise refuse("is not a table; write [NAME] and its keys below")
    if unknown := sorted(set(table) - _KEYS):
        raise refuse(f"unknown key {unknown[0]!r}; there are {', '.join(sorted(_KEYS))}")
    digest = table.get("sha256")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise refuse("sha256 must be the token's SHA-256 in 64 small hexadecimal digits")
    limits = [table.get("calls_per_second", 0), table.get("calls_at_once", 0)]
    if not all(isinstance(limit, int | float) and limit >= 0 for limit in limits):
        raise refuse("calls_per_second and calls_at_once must be numbers, 0 for no limit")
    principal = Principal(name, _scopes(table.get("scopes"), refuse), float(limits[0]), int(limits[1]))
    return bytes.fromhex(digest), principal


def _scopes(value: Any, refuse: Any) -> frozenset[Scope]:
    known = [scope.value for scope in Scope]
    if not isinstance(value, Sequence) or isinstance(value, str) or not value or set(value) - set(known):
        raise refuse(f"scopes must be a list of some of {', '.join(known)}")
    return frozenset(Scope(name) for name in value)
