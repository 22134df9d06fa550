"""Makes ``fold.tsv`` from OpenCC's conversions of single characters.

Run ``python -m dateline_server.nlp.data.make_fold`` with OpenCC installed; ``--check`` compares only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import opencc

TABLE = Path(__file__).with_name("fold.tsv")
CONFIGURATIONS = ("t2s", "tw2s", "hk2s")
IDEOGRAPHS = (range(0x2E80, 0xA4D0), range(0xF900, 0xFB00), range(0x20000, 0x323B0))
# Simplified text uses these too, and there the variant that OpenCC offers would be wrong: 什么, 著名.
KEPT = frozenset("么著")
# Not simplifications but one sign at several code points: a word list needs one of them.
SIGNS = {
    "「": "“", "」": "”", "『": "‘", "』": "’", "﹁": "“", "﹂": "”", "﹃": "‘", "﹄": "’",
    "・": "·", "‧": "·", "•": "·", "･": "·", "∶": ":", "﹕": ":", "﹐": ",", "﹔": ";", "﹖": "?", "﹗": "!",
    "﹙": "(", "﹚": ")", "﹣": "-", "﹪": "%", "｡": "。", "､": "、",
}  # fmt: skip


def simplifications() -> dict[str, str]:
    """Every character that a configuration changes, the first one that does so winning."""
    converters = [opencc.OpenCC(name) for name in CONFIGURATIONS]
    table = {}
    for character in _ideographs():
        for converter in converters:
            simplified = converter.convert(character)
            if len(simplified) == 1 and simplified != character:
                table[character] = simplified
                break
    return table


def closed(table: dict[str, str]) -> dict[str, str]:
    """The table with every chain followed to its end, so that folding twice changes nothing."""
    ends = {}
    for start in table:
        end = start
        while end in table:
            end = table[end]
        if end != start:
            ends[start] = end
    return ends


def rows() -> str:
    """The table as it stands in the file."""
    return "".join(f"{a}\t{b}\n" for a, b in sorted(closed(simplifications() | SIGNS).items()))


def is_current() -> bool:
    """Whether the file is what this script makes."""
    return TABLE.read_text("utf-8") == rows()


def main() -> int:
    """Writes the table, or says whether it is current."""
    if "--check" in sys.argv[1:]:
        return 0 if is_current() else 1
    TABLE.write_text(rows(), "utf-8")
    return 0


def _ideographs() -> Iterable[str]:
    return (chr(point) for block in IDEOGRAPHS for point in block if chr(point) not in KEPT)


if __name__ == "__main__":
    sys.exit(main())
