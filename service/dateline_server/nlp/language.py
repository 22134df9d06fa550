"""Which language a text is in."""

from __future__ import annotations

from ..domain.text import Language


def detect_language(text: str) -> Language:
    """The language and, for Chinese, the script of a text."""
    return Language.ZH_HANS if any("\u4e00" <= c <= "\u9fff" for c in text) else Language.EN
