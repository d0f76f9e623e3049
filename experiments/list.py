"""Lists the experiments: question, trials, claims, and what has been saved.

python -m experiments.list
"""

import json

from experiments.engine import experiment, report
from ter_gan import commands

EXAMPLES = """  python -m experiments.list
  python -m experiments.run NAME"""


def main(argv=None):
    """The command; returns its exit code."""
    description = __doc__.splitlines()[0]
    commands.Parser("experiments.list", description, EXAMPLES).parse_args(argv)
    for name in experiment.names():
        each = experiment.load(name)
        ids = ", ".join(claim.id for claim in each.claims) or "none"
        seeds = [each.seeds_of(cell) for cell in each.cells]
        spread = " to ".join(map(str, sorted({min(seeds), max(seeds)})))
        print(f"{name}: {each.question}")
        print(f"  {len(each.cells)} cells x {spread} seeds = {sum(seeds)} trials")
        print(f"  claims {ids}; {_state(name)}")
    return 0


def _state(name):
    """What has been saved of an experiment, in words."""
    path = report.RESULTS / f"{name}.json"
    if not path.exists():
        return "no results yet"
    found = json.loads(path.read_text(encoding="utf-8"))
    verdicts = [claim["result"]["verdict"] for claim in found["claims"]]
    counts = ", ".join(f"{verdicts.count(v)} {v}" for v in dict.fromkeys(verdicts))
    return f"{len(found['trials'])} trials saved; {counts or 'no claims'}"


if __name__ == "__main__":
    commands.run(main)
