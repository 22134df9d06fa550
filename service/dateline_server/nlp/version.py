"""Which rules made an analysis."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

RELEASE = "0.1.0"
_NO_PART = (".md", ".pyc")


@cache
def analyzer_version(own_actors: str = "") -> str:
    """The release and a digest of every rule, lexicon, model and line of code of the analysis.

    Two analyses of one text with one version are the same. ``own_actors`` is an operator's table, whose
    digest stands behind the other one.
    """
    if own_actors:
        return f"{analyzer_version()}.{blake2b(own_actors.encode(), digest_size=4).hexdigest()}"
    digest = blake2b(digest_size=6)
    for path, content in sorted(_contents(files(__package__), "")):
        digest.update(len(path).to_bytes(4, "big") + path.encode())
        digest.update(len(content).to_bytes(8, "big") + content)
    return f"{RELEASE}+{digest.hexdigest()}"


def _contents(folder: Traversable, above: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in folder.iterdir():
        path = f"{above}/{entry.name}"
        if entry.is_dir():
            found += _contents(entry, path)
        elif not path.endswith(_NO_PART):
            found.append((path, entry.read_bytes()))
    return found
