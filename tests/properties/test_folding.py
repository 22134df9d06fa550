from __future__ import annotations

from dateline_server.nlp.folding import fold
from hypothesis import given
from hypothesis import strategies as st

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def test_every_code_point_folds_to_one_that_stays() -> None:
    every = "".join(map(chr, range(0x110000)))
    folded = fold(every)
    assert len(every) == len(folded)
    assert folded == fold(folded)


@given(ANY_TEXT, ANY_TEXT)
def test_folds_each_character_whatever_stands_beside_it(left: str, right: str) -> None:
    assert fold(left) + fold(right) == fold(left + right)
