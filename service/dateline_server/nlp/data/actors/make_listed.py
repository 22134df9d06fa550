"""Writes ``entries/listed.tsv`` from public lists of listed companies.

The lists are the constituents of the S&P 500 (datasets/s-and-p-500-companies, PDDL), the equities of the
Taiwan exchanges (twstock, MIT) and the A shares of the mainland (adata, Apache-2.0). Names that the tables
written by hand have are left out. Names of one English word, of a person's form or of a few characters are
guarded, and so are mainland names whose last word does not say that they are a company's.

    python -m dateline_server.nlp.data.actors.make_listed SP500.csv TWSE.csv A_SHARES.csv
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from dateline_server.nlp.actors.names import match_form, name_key
from dateline_server.nlp.folding import fold

FOLDER = Path(__file__).parent
TARGET = FOLDER / "entries" / "listed.tsv"
_WORDS = """
股份 科技 集团 新材 生物 电子 药业 医疗 控股 电气 医药 光电 银行 证券
环保 食品 制药 软件 高科 传媒 电力 精密 通信 化学 实业 汽车 化工 重工
家居 电器 装备 矿业 机电 燃气 地产 石化 激光 智控 光学 数控 物流 通讯
纸业 防务 铝业 航空 水泥 钢铁 乳业 精机 水务 种业 啤酒 微电 电缆 轮胎
客车 钢构 特钢 钛业 铜业 超导 药明 保险 信托 期货 酒业 饮料 半导
"""
COMPANY_WORDS = tuple(_WORDS.split())
NO_NAME = re.compile(r"ST|退|[ABＢ]股|^[A-Z]|PT|[A-Z]$")
LEGAL = re.compile(r",? (?:Inc\.?|Corp\.?|Corporation|plc|N\.V\.|Ltd\.?|Company|Co\.|Holdings)$|\s*\(.*?\)$")

Entry = tuple[str, str, str, bool]
"""Id, parent, name, and whether the name is guarded."""


def main() -> None:
    """Reads the three lists and writes the table."""
    american, taiwanese, mainland = sys.argv[1:4]
    taken = hand_written()
    lines = []
    for identity, parent, name, guarded in (
        *americans(Path(american)),
        *taiwanese_shares(Path(taiwanese)),
        *mainland_shares(Path(mainland)),
    ):
        form = match_form(fold(name))
        if form in taken or name_key(name) in taken or len(form) < 2:
            continue
        taken |= {form, name_key(name)}
        names = ("", name) if guarded else (name, "")
        lines.append("\t".join((identity, "organization", parent, "", *names)))
    header = "id\ttype\tparent\twikidata\tnames\tguarded"
    TARGET.write_text("\n".join([header, *sorted(lines)]) + "\n", "utf-8")


def hand_written() -> set[str]:
    """The forms and keys of every name of the other tables."""
    taken: set[str] = set()
    for path in (*sorted((FOLDER / "entries").glob("*.tsv")), FOLDER / "aliases.tsv"):
        if path != TARGET:
            for line in path.read_text("utf-8").splitlines()[1:]:
                names = [name for cell in line.split("\t")[-2:] for name in cell.split("|") if name]
                taken |= {match_form(fold(name)) for name in names} | {name_key(name) for name in names}
    return taken


def americans(path: Path) -> Iterator[Entry]:
    """The S&P 500, by their names without legal forms."""
    for row in rows(path):
        name = row["Security"]
        while (shorter := LEGAL.sub("", name)) != name:
            name = shorter
        yield f"us-{slug(row['Symbol'])}", "united-states", name, " " not in name


def taiwanese_shares(path: Path) -> Iterator[Entry]:
    """Companies of the Taiwan exchanges, by their short names."""
    for row in rows(path):
        name = row["name"].removesuffix("-KY").removesuffix("*").strip()
        if row["type"] == "股票" and len(name) > 2:
            yield f"tw-{row['code']}", "taiwan", name, len(name) < 4


def mainland_shares(path: Path) -> Iterator[Entry]:
    """Companies with A shares, by their short names; the short ones of them are words as well."""
    for row in rows(path):
        name = unicodedata.normalize("NFKC", row["short_name"]).replace(" ", "")
        if len(name) > 3 and not NO_NAME.search(name):
            yield f"cn-{row['stock_code']}", "china", name, not name.endswith(COMPANY_WORDS)


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table of comma-separated values."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def slug(text: str) -> str:
    """Lower-case letters and digits joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


if __name__ == "__main__":
    main()
