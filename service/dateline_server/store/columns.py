"""Rows as the columns of an Arrow table, which DuckDB takes in whole.

A value that is bound or appended by itself costs microseconds, one of a column a small part of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate, chain
from typing import Any, cast

import duckdb
import nanoarrow as na
import numpy as np
from duckdb import DuckDBPyConnection, sqltype
from duckdb.sqltypes import DuckDBPyType
from nanoarrow.c_array import CArray
from nanoarrow.c_schema import CSchema

_NAME = "incoming"
_FIRST_DAY = date(1970, 1, 1).toordinal()
_FIRST_MOMENT = datetime(1970, 1, 1)  # noqa: DTZ001  as the database keeps moments
_MICROSECOND = timedelta(microseconds=1)
_PLAIN = {
    "boolean": na.bool_(),
    "double": na.float64(),
    "varchar": na.string(),
}
_WHOLE: dict[str, tuple[na.Schema, type[np.integer[Any]]]] = {
    "bigint": (na.int64(), np.int64),
    "integer": (na.int32(), np.int32),
    "utinyint": (na.uint8(), np.uint8),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A type of values, and what makes an Arrow array of them. A STRUCT is a mapping, a LIST a sequence."""

    schema: CSchema
    array: Callable[[Sequence[Any]], CArray]


class Batch:
    """Rows of a table, for DuckDB to read by the Arrow PyCapsule interface as often as it wants."""

    def __init__(
        self, names: Sequence[str], types: Sequence[DuckDBPyType], rows: Sequence[Sequence[Any]]
    ) -> None:
        """Takes one or more rows with a value for each of the named columns."""
        columns = [column(type_) for type_ in types]
        schema = _struct_schema(tuple(names), tuple(types))
        arrays = [one.array(values) for one, values in zip(columns, zip(*rows, strict=True), strict=True)]
        self._array = na.c_array_from_buffers(schema, len(rows), [None], children=arrays)

    @classmethod
    def of(cls, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> Batch:
        """The same with the names of types in SQL."""
        return cls(tuple(columns), tuple(map(sqltype, columns.values())), rows)

    def __arrow_c_schema__(self) -> object:
        """The columns' names and types."""
        return self._array.schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows."""
        return na.c_array_stream(self._array).__arrow_c_stream__()


@contextmanager
def lent(connection: DuckDBPyConnection, batch: Batch) -> Iterator[str]:
    """The name by which statements read a batch until the block ends."""
    connection.register(_NAME, batch)
    try:
        yield _NAME
    finally:
        # Where a statement failed, so does this, and what failed first tells why.
        with suppress(duckdb.Error):
            connection.unregister(_NAME)


@cache
def column(type_: DuckDBPyType) -> Column:
    """How values of a type become an array."""
    if type_.id == "list":
        return _list(type_)
    if type_.id == "struct":
        return _struct(type_)
    if type_.id in _WHOLE:
        return _whole(*_WHOLE[type_.id])
    if type_.id == "date":
        return _plain(na.date32(), _days)
    if type_.id == "timestamp":
        return _plain(na.timestamp("us"), _microseconds)
    return _plain(_PLAIN[type_.id])


def _plain(type_: na.Schema, convert: Callable[[Sequence[Any]], Sequence[Any]] | None = None) -> Column:
    schema = na.c_schema(type_)
    if convert is None:
        return Column(schema, lambda values: na.c_array(values, schema))
    return Column(schema, lambda values: na.c_array(convert(values), schema))


def _whole(type_: na.Schema, kind: type[np.integer[Any]]) -> Column:
    schema = na.c_schema(type_)

    def array(values: Sequence[int | None]) -> CArray:
        try:
            numbers = np.fromiter(values, kind, len(values))
        except TypeError:  # some are NULL, which is several times slower
            return na.c_array(values, schema)
        return na.c_array_from_buffers(schema, len(values), [None, numbers])

    return Column(schema, array)


def _days(values: Sequence[date | None]) -> list[int | None]:
    return [None if day is None else day.toordinal() - _FIRST_DAY for day in values]


def _microseconds(values: Sequence[datetime | None]) -> list[int | None]:
    return [None if moment is None else (moment - _FIRST_MOMENT) // _MICROSECOND for moment in values]


def _list(type_: DuckDBPyType) -> Column:
    ((_, of),) = _children(type_)
    element = column(of)
    schema = na.c_schema(na.list_(na.Schema(element.schema)))

    def array(values: Sequence[Sequence[Any] | None]) -> CArray:
        whole = [value or () for value in values]
        offsets = np.fromiter(accumulate(map(len, whole), initial=0), np.int32, len(values) + 1)
        children = [element.array(list(chain.from_iterable(whole)))]
        return na.c_array_from_buffers(schema, len(values), [_there(values), offsets], children=children)

    return Column(schema, array)


def _struct(type_: DuckDBPyType) -> Column:
    fields = [(name, column(of)) for name, of in _children(type_)]
    schema = _struct_schema(*zip(*_children(type_), strict=True))
    nothing = dict.fromkeys(name for name, _ in fields)

    def array(values: Sequence[dict[str, Any] | None]) -> CArray:
        whole = [nothing if value is None else value for value in values]
        children = [field.array([value[name] for value in whole]) for name, field in fields]
        return na.c_array_from_buffers(schema, len(values), [_there(values)], children=children)

    return Column(schema, array)


def _children(type_: DuckDBPyType) -> list[tuple[str, DuckDBPyType]]:
    # What else a child can be belongs to types that no table has.
    return cast("list[tuple[str, DuckDBPyType]]", type_.children)


def _there(values: Sequence[object]) -> Any:
    """Which values are not NULL, a bit each."""
    return np.packbits(np.fromiter((value is not None for value in values), np.bool_), bitorder="little")


@cache
def _struct_schema(names: tuple[str, ...], types: tuple[DuckDBPyType, ...]) -> CSchema:
    fields = {name: na.Schema(column(of).schema) for name, of in zip(names, types, strict=True)}
    return na.c_schema(na.struct(fields))
