"""What holds of every text."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from itertools import pairwise
from types import FrameType

import edtf
import pytest
from dateline_server.domain.time import OPEN_END, OPEN_START, Timex
from dateline_server.nlp.folding import fold
from dateline_server.nlp.timex.rules import Rule
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .reading import RULES, read

PIECES = [
    "7月3日",
    "６月３０日",
    "3日",
    "周五",
    "上週三",
    "上周",
    "昨天",
    "明日",
    "次日",
    "當晚",
    "15時40分",
    "2019年",
    "去年12月",
    "本月底",
    "6月下旬",
    "第三季度",
    "上半年",
    "近日",
    "過去五年",
    "三天前",
    "兩個月後",
    "2023年7月3日",
    "1-5月",
    "6月30日至7月2日",
    "今年底或明年初",
    "2019年以来",
    "9月21日前",
    "7月1日起",
    "80年代",
    "農曆五月初五",
    "民國112年7月3日",
    "2020年前後",
    "同比",
    "將於",
    "宣布",
    "。",
    ",",
    "的",
    "公司",
    "(",
    ")",
    "起",
    "至",
    "2024-02-30",
    "“",
    "”",
    "他说:",
    ",他说",
    "届时",
    "22年",
    "三天后",
]
TEXTS = st.lists(st.sampled_from([*PIECES, " ", "\n"]), max_size=14).map("".join)
DAYS = st.dates(date(1950, 1, 1), date(2080, 12, 31))
_LOOKAROUND = re.compile(r"\(\?<?[=!](?:[^()\[\]]|\[[^\]]*\]|\((?:[^()\[\]]|\[[^\]]*\]|\([^()]*\))*\))*\)")
CHECKED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def shape(timex: Timex) -> tuple[object, ...]:
    return timex.span, timex.type, timex.value, timex.time, timex.rule


@CHECKED
@given(TEXTS, DAYS)
def test_script_does_not_matter(text: str, published: date) -> None:
    assert read(text, published.isoformat()) == read(fold(text), published.isoformat())


@CHECKED
@given(TEXTS, DAYS)
def test_spans_are_in_order_inside_the_text_and_apart(text: str, published: date) -> None:
    found = read(text, published.isoformat())
    for timex in found:
        assert 0 <= timex.span.start < timex.span.end <= len(text)
    for left, right in pairwise(found):
        assert left.span.end <= right.span.start


@CHECKED
@given(TEXTS, DAYS)
def test_a_paragraph_more_changes_nothing_before_it(text: str, published: date) -> None:
    before = read(text, published.isoformat())
    after = read(text + "\n会议10月1日举行,次日闭幕。", published.isoformat())
    assert after[: len(before)] == before


@CHECKED
@given(
    st.sampled_from(["今天", "昨天", "前天", "明日", "后天", "三天前", "5天前", "近日", "10天后", "数日前"]),
    DAYS,
    st.integers(-900, 900),
)
def test_relative_days_move_with_the_publication(text: str, published: date, days: int) -> None:
    (here,) = read(text, published.isoformat())
    (there,) = read(text, (published + timedelta(days)).isoformat())
    assert here.time is not None
    assert there.time is not None
    assert here.time.first is not None
    assert here.time.last is not None
    moved = (here.time.first + timedelta(days), here.time.last + timedelta(days))
    assert (there.time.first, there.time.last) == moved


@CHECKED
@given(st.sampled_from(["2023年7月3日", "2019年", "2024年2月底", "2021-2023年"]), DAYS, DAYS)
def test_full_dates_do_not_move(text: str, one: date, other: date) -> None:
    assert [shape(timex) for timex in read(text, one.isoformat())] == [
        shape(timex) for timex in read(text, other.isoformat())
    ]


def bounds(expression: str) -> tuple[date, date]:
    """First and last day by a public EDTF library."""
    parsed = edtf.parse_edtf(expression)
    first, last = parsed.lower_strict(), parsed.upper_strict()
    return date(*first[:3]), date(*last[:3])


@CHECKED
@given(TEXTS, DAYS)
def test_edtf_says_the_same_as_the_bounds(text: str, published: date) -> None:
    for timex in read(text, published.isoformat()):
        stated = timex.time
        if stated is None or stated.first is None or stated.last is None or stated.edtf.startswith("["):
            continue
        assert stated.first <= stated.last
        bare = stated.edtf.replace("~", "")
        if stated.first == OPEN_START or stated.last == OPEN_END:
            end = bare.removeprefix("../").removesuffix("/..")
            assert bounds(end)[stated.first == OPEN_START] in (stated.first, stated.last)
        else:
            assert bounds(bare) == (stated.first, stated.last)


@CHECKED
@given(TEXTS, DAYS)
def test_every_edtf_can_be_parsed(text: str, published: date) -> None:
    for timex in read(text, published.isoformat()):
        if timex.time is not None and timex.time.edtf:
            assert edtf.parse_edtf(timex.time.edtf)


@CHECKED
@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    for timex in read(text, "2023-07-04"):
        assert timex.span.of(text)


def work(text: str) -> int:
    """How many functions are called to read a text: what stays the same on every machine."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read(text, "2023-07-04")
    finally:
        sys.setprofile(None)
    return calls


@settings(CHECKED, max_examples=10)
@given(st.one_of(TEXTS, st.text(min_size=1, max_size=40)))
def test_work_grows_with_the_length_and_no_faster(text: str) -> None:
    work(text)  # what is remembered is not counted
    once, often = (work(text * times + "。") for times in (40, 160))
    assert often <= 5 * once + 1000


@settings(CHECKED, max_examples=5)
@pytest.mark.parametrize("rule", RULES.chinese.rules, ids=lambda rule: rule.id)
@given(data=st.data(), published=DAYS)
def test_whatever_a_rule_matches_is_survived(rule: Rule, data: st.DataObject, published: date) -> None:
    text = data.draw(st.from_regex(_LOOKAROUND.sub("", rule.pattern.pattern), fullmatch=True))
    context = data.draw(st.sampled_from(["{}", "2019年{}", "6月{}至7月2日", "将于{}举行", "{}以来"]))
    read(context.format(text), published.isoformat())
    read(context.format(text), None)


@CHECKED
@given(TEXTS, st.sampled_from(["0001-01-01", "0001-12-31", "9999-01-01", "9999-12-31"]))
def test_the_ends_of_the_calendar_are_survived(text: str, published: str) -> None:
    for timex in read(text, published):
        assert timex.span.of(text)
