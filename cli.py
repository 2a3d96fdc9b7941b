"""The command line: one thin function for each verb."""

import click


@click.group()
@click.version_option(package_name="malspar")
def cli() -> None:
    """Read goals out of Swedish municipal steering documents."""
