"""Opaque page tokens.

A token holds where a page ended and a digest of the request that it belongs to, authenticated with
a key of this process: a token that was changed, comes from another request or from another server
is refused instead of giving wrong pages.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from typing import Any

from ..domain.query import PageToken
from ..errors import InvalidInput, PageTokenInvalid

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 1000
_TAG_SIZE = 16


def checked_page_size(size: int) -> int:
    """The page size that is used for the one asked for.

    Raises:
        InvalidInput: it is negative.

    """
    if size < 0:
        raise InvalidInput(f"page_size {size} is negative: use 1 to {MAX_PAGE_SIZE}", field="page_size")
    return min(size or DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)


class PageTokens:
    """Writes and reads page tokens under one key."""

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key or secrets.token_bytes(32)

    def write(self, request: Any, token: PageToken | None) -> str:
        """The token for the page after the answer to ``request``; empty on the last page."""
        if token is None:
            return ""
        body = json.dumps([token.query, *token.position], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._tag(request, body) + body).rstrip(b"=").decode()

    def read(self, request: Any) -> PageToken | None:
        """Where the page that ``request`` asks for begins; None for the first.

        Raises:
            PageTokenInvalid: its token was not given for this request by this process.

        """
        text = request.page_token
        if not text:
            return None
        data = _decode(text)
        tag, body = data[:_TAG_SIZE], data[_TAG_SIZE:]
        if not hmac.compare_digest(tag, self._tag(request, body)):
            raise _invalid()
        query, *position = json.loads(body)
        return PageToken(query, tuple(position))

    def _tag(self, request: Any, body: bytes) -> bytes:
        mac = hmac.new(self._key, _fingerprint(request), hashlib.sha256)
        mac.update(body)
        return mac.digest()[:_TAG_SIZE]


def _fingerprint(request: Any) -> bytes:
    same = type(request)()
    same.CopyFrom(request)
    same.ClearField("page_size")
    same.ClearField("page_token")
    content = same.DESCRIPTOR.full_name.encode() + b"\0" + same.SerializeToString(deterministic=True)
    return hashlib.sha256(content).digest()


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _invalid() from None


def _invalid() -> PageTokenInvalid:
    return PageTokenInvalid(
        "page_token does not belong to this request: repeat the request that gave it, with nothing "
        "changed but page_size, or start again without a token",
        field="page_token",
    )
