"""The result in numbers and words, and the table of docs/metrics.md."""

from experiments.engine.claims import number
from experiments.planted_failures.tables import SAME, SEEN, WORSE
from ter_gan import runs
from ter_gan.errors import UserError

FORMAT = "planted failures 1"
BEGIN = "<!-- planted failures: written by python -m experiments.planted_failures -->"
END = "<!-- planted failures: end -->"
PICTURE, SAMPLES = "planted_failures.png", "planted_failures_samples.png"
MARKS = {WORSE: "**{}**", SAME: "{}", "better": "*{}*"}


def results(data, network, n, seed, tables, seconds, smoke):
    """dict for JSON: how it was made, and every number.

    Args:
        data: `ter_gan.data.Dataset`.
        network: `ter_gan.images.features.FeatureNetwork`.
        n: int, images on each side.
        seed: int.
        tables: list of `tables.Table`.
        seconds: float, wall time.
        smoke: bool.
    """
    return {
        "format": FORMAT,
        "command": " ".join(runs.command_line()),
        "environment": runs.environment(),
        "smoke": smoke,
        "seed": seed,
        "wall_minutes": round(seconds / 60, 2),
        "data": {
            "name": data.name,
            "sha256": data.content_hash,
            "licence": data.licence,
            "real": "test split",
        },
        "n": n,
        "features": {"network": network.name, "weights_sha256": network.sha256},
        "seen_from": SEEN,
        "tables": [table.asdict() for table in tables],
    }


def markdown(found):
    """The text of `planted_failures.md`.

    Args:
        found: dict of `results`.
    """
    smoke = (
        "**A smoke run: it shows that the code runs, its numbers mean nothing.**\n\n"
        if found["smoke"]
        else ""
    )
    tables = "\n\n".join(map(_table, found["tables"]))
    return f"""# Which metric sees which failure

{smoke}![metric by failure]({PICTURE})

Failures were planted into real images. The floor is what a metric says of other real
images instead of generated ones. A value in **bold** is at least
{found["seen_from"]:g} standard errors worse than the floor: the metric sees the
failure. In *italics*: it looks better than the floor by as much, which fools. The
errors take all images for independent draws.

![the failures]({SAMPLES})

{tables}

## How

{_facts(found)}
"""


def seen_and_missed(found):
    """The table of docs/metrics.md: for each metric what it sees and misses.

    Args:
        found: dict of `results`.
    """
    n, network = found["n"], found["features"]["network"]
    rows = [
        _row(metric, facts)
        for table in found["tables"]
        for metric, facts in table["metrics"].items()
    ]
    return "\n".join(
        [
            f"Measured on {found['data']['name']}, {n:,} images on each side, feature",
            f"network `{network}`, seed {found['seed']}. "
            f"Number of standard errors in brackets, + is worse.",
            "",
            "| metric | floor | sees best | also sees | misses | also misses |",
            "|---|---|---|---|---|---|",
            *rows,
        ]
    )


def replaced(text, block):
    """The text with a new block between its marks.

    Args:
        text: str, with the lines `BEGIN` and `END`.
        block: str.

    Raises:
        UserError: if the marks are not there.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise UserError(f"The lines {BEGIN} and {END} are missing in docs/metrics.md.")
    return f"{before}{BEGIN}\n\n{block}\n\n{END}{after}"


def _table(table):
    failures = table["failures"]
    lines = [
        f"## {table['title']}",
        "",
        *(f"- {name}: {sentence}" for name, sentence in failures.items()),
        "",
        f"| metric | better | floor | {' | '.join(failures)} |",
        f"|---|---|---|{'---|' * len(failures)}",
    ]
    for metric, facts in table["metrics"].items():
        cells = [
            MARKS[cell["verdict"]].format(number(cell["value"]))
            for cell in facts["failures"].values()
        ]
        floor = _with_error(facts["floor"])
        lines.append(
            f"| {metric} | {facts['better']} | {floor} | {' | '.join(cells)} |"
        )
    return "\n".join(lines)


def _row(metric, facts):
    """What a metric sees, the clearest first, and misses, the most fooled first."""
    cells = sorted(facts["failures"].items(), key=lambda item: -_errors(item[1]))
    seen = [item for item in cells if item[1]["verdict"] == WORSE]
    missed = [item for item in cells[::-1] if item[1]["verdict"] != WORSE]
    columns = [metric, _with_error(facts["floor"])]
    for items in (seen, missed):
        columns += [_cell(*items[0]) if items else "none planted here"]
        columns += [", ".join(name for name, _ in items[1:]) or "–"]
    return f"| {' | '.join(columns)} |"


def _cell(name, cell):
    errors = cell["errors_worse"]
    digits = 0 if errors is None or abs(errors) >= 10 else 1
    far = "" if errors is None else f" ({errors:+.{digits}f})".replace("-", "−")
    return f"{name}: {number(cell['value'])}{far}"


def _errors(cell):
    if cell["errors_worse"] is not None:
        return cell["errors_worse"]
    return {WORSE: float("inf"), "better": -float("inf")}[cell["verdict"]]


def _with_error(estimate):
    if estimate["error"] is None:
        return number(estimate["value"])
    return f"{number(estimate['value'])} ± {number(estimate['error'])}"


def _facts(found):
    environment, data = found["environment"], found["data"]
    versions = ", ".join(f"{k} {v}" for k, v in environment["packages"].items())
    return "\n".join(
        [
            f"- Made by `{found['command']}`, seed {found['seed']}",
            f"- {found['n']:,} images on each side; real ones: {data['real']} of "
            f"{data['name']}, sha256 {data['sha256'][:16]}; licence: {data['licence']}",
            f"- Feature network {found['features']['network']}, weights sha256 "
            f"{found['features']['weights_sha256'][:16]}",
            f"- {found['wall_minutes']} wall minutes on {environment['hardware']} that "
            f"may have been shared with other work: an upper bound",
            f"- Versions: Python {environment['python']}, {versions}",
        ]
    )
