"""Fiscal years: their ends and quarters, and whose year a text speaks of."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from dateline_server.domain.text import Language
from dateline_server.errors import DataFileError
from dateline_server.nlp.timex.fiscal import FiscalYear, load_fiscal_years

from .reading import read


@pytest.mark.parametrize(
    ("year", "number", "first", "last"),
    [
        (FiscalYear(6), 2023, date(2022, 7, 1), date(2023, 6, 30)),
        (FiscalYear(2), 2024, date(2023, 3, 1), date(2024, 2, 29)),
        (FiscalYear(12), 2024, date(2024, 1, 1), date(2024, 12, 31)),
        (FiscalYear(1, 7, "last"), 2024, date(2023, 1, 30), date(2024, 1, 28)),
        (FiscalYear(9, 6, "last"), 2023, date(2022, 9, 25), date(2023, 9, 30)),
        (FiscalYear(9, 6, "nearest"), 2022, date(2021, 10, 3), date(2022, 10, 1)),
    ],
)
def test_year(year: FiscalYear, number: int, first: date, last: date) -> None:
    period = year.period(number)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("year", [FiscalYear(6), FiscalYear(1, 7, "last"), FiscalYear(10, 7, "nearest")])
def test_quarters_fill_the_year(year: FiscalYear) -> None:
    quarters = [year.period(2024, number, number) for number in (1, 2, 3, 4)]
    assert quarters[0].first == year.period(2024).first
    assert quarters[3].last == year.period(2024).last
    for before, after in pairwise(quarters):
        assert (after.first - before.last).days == 1


@pytest.mark.parametrize(
    ("text", "language", "edtf"),
    [
        ("微软公布2023财年业绩", Language.ZH_HANS, "2022-07/2023-06"),
        ("微软與英偉達合作,後者2024財年營收增長", Language.ZH_HANT, "2023-01-30/2024-01-28"),
        ("某公司公布2023财年业绩", Language.ZH_HANS, "2023"),
        ("Revenue rose in fiscal 2023, Microsoft said.", Language.EN, "2022-07/2023-06"),
    ],
)
def test_whose_year(text: str, language: Language, edtf: str) -> None:
    assert edtf in [timex.time.edtf for timex in read(text, "2024-07-04", language) if timex.time]


@pytest.mark.parametrize(
    "row",
    [
        'last_month = 13\nnames = ["A"]',
        'last_month = 3\nnames = ["A", "A"]',
        'last_month = 3\nweekday = 7\nnames = ["A"]',
        'last_month = 3\nweekday = 7\nday = "first"\nnames = ["A"]',
        'names = ["A"]',
    ],
)
def test_wrong_file(tmp_path: Path, row: str) -> None:
    path = tmp_path / "fiscal_years.toml"
    path.write_text(f"[[fiscal_year]]\n{row}\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"fiscal_years\.toml"):
        load_fiscal_years(path)
