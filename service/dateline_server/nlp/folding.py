"""Traditional to simplified, full to half width: one code point for one, so that offsets hold."""

from __future__ import annotations

from importlib import resources

_FULL_WIDTH = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys((0x00A0, 0x2007, 0x2009, 0x202F, 0x3000), 0x20)


def load_fold_table() -> dict[int, int]:
    """The characters of ``data/fold.tsv``, then full-width ASCII and the spaces that are none of ASCII's."""
    table = resources.files(__package__).joinpath("data/fold.tsv").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines())
    return {ord(variant): ord(folded) for variant, folded in pairs} | _FULL_WIDTH | _SPACES


_TABLE = load_fold_table()


def fold(text: str) -> str:
    """The text in simplified characters and half width; ``len(fold(t)) == len(t)``.

    Full-width ASCII becomes ASCII, punctuation too (，？！：； are then ,?!:;), corner brackets become
    curly quotes, every middle dot ``·``, ideographic, no-break and thin spaces a space. Each code point
    is folded by itself, whatever stands beside it; hence 著 stays, which simplified text needs in 著名
    and writes 着 elsewhere, and 〇 and ○ stay for the rules of numbers. Folding twice changes nothing.
    """
    return text.translate(_TABLE)
