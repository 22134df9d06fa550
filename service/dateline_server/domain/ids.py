"""Identifiers made from content, so that the same thing always gets the same one."""

from __future__ import annotations

import hashlib


def document_id(title: str, text: str) -> str:
    """The identifier of a document that was submitted without one: 32 hexadecimal digits."""
    digest = hashlib.sha256()
    for part in (title, text):
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:32]
