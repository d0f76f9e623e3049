"""The plants, with a moment between sowing and measuring."""

import dataclasses

from tests.experiments.engine import toys

EXPERIMENT = dataclasses.replace(
    toys.EXPERIMENT, vary={}, base={"pause": 0.25}, seeds=3, smoke={}
)
