"""The two recognizers: both tag any text, and nobody takes one's analysis for the other's."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from dateline_server.domain.text import Sentence, Span, Zone
from dateline_server.errors import DataFileError
from dateline_server.nlp import lac
from dateline_server.nlp.chinese_tagger import ChineseTagger, load_chinese_tagger
from dateline_server.nlp.recognizer import Recognizer
from dateline_server.nlp.version import analyzer_version
from hypothesis import given, settings
from hypothesis import strategies as st

WEIGHTS = Path(str(files("dateline_server.nlp") / "data" / "chinese" / "fast.npz"))
TEXT = "法国总统马克龙周二在柏林会见了德国总理。\n英伟达昨天宣布,公司将在日本建设研究中心。"


@pytest.fixture(scope="module")
def fast() -> ChineseTagger:
    return load_chinese_tagger(Recognizer.FAST)


def lines_of(text: str) -> list[Sentence]:
    """Each line as a sentence."""
    starts = [0, *(i + 1 for i, sign in enumerate(text) if sign == "\n")]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    return [Sentence(Span(*edges), Zone.BODY, n) for n, edges in enumerate(zip(starts, ends, strict=True))]


def test_the_fast_one_finds_names_too(fast: ChineseTagger) -> None:
    tagged = fast.tag([(TEXT, lines_of(TEXT))])[0]
    found = {(token.span.of(TEXT), token.tag) for tokens in tagged for token in tokens}
    assert found >= {("法国", "LOC"), ("马克龙", "PER"), ("周二", "TIME"), ("柏林", "LOC"), ("会见", "v")}
    assert found >= {("英伟达", "ORG"), ("昨天", "TIME"), ("宣布", "v"), ("公司", "n")}


def test_a_sentence_is_tagged_alike_in_any_batch(fast: ChineseTagger) -> None:
    together = fast.tag([(TEXT, lines_of(TEXT))])[0]
    assert list(together) == [fast.tag([(TEXT, [one])])[0][0] for one in lines_of(TEXT)]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=60))
def test_words_cover_any_text(fast: ChineseTagger, text: str) -> None:
    ((tokens,),) = fast.tag([(text, lines_of(text))])
    assert "".join(token.span.of(text) for token in tokens) == text
    assert [token.span.end for token in tokens[:-1]] == [token.span.start for token in tokens[1:]]


def test_an_analysis_says_which_recognizer_it_had() -> None:
    own = ["", "id\tnames\n"]
    versions = {analyzer_version(table, one) for table in own for one in Recognizer}
    assert len(versions) == 4
    assert all(version.startswith(analyzer_version()) for version in versions)
    assert analyzer_version() == analyzer_version("", Recognizer.ACCURATE)


def test_the_weights_are_small() -> None:
    assert WEIGHTS.stat().st_size <= 5_000_000


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda held: held.pop("R1"), "holds no weights.*R1"),
        (lambda held: held.update(embedding=held["embedding"][1:]), "embedding: has 8223 rows, not 8224"),
    ],
)
def test_other_weights_are_refused(
    damage, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with np.load(WEIGHTS) as file:
        held = dict(file)
    damage(held)
    folder = tmp_path / "data" / "chinese"
    folder.mkdir(parents=True)
    np.savez(folder / "fast.npz", **held)
    refused_in(tmp_path, problem, monkeypatch)


def test_what_is_no_file_of_weights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused_in(tmp_path, "holds no weights", monkeypatch)
    (tmp_path / "data" / "chinese").mkdir(parents=True)
    (tmp_path / "data" / "chinese" / "fast.npz").write_bytes(b"no archive")
    refused_in(tmp_path, "holds no weights", monkeypatch)


def refused_in(folder: Path, problem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The weights of a folder are refused with this problem."""
    packages = {lac.__package__: folder}
    monkeypatch.setattr(lac, "files", lambda name: packages.get(name) or files(name))
    with pytest.raises(DataFileError, match=rf"fast\.npz: .*{problem}"):
        load_chinese_tagger(Recognizer.FAST)
