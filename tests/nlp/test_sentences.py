from __future__ import annotations

import pytest
from dateline_server.domain.text import Span
from dateline_server.nlp.folding import fold
from dateline_server.nlp.sentences import split_sentences


def _split(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(fold(text), Span(0, len(text)))]


@pytest.mark.parametrize(
    "sentences",
    [
        ["双方签约。", "谈判结束！", "结果如何？"],
        ["他说：“我将访问东京。", "这很重要。”", "专员7月3日抵达。"],
        ["「太好了！」他說，7月3日再見！", "完。"],
        ["欧盟,日本签约!", "中国回应?", "没有。"],
        ["影片《你好吗？》周五上映。", "票房不错。"],
        ["该指数上涨3.5%至2,345.67点。", "成交额8.9亿元。"],
        ["报道称……双方仍有分歧。", "会谈继续。"],
        ["（双方没有回应。）", "会谈继续。"],
    ],
)
def test_chinese_sentences_end_at_full_width_marks(sentences: list[str]) -> None:
    assert sentences == _split("".join(sentences))


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.S. Senate voted on Jan. 3.", "It was close."],
        ["Mr. Smith of Acme Inc. said so.", "He left at 5 p.m.", "The rest stayed."],
        ["Shares rose 3.5 percent to $4.2 billion.", "“We agree.”", "J. Smith left."],
        ['He said: "No deal."', "Talks go on."],
        ["No. 5 is closed.", "It opens on Sept. 4."],
        ["Did they sign?", "They did!", "Why?"],
        ["It sold its U.S. unit.", "The price is unknown."],
        ["She thanked him on X.", "Starmer left."],
        ["C.C. Wei told them so.", "They left."],
    ],
)
def test_english_full_stops_end_sentences_but_not_abbreviations(sentences: list[str]) -> None:
    assert sentences == _split(" ".join(sentences))


def test_a_half_width_comma_between_hanzi_ends_nothing() -> None:
    assert _split("3日,两国外长会面,并签约") == ["3日,两国外长会面,并签约"]


def test_white_space_belongs_to_no_sentence() -> None:
    assert _split("  甲方同意。 \u3000 乙方反对。\n") == ["甲方同意。", "乙方反对。"]
