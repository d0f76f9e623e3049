"""Two plants: one is measured at once, the other after seconds."""

import dataclasses

from tests.experiments.engine import toys

EXPERIMENT = dataclasses.replace(
    toys.EXPERIMENT,
    vary={},
    cells=({"pause": 0.0}, {"pause": 4.0}),
    base={"light": 1, "soil": "sand"},
    seeds=1,
    smoke={},
    claims=(),
)
