"""Files and lines as documents."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from dateline.inputs import InputDocument, InputProblem, Unreadable, decode, parse_row, read_inputs
from hypothesis import given
from hypothesis import strategies as st

TEXT = "歐盟執行委員會七月三日在布魯塞爾宣布新的規定，各國官員表示歡迎，並將於明年實施這項計畫。" * 2
SIMPLE = "欧盟委员会七月三日在布鲁塞尔宣布新的规定，各国官员表示欢迎，并将于明年实施这项计划。" * 2


@pytest.mark.parametrize(
    ("encoding", "name", "text"),
    [
        ("utf-8", "UTF-8", TEXT),
        ("utf-8-sig", "UTF-8", TEXT),
        ("utf-16", "UTF-16", TEXT),
        (
            "utf-16-le",
            "UTF-16-LE",
            "EU ministers met in Tokyo on July 3, 2023, and signed an agreement.\n" * 3,
        ),
        ("big5", "BIG5", TEXT),
        ("gb18030", "GB18030", SIMPLE),
        ("gb18030", "GB18030", TEXT),
    ],
)
def test_encodings_are_told_apart(encoding: str, name: str, text: str):
    assert decode(text.encode(encoding)) == (text, name)


@pytest.mark.parametrize(
    "data", [b"\x7fELF\x00\x01\x02" * 50, b"\x00", b"PK\x03\x04\x14\x00\x00\x00", b"a\x00b"]
)
def test_binary_data_is_no_text(data: bytes):
    with pytest.raises(Unreadable, match="binary file"):
        decode(data)


@given(st.binary())
def test_any_bytes_are_text_or_unreadable(data: bytes):
    try:
        text, encoding = decode(data)
    except Unreadable:
        return
    assert encoding
    assert "\0" not in text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff")))
def test_utf_8_comes_back_as_it_was(text: str):
    assert decode(text.encode()) == (text, "UTF-8")


@given(st.binary())
def test_any_line_is_a_document_or_unreadable(line: bytes):
    with suppress(Unreadable):
        assert parse_row(line, "x:1").place == "x:1"


def test_a_row_may_use_either_spelling_of_the_names():
    row = {
        "documentId": "a",
        "language_code": "en",
        "publicationDate": "2023-07-04",
        "mediaType": "text/html",
        "text": "x",
    }

    read = parse_row(json.dumps(row).encode(), "f:1")

    assert read.document_id == "a"
    assert read.document.language_code == "en"
    day = read.document.publication_date
    assert (day.year, day.month, day.day) == (2023, 7, 4)


def test_the_same_name_in_both_spellings_is_refused():
    with pytest.raises(Unreadable, match="document_id is given twice"):
        parse_row(b'{"document_id": "a", "documentId": "b", "text": "x"}', "f:1")


@pytest.mark.parametrize("name", ["name", "create_time", "eventMentionCount", "analyzer_version"])
def test_what_the_service_fills_in_cannot_be_given(name: str):
    with pytest.raises(Unreadable, match=f"unknown field '{name}'"):
        parse_row(json.dumps({"text": "x", name: "y"}).encode(), "f:1")


def test_media_types_go_by_the_name_of_the_file(tmp_path: Path):
    expected = {"a.txt": "text/plain", "b.md": "text/markdown", "c.HTML": "text/html", "d": "text/plain"}
    for name in expected:
        (tmp_path / name).write_text("x", encoding="utf-8")

    found = {Path(item.place).name: item.document.media_type for item in read_inputs([str(tmp_path)])}

    assert found == expected


def test_the_publication_date_is_that_of_plain_files_only(tmp_path: Path):
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "y"}\n', encoding="utf-8")

    plain, row = read_inputs([str(tmp_path)], date(2023, 7, 4))

    assert isinstance(plain, InputDocument)
    assert isinstance(row, InputDocument)
    assert plain.document.publication_date.year == 2023
    assert not row.document.HasField("publication_date")


def test_problems_stand_in_their_places(tmp_path: Path):
    path = tmp_path / "x.jsonl"
    path.write_text('{"text": "a"}\n\n{broken\n{"text": "b"}\n', encoding="utf-8")

    first, second, third, fourth = read_inputs([str(path), str(tmp_path / "none*.txt")])

    assert isinstance(first, InputDocument)
    assert isinstance(third, InputDocument)
    assert isinstance(second, InputProblem)
    assert second.place == f"{path}:3"
    assert fourth == InputProblem(str(tmp_path / "none*.txt"), "no such file: check the path or the pattern")


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path):
    path = tmp_path / "loop.txt"
    path.symlink_to(path)

    (problem,) = read_inputs([str(path)])

    assert isinstance(problem, InputProblem)
