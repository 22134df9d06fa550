from __future__ import annotations

import pytest
from dateline_server.domain.text import Language
from dateline_server.nlp.language import detect_language

MENU = "首頁\n國際\n財經\n體育\n"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("欧盟专员7月3日在东京与日本官员会面。", Language.ZH_HANS),
        ("歐盟專員7月3日在東京與日本官員會面。", Language.ZH_HANT),
        ("The commissioner met officials in Tokyo on July 3.", Language.EN),
        ("7月3日", Language.ZH_HANS),
        ("", Language.EN),
        ("2024-03-18", Language.EN),
        ("台积电（TSMC）CEO 7月3日宣布，将在 Arizona 扩建 Fab 21 工厂。", Language.ZH_HANS),
    ],
)
def test_tells_language_and_script(text: str, language: Language) -> None:
    assert language == detect_language(text)


def test_running_text_decides_over_a_menu_in_another_script() -> None:
    body = "两国外长周一在会谈后发表联合声明，宣布将扩大贸易往来，并在年内重启对话机制。"
    assert detect_language(MENU * 5 + body) == Language.ZH_HANS


def test_running_text_decides_over_a_menu_in_another_language() -> None:
    body = "The two ministers said on Monday that they would widen trade and resume their yearly talks."
    assert detect_language(MENU * 3 + body) == Language.EN


def test_an_address_is_in_no_language() -> None:
    assert (
        detect_language("會談結束 https://www.example.org/very/long/path/with/many/words/in/it")
        == Language.ZH_HANT
    )
