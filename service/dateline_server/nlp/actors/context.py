"""Names that the tagger misses and their surroundings give away: quoted, Latin, or before 公司."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...domain.actor import ActorType
from ...domain.text import Span
from .mentions import Candidate, Words, merged

BODY_SUFFIX = (
    "公司|集团|委员会|机构|组织|联盟|协会|学会|商会|联合会|基金会|基金|银行|大学|学院|研究院|研究所|研究中心|实验室|"
    "工作室|事务所|医院|法院|检察院|出版社|通讯社|电视台|电台|日报|时报|周刊|杂志|论坛|工会|党|部队|航空|汽车|科技|证券"
)
_QUOTED = re.compile(rf"[“‘《]([^“”‘’《》，。,;；、\s]{{1,16}}(?:{BODY_SUFFIX}))[”’》]")
_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&.'-]*(?: [A-Z][A-Za-z0-9&.'-]*)*(?![A-Za-z0-9])")
_ACTS = re.compile(
    r"\s?(?:公司|集团|宣布|表示|称|指出|透露|回应|推出|发布|收购|股价|首席|CEO|创始人|董事长|总裁|发言人|旗下|计划|"
    r"将|已|已经|正在|方面|官方|报道|起诉|裁员|上市|营收|财报)"
)
_MAKER = re.compile(
    r"(?:公司|集团|巨头|企业|厂商|厂|提供商|服务商|供应商|制造商|运营商|开发商|机构|媒体|平台|品牌|收购|起诉|投资|旗下)\s?$"
)
_NO_NAME = re.compile(
    r"AI|IT|IC|CPU|GPU|TPU|NPU|DRAM|NAND|GDP|CPI|PPI|PMI|CEO|CFO|COO|CTO|CIO|APP|App|GPS|DNA|PC|TV|IPO|VR|AR|MR|XR|"
    r"IP|ETF|LED|OLED|LCD|HPC|ESG|EV|SUV|MPV|[0-9]?[A-Z]?\d.*|USB|WiFi|Wi-Fi|LTE|NFT|SaaS|API|SDK|OS|iOS|Android|"
    r"Windows|Linux|Mac|iPhone.*|iPad.*|ChatGPT.*|GPT.*|EUV|DUV|HBM.*|RTX.*|Pro|Max|Plus|Ultra|Mini|VIP|KOL|PDF|QR|"
    r"SIM|SMS|URL|HTTP|HTTPS|COVID.*|PCR|UTC|GMT|AM|PM|OK|No|NO|VS|vs|Q[1-4]|H[12]|Model.*|[A-Z]"
)
MAKER_TAGS = frozenset({"nz", "PER", "ORG", "nr", "nt", "nw"})
_MAKERS = frozenset({"公司", "集团", "银行", "基金会", "工作室", "资本", "证券", "航空公司", "律师事务所"})


def named_by_context(words: Words, known: Sequence[Candidate]) -> list[Candidate]:
    """Organisations that only their surroundings show, none overlapping a known name."""
    found = [Candidate(span, ActorType.ORGANIZATION, "quoted") for span in _quoted(words)]
    found = merged(
        found, [Candidate(span, ActorType.ORGANIZATION, "company-word") for span in _companies(words)]
    )
    found = merged(found, [Candidate(span, ActorType.ORGANIZATION, "latin") for span in _latin(words)])
    taken = merged(known, found)
    return [item for item in found if item in taken]


def _quoted(words: Words) -> Iterator[Span]:
    for sentence in words.sentences:
        for match in _QUOTED.finditer(words.folded, sentence.start, sentence.end):
            if all(token.tag not in ("v", "d", "r", "u") for token in words.over(Span(*match.span(1)))):
                yield Span(*match.span(1))


def _companies(words: Words) -> Iterator[Span]:
    """A proper noun and the word for what it is: 某某集团."""
    for first, second in zip(words.tokens, words.tokens[1:], strict=False):
        is_named = words.text(second) in _MAKERS and first.tag in MAKER_TAGS and len(first.span) > 1
        if is_named and first.span.end == second.span.start:
            yield Span(first.span.start, second.span.end)


def _latin(words: Words) -> Iterator[Span]:
    """Latin names that do what only organisations do, or that a word calls one."""
    for sentence in words.sentences:
        for match in _LATIN.finditer(words.folded, sentence.start, sentence.end):
            name = match.group().rstrip(".'-& ")
            behind = words.folded[match.end() : match.end() + 5]
            before = words.folded[max(match.start() - 5, sentence.start) : match.start()]
            acts = _ACTS.match(behind) or _MAKER.search(before)
            if acts and len(name) > 1 and not _NO_NAME.fullmatch(name):
                yield Span(match.start(), match.start() + len(name))
