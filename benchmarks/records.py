"""How a result is written: with command, seed, versions and hardware."""

import json
import statistics
from pathlib import Path

from ter_gan.runs import command_line, environment

RESULTS = Path(__file__).parent / "results"


def write(name, numbers, text, folder=RESULTS):
    """Writes `NAME.json` and `NAME.md` into a folder.

    Args:
        name: str.
        numbers: dict for JSON.
        text: str, Markdown that shows the numbers.
    """
    about = environment()
    command = " ".join(command_line())
    record = {"command": command, "environment": about, **numbers}
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(record, indent=2) + "\n")
    versions = ", ".join(f"{k} {v}" for k, v in about["packages"].items())
    (folder / f"{name}.md").write_text(
        f"{text}\n\nMade by `{command}` on {about['hardware']}; {versions}.\n"
    )
    print((folder / f"{name}.md").read_text())


def spread(values):
    """Minimum, median and maximum."""
    return {"min": min(values), "median": statistics.median(values), "max": max(values)}
