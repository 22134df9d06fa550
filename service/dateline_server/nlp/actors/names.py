"""Names as they are compared: forms for finding them in a text, and keys that identify them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from ..folding import fold

_VARIANTS = str.maketrans(
    {
        **dict.fromkeys("\t\n\r\u00a0\u2002\u2003\u2009\u200a\u202f", " "),
        **dict.fromkeys("・•‧∙⋅●", "·"),
        **dict.fromkeys("‘’`´", "'"),
        **dict.fromkeys("‐‑–", "-"),
    }
)
_ARTICLE = re.compile(r"^(?:the|an?) (?=\S)")
_SILENT = frozenset(" ·.,'-&()《》「」『』“”")


def match_form(folded: str) -> str:
    """A folded text in lower case with one kind of space, dot, apostrophe and hyphen; the length is kept."""
    lowered = folded.lower()
    if len(lowered) != len(folded):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in folded)
    return lowered.translate(_VARIANTS)


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """What identifies a name: folded, without case, accents, spaces, dots, hyphens and an English article."""
    plain = unicodedata.normalize("NFKD", _ARTICLE.sub("", match_form(fold(name))))
    key = "".join(char for char in plain if char not in _SILENT and not unicodedata.combining(char))
    return key or name


def derived_id(name: str) -> str:
    """The id of an actor that the lexicon does not know: the same for every spelling of its name."""
    return f"x-{hashlib.sha256(name_key(name).encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def is_derived(actor_id: str) -> bool:
    """Whether an id was made from a name."""
    return actor_id.startswith("x-")


@lru_cache(maxsize=1 << 14)
def derived_ids(names: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of actors with any of some names that the lexicon does not know, in order."""
    return tuple(sorted({derived_id(name) for name in names}))


def is_chinese(name: str) -> bool:
    """Whether a name has Chinese characters."""
    return any("\u3400" <= char <= "\u9fff" for char in name)


def in_word(char: str) -> bool:
    """Whether a character continues a word written with spaces, such as an English one."""
    return char.isalnum() and char < "\u2e80"
