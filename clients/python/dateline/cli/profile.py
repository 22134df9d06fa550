"""``dateline profile``: which server commands talk to, and why."""

from __future__ import annotations

import click

from .connection import server_option, settings
from .output import Columns, format_option, show
from .profiles import config_path, load_profiles

_COLUMNS: Columns = {
    "Setting": lambda row: row[0],
    "Value": lambda row: row[1],
    "From": lambda row: row[2],
}


@click.command()
@server_option
@format_option
def profile(output_format: str) -> None:
    """Show which server commands talk to, with which credentials, and where each setting comes from.

    Profiles are named connections in ~/.config/dateline/config.toml:

    \b
    profile = "work"
    [profiles.work]
    server = "news.example.org:50051"
    token_file = "work.token"
    ca = "~/certificates/work.pem"

    \b
    dateline profile
    dateline --profile work profile --format jsonl
    dateline --profile work events --from 2024
    """  # noqa: D301 (click keeps the lines)
    found = settings()
    rows = [
        (name, "(secret)" if name == "token" else str(setting.value), setting.origin)
        for name, setting in sorted(found.items())
    ]
    show(rows, _COLUMNS, output_format)
    if output_format == "table":
        profiles = load_profiles(config_path())
        known = ", ".join(profiles.settings) or "none"
        click.echo(f"profiles in {profiles.path}: {known}", err=True)
