"""What the package offers."""

from __future__ import annotations

import inspect
from typing import Any

import dateline
import pytest
from dateline import AsyncClient, Client


def test_all_public_names_are_listed_in_order():
    assert sorted(dateline.__all__, key=str.casefold) == sorted(set(dateline.__all__), key=str.casefold)
    assert all(hasattr(dateline, name) for name in dateline.__all__)


def test_every_error_is_public():
    from dateline import errors

    kinds = {
        name for name, kind in vars(errors).items() if inspect.isclass(kind) and issubclass(kind, Exception)
    }

    assert kinds <= set(dateline.__all__)


def public(kind: type) -> dict[str, Any]:
    return {name: member for name, member in vars(kind).items() if not name.startswith("_")}


def test_both_clients_have_the_same_methods():
    assert set(public(Client)) == set(public(AsyncClient))


@pytest.mark.parametrize("name", [name for name in public(Client) if name != "connect"])
def test_both_clients_take_the_same_arguments(name: str):
    one, two = (list(inspect.signature(public(kind)[name]).parameters) for kind in (Client, AsyncClient))

    assert one == two
