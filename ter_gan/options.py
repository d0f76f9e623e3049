"""The fields of a `Recipe` as options of a command.

jsonargparse reads them: it checks types and ranges from the type hints of
`Recipe`, takes the same names from a JSON file (`--config`), and is still
argparse, so that `--help` looks as everybody knows it.
"""

import argparse
import dataclasses

from jsonargparse import ActionConfigFile

from ter_gan.recipes import Recipe


def add(parser):
    """Adds every field of `Recipe` as an option, in its group."""
    groups = {}
    for each in dataclasses.fields(Recipe):
        title = each.metadata["group"]
        if title not in groups:
            groups[title] = parser.add_argument_group(title)
        groups[title].add_argument(
            f"--{each.name.replace('_', '-')}",
            type=each.type,
            default=argparse.SUPPRESS,
            help=f"{each.metadata['help']} [{shown(each.default)}]",
        )
    parser.add_argument(
        "--config",
        action=ActionConfigFile,
        help="JSON file of these options, as config.json in a run folder; options "
        "after it override it",
    )


def shown(default):
    """A value as a person would type it."""
    return str(default).lower() if isinstance(default, bool) else default


def given(arguments):
    """The recipe fields that the user gave, as a dict."""
    values = arguments.as_dict()
    return {
        each.name: _plain(values[each.name])
        for each in dataclasses.fields(Recipe)
        if each.name in values
    }


def _plain(value):
    """A number of Python's own type; jsonargparse gives subclasses."""
    for kind in (bool, int, float):
        if isinstance(value, kind):
            return kind(value)
    return value
