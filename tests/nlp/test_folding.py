from __future__ import annotations

import pytest
from dateline_server.nlp.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("臺灣與台灣", "台湾与台湾"),
        ("裏面和裡面", "里面和里面"),
        ("衞星飛越敍利亞", "卫星飞越叙利亚"),
        ("歐盟將於週三在東京會面後發佈", "欧盟将于周三在东京会面后发布"),
        ("７月３日，Ａ・Ｂ！（測試）", "7月3日,A·B!(测试)"),
        ("「甲『乙』」", "“甲‘乙’”"),
        ("全形　空格", "全形 空格"),
    ],
)
def test_writes_simplified_half_width(text: str, folded: str) -> None:
    assert folded == fold(text)


@pytest.mark.parametrize("text", ["什么", "着名著名", "二〇二三○", "Straße café", "にほん", "\ud800\x00"])
def test_leaves_what_means_something_as_it_is(text: str) -> None:
    assert text == fold(text)


def test_table_is_what_the_script_makes() -> None:
    pytest.importorskip("opencc")
    from dateline_server.nlp.data import make_fold

    assert make_fold.is_current()
