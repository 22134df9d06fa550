"""An operator's own table of actors, which goes over the lexicon that ships with the service."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...errors import DataFileError


@dataclass(frozen=True, slots=True)
class OwnActors:
    """A table as it was read: what processes are given, so that all have the same one.

    ``name`` is the path of its file, for messages.
    """

    name: str
    text: str

    def read_text(self, encoding: str) -> str:
        """The table, as a file would give it; it is text already, whatever the ``encoding``."""
        del encoding
        return self.text

    def __str__(self) -> str:
        return self.name


def read_own_actors(path: Path) -> OwnActors:
    """The table in a file, unchecked.

    Raises:
        DataFileError: the file cannot be read.
    """
    try:
        return OwnActors(str(path), path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, "file", str(error)) from error
