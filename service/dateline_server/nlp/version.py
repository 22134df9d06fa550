"""Which rules made an analysis."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

from .recognizer import Recognizer

RELEASE = "0.1.0"
_NO_PART = (".md", ".pyc")


def analyzer_version(own_actors: str = "", recognizer: Recognizer = Recognizer.ACCURATE) -> str:
    """The release and a digest of every rule, lexicon, model and line of code of the analysis.

    Two analyses of one text with one version are the same. Behind the digest stand the recognizer,
    unless it is the accurate one, and the digest of ``own_actors``, an operator's table.
    """
    parts = [f"{RELEASE}+{_digest()}"]
    if recognizer != Recognizer.ACCURATE:
        parts.append(recognizer)
    if own_actors:
        parts.append(blake2b(own_actors.encode(), digest_size=4).hexdigest())
    return ".".join(parts)


@cache
def _digest() -> str:
    digest = blake2b(digest_size=6)
    for path, content in sorted(_contents(files(__package__), "")):
        digest.update(len(path).to_bytes(4, "big") + path.encode())
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def _contents(folder: Traversable, above: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            continue  # what other tools keep there is no part
        path = f"{above}/{entry.name}"
        if entry.is_dir():
            found += _contents(entry, path)
        elif not path.endswith(_NO_PART):
            found.append((path, entry.read_bytes()))
    return found
