"""Words that the tagger cuts: each is one token where it stands alone, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from dateline_server.domain.text import Language, Sentence, Span, Token, Zone
from dateline_server.errors import DataFileError
from dateline_server.nlp.joining import PLACE, load_joined_words
from dateline_server.nlp.tokens import Tagger, load_tagger

WORDS = load_joined_words()


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger()


@pytest.mark.parametrize("word", sorted(WORDS.tags))
def test_every_word_is_one_token(tagger: Tagger, word: str) -> None:
    text = WORDS.examples[WORDS.tags[word]].replace(PLACE, word)
    sentence = Sentence(Span(0, len(text)), Zone.BODY, 0)
    ((tokens,),) = tagger.tag([(Language.ZH_HANS, text, text, (sentence,))])

    assert (word, WORDS.tags[word]) in [(token.span.of(text), token.tag) for token in tokens]
    assert "".join(token.span.of(text) for token in tokens) == text


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("执行", "长", "辞职"), ["执行长", "辞职"]),
        (("执行", "长期", "计划"), ["执行", "长期", "计划"]),
        (("他执行", "长", "任务"), ["他执行", "长", "任务"]),
        ((), []),
    ],
)
def test_parts_are_joined_where_they_make_the_whole_word(parts: tuple[str, ...], expected: list[str]) -> None:
    text, tokens, start = "".join(parts), [], 0
    for part in parts:
        tokens.append(Token(Span(start, start + len(part)), "v"))
        start += len(part)

    assert [token.span.of(text) for token in WORDS.join(text, tokens)] == expected


@pytest.mark.parametrize(
    "content",
    [
        "",
        '[n]\nwords = "网红"\n',
        '[n]\nwords = "网"\nexample = "{}"\n',
        '[n]\nwords = "网红 网红"\nexample = "{}"\n',
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "joined.toml").write_text(content, "utf-8")

    with pytest.raises(DataFileError, match=r"joined\.toml"):
        load_joined_words(tmp_path / "joined.toml")
