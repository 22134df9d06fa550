"""The option that chooses what tags Chinese words, where texts are analysed without a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ..local import RECOGNIZERS

F = TypeVar("F", bound=Callable[..., Any])


def recognizer_option(place: str) -> Callable[[F], F]:
    """The option ``--recognizer``; ``place`` says in its help where it holds."""
    return click.option(
        "--recognizer",
        type=click.Choice(RECOGNIZERS),
        default=RECOGNIZERS[0],
        show_default=True,
        help=f"What tags Chinese words, {place}; fast misses more names.",
    )
