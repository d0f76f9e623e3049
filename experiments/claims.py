"""Writes docs/claims.md: every claim that was tested, and what came out.

python -m experiments.claims
"""

import json
import os
from collections import Counter
from pathlib import Path

from experiments.engine import report
from experiments.engine.claims import (
    NOT_MEASURED,
    NOT_SUPPORTED,
    SUPPORTED,
    UNDECIDED,
    anchor,
    effect,
    natural,
)
from ter_gan import commands
from ter_gan.files import write_text

EXAMPLES = """  python -m experiments.run all --commit-results
  python -m experiments.claims"""
TARGET = Path(__file__).parents[1] / "docs" / "claims.md"


def main(argv=None):
    """The command; returns its exit code."""
    description = __doc__.splitlines()[0]
    commands.Parser("experiments.claims", description, EXAMPLES).parse_args(argv)
    claims = collect(report.RESULTS)
    write_text(TARGET, markdown(claims, TARGET.parent))
    print(f"{len(claims)} claims in {TARGET}")
    return 0


def collect(folder):
    """All claims of the saved results, sorted by id.

    Files of the folder that are not this engine's are passed over: what it
    writes has a `format`.

    Args:
        folder: `pathlib.Path`.

    Returns:
        List of dicts: the claims of `report.results`, each with `experiment`,
        the name, and `folder`.
    """
    found = []
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.get("format") == report.FORMAT:
            about = {"experiment": content["name"], "folder": folder}
            found += [claim | about for claim in content["claims"]]
    return sorted(found, key=lambda c: (natural(c["id"]), c["experiment"]))


def markdown(claims, beside):
    """The text of `docs/claims.md`.

    Args:
        claims: list of `collect`.
        beside: `pathlib.Path` of the folder that the text will lie in.
    """
    counts = Counter(claim["result"]["verdict"] for claim in claims)
    verdicts = [SUPPORTED, NOT_SUPPORTED, UNDECIDED]
    verdicts += [NOT_MEASURED] if counts[NOT_MEASURED] else []
    total = ", ".join(f"{counts[verdict]} {verdict}" for verdict in verdicts)
    rows = "\n".join(_row(claim, beside) for claim in claims)
    texts = "\n\n".join(map(_text, claims))
    return f"""# Claims, tested

{len(claims)} claims: {total}. Written by `python -m experiments.claims` from
[experiments/results](../experiments/results); how the verdicts are found is in
[experiments.md](experiments.md). The lab reports and the course slides are the French
teaching documents that this project starts from; ids X are claims from elsewhere. The
range after an effect holds its two one-sided 95 % bounds; "seeds" are the trials on
each side of a comparison. In the pictures a dot is a seed, and a bar the median with
its bounds.

| id | claim | source | verdict | effect | seeds | picture |
|---|---|---|---|---|---|---|
{rows}

{texts}
"""


def _row(claim, beside):
    result = claim["result"]
    cells = [
        f"[{claim['id']}](#{_anchor(claim)})",
        claim["sentence"],
        claim["source"],
        f"**{result['verdict']}**",
        effect(result),
        report.seeds(result),
        _picture(claim, beside),
    ]
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _text(claim):
    name = claim["experiment"]
    film = f" Its film: `{claim['film']}`." if claim["film"] else ""
    return (
        f'<a id="{_anchor(claim)}"></a>\n'
        f"## {claim['id']}: {claim['result']['verdict']}\n\n"
        f"“{claim['sentence']}” ({claim['source']}). {claim['result']['sentence']} "
        f"Measured by [{name}](../experiments/results/{name}.md).{film}"
    )


def _anchor(claim):
    return anchor(claim["id"], claim["experiment"])


def _picture(claim, beside):
    """The picture of a claim as HTML; `–` of one that was not measured."""
    if not claim["picture"]:
        return "–"
    path = os.path.relpath(claim["folder"] / claim["picture"], beside)
    address = Path(path).as_posix()
    return f'<img src="{address}" width="240" alt="{claim["id"]}">'


if __name__ == "__main__":
    commands.run(main)
