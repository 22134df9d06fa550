"""Identifiers made from content: the same content gives the same identifier, anywhere and always."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

_SIZES = tuple(size.to_bytes(8, "big") for size in range(256))


def stable_hash(*parts: str) -> int:
    """A number in ``[0, 2**63)`` made from text parts, whose borders count.

    Among ten million keys two are alike with a probability of 5 in a million.
    """
    return int.from_bytes(blake2b(_framed(parts), digest_size=8).digest(), "big") >> 1


def content_digest(*parts: str) -> str:
    """A collision-resistant digest of text parts, whose borders count, as 32 hexadecimal digits."""
    return blake2b(_framed(parts), digest_size=16).hexdigest()


def _framed(parts: Iterable[str]) -> bytes:
    """Each part behind its length, all in one piece: hashing one is faster than hashing many."""
    pieces: list[bytes] = []
    for part in parts:
        data = _encoded(part)
        size = len(data)
        pieces += (_SIZES[size] if size < 256 else size.to_bytes(8, "big"), data)
    return b"".join(pieces)


def _encoded(part: str) -> bytes:
    try:
        return part.encode()
    except UnicodeEncodeError:
        return part.encode("utf-8", "surrogatepass")
