from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb
import pytest
from dateline_server.store.rows import append
from hypothesis import given
from hypothesis import strategies as st

TYPES: dict[str, st.SearchStrategy[Any]] = {
    "BIGINT": st.integers(-(1 << 63), (1 << 63) - 1),
    "INTEGER": st.integers(-(1 << 31), (1 << 31) - 1),
    "UTINYINT": st.integers(0, 255),
    "BOOLEAN": st.booleans(),
    "DOUBLE": st.floats(allow_nan=False),
    "VARCHAR": st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    "DATE": st.dates(),
    "TIMESTAMP": st.datetimes(),
}
COLUMNS = {
    **{kind.lower(): (kind, st.none() | values) for kind, values in TYPES.items()},
    "texts": ("VARCHAR[]", st.none() | st.lists(TYPES["VARCHAR"] | st.none())),
    "pair": (
        'STRUCT("day" DATE, "names" VARCHAR[])',
        st.none()
        | st.fixed_dictionaries({"day": st.none() | st.dates(), "names": st.lists(TYPES["VARCHAR"])}),
    ),
    "pairs": (
        'STRUCT("number" INTEGER, "inner" STRUCT("text" VARCHAR))[]',
        st.lists(
            st.fixed_dictionaries(
                {
                    "number": st.none() | TYPES["INTEGER"],
                    "inner": st.none() | st.fixed_dictionaries({"text": st.none() | TYPES["VARCHAR"]}),
                }
            )
        ),
    ),
}


@given(st.lists(st.tuples(*[values for _, values in COLUMNS.values()]), max_size=20))
def test_rows_come_back_as_they_went_in(rows: list[tuple[Any, ...]]) -> None:
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{name}" {kind}' for name, (kind, _) in COLUMNS.items())
        connection.execute(f"CREATE TABLE kept ({columns})")
        append(connection, "kept", rows)
        assert connection.execute("FROM kept").fetchall() == rows


def test_a_row_of_another_length_is_refused() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE kept (one BIGINT, other BIGINT)")
        with pytest.raises(ValueError, match="zip"):
            append(connection, "kept", [(1, 2), (3,)])
        with pytest.raises(ValueError, match="zip"):
            append(connection, "kept", [(1, 2, 3)])


def test_what_a_table_refuses_leaves_nothing_behind() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE kept (moment TIMESTAMP NOT NULL)")
        with pytest.raises(duckdb.ConstraintException):
            append(connection, "kept", [(datetime(2023, 7, 3),), (None,)])  # noqa: DTZ001
        connection.begin()
        with pytest.raises(duckdb.ConstraintException):
            append(connection, "kept", [(None,)])
        connection.rollback()
        append(connection, "kept", [(datetime(date.max.year, 12, 31),)])  # noqa: DTZ001
        assert connection.execute("SELECT count(*) FROM kept").fetchall() == [(1,)]
