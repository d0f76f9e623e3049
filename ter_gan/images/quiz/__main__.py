"""Sums up what several players answered in the quiz of one run."""

import json
import sys

from ter_gan import commands
from ter_gan.files import write_text
from ter_gan.images.quiz.answers import summarise, table

EXAMPLES = """  python -m ter_gan.images.quiz answers/*.json
  python -m ter_gan.images.quiz anna.json ben.json --json summary.json"""


def main(argv=None):
    """The command; returns its exit code."""
    parser = commands.Parser("ter_gan.images.quiz", __doc__.splitlines()[0], EXAMPLES)
    parser.add_argument("files", nargs="+", help="what players downloaded")
    parser.add_argument("--json", help="write all numbers to this file")
    arguments = parser.parse_args(argv)
    summary = summarise(arguments.files)
    print(table(summary))
    if arguments.json:
        write_text(arguments.json, json.dumps(summary, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(commands.run(main))
