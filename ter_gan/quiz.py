"""Sums up what several players answered in the quiz of one run.

python -m ter_gan.quiz anna.json ben.json
"""

import json

from ter_gan import commands
from ter_gan.files import write_text

EXAMPLES = """  python -m ter_gan.quiz answers/*.json
  python -m ter_gan.quiz anna.json ben.json --json summary.json"""


def main(argv=None):
    """The command; returns its exit code."""
    parser = commands.Parser("ter_gan.quiz", __doc__.splitlines()[0], EXAMPLES)
    parser.add_argument("files", nargs="+", help="what players downloaded")
    parser.add_argument("--json", help="write all numbers to this file")
    arguments = parser.parse_args(argv)
    commands.use_backend("tensorflow")
    from ter_gan.images.quiz.answers import summarise, table

    summary = summarise(arguments.files)
    print(table(summary))
    if arguments.json:
        write_text(arguments.json, json.dumps(summary, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    commands.run(main)
