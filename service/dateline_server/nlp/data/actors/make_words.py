"""Makes ``surname_words.txt``: common Chinese words that begin with a surname and name no one.

The words and their frequencies are those of jieba's dictionary (MIT, Sun Junyi). Run it again when
jieba or the surnames of ``rules.toml`` change:

    python make_words.py
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import jieba

FOLDER = Path(__file__).parent
LEAST = 20
"""How often a word has to stand in the texts that jieba's dictionary was counted on."""
TAGS = frozenset(["v", "vn", "vd", "a", "ad", "an", "d", "c", "n", "b", "i", "l", "s", "t", "r", "f", "z"])
HEAD = "# Made by make_words.py from the dictionary of jieba (MIT); never edited by hand."


def main() -> None:
    """Writes the table beside this file."""
    rules = tomllib.loads((FOLDER / "rules.toml").read_text("utf-8"))
    surnames = set("".join(rules["surnames"]["words"]))
    path = Path(jieba.__file__).parent / "dict.txt"
    rows = (line.split() for line in path.read_text("utf-8").splitlines())
    words = sorted(
        word
        for word, count, tag in rows
        if len(word) == 2 and word[0] in surnames and tag in TAGS and int(count) >= LEAST
    )
    lines = [" ".join(words[start : start + 30]) for start in range(0, len(words), 30)]
    (FOLDER / "surname_words.txt").write_text("\n".join([HEAD, *lines, ""]), "utf-8")


if __name__ == "__main__":
    main()
