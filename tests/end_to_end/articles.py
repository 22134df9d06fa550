"""Articles for tests: short, and plain enough for any release of the rules to read."""

from __future__ import annotations

from dateline import NewDocument, new_document

BRETON = new_document(
    "欧盟委员布雷顿2023年7月3日在东京会见日本官员。\n双方2023年7月4日签署了合作协议。",
    title="布雷顿访日",
    publication_date="2023-07-04",
)
CONTROLS = new_document(
    "荷兰政府2023年6月30日宣布限制出口光刻机。荷兰公司阿斯麦2023年9月1日起须申请许可证。",
    publication_date="2023-07-01",
)
CHIP = new_document("輝達2024年3月18日發布新的晶片。輝達預計2024年6月出貨。", publication_date="2024-03-19")
ENGLISH = new_document(
    "The Netherlands announced export controls on June 30, 2023. Nvidia launched a chip on March 18, 2024.",
    publication_date="2024-03-19",
)
ALL = (
    NewDocument(BRETON, "breton"),
    NewDocument(CONTROLS, "controls"),
    NewDocument(CHIP, "chip"),
    NewDocument(ENGLISH, "english"),
)


def numbered(count: int) -> list[NewDocument]:
    """Many different documents, each with an event of its own day."""
    return [
        NewDocument(
            new_document(f"第{number}次会议2023年{number % 12 + 1}月3日在东京举行，欧盟与日本签署了协议。"),
            f"n{number:05d}",
        )
        for number in range(count)
    ]
