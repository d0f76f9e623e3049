"""The plants, of which some raise an exception."""

import dataclasses

from tests.experiments.engine import toys

EXPERIMENT = dataclasses.replace(
    toys.EXPERIMENT, vary={}, base={"pause": 0.0, "fails": "sand"}, seeds=1
)
