"""Which epochs are recorded."""

import dataclasses
import math

from ter_gan.errors import UserError, unknown

ALWAYS = 2  # epochs 0, 1 and 2: most happens there
BUDGET_MB, PIXELS = (2.0, 9.0), 28 * 28  # once, and for each time so many pixels
FREE_SECONDS = 0.5  # recording this long is always worth it
LARGEST_SHARE = 0.05  # of an epoch's training time


@dataclasses.dataclass(frozen=True)
class Schedule:
    """When to record.

    Args:
        every: int. Record every so many epochs; `None`: as often as the
            budget and 5 % of the training time allow.
        budget_mb: float. Megabytes (10^6 bytes) that a record may take;
            `None`: 11 for 28x28 images, 49 for 64x64 ones.
        off: bool. Record nothing.
    """

    every: int | None = None
    budget_mb: float | None = None
    off: bool = False

    @classmethod
    def parse(cls, text):
        """Reads `auto`, `off`, or `every=2,budget-mb=50` (either or both).

        Raises:
            UserError: for anything else.
        """
        if text in ("auto", "off"):
            return cls(off=text == "off")
        values = {}
        for part in text.split(","):
            name, _, value = part.partition("=")
            if name not in PARTS:
                raise unknown("layer_viz option", name, ["auto", "off", *PARTS])
            values[name.replace("-", "_")] = _number(name, value)
        return cls(**values)

    def budget(self, pixels=PIXELS):
        """Bytes that the epochs of images of so many pixels may take."""
        once, each = BUDGET_MB
        return 1e6 * (self.budget_mb or once + each * max(1.0, pixels / PIXELS))

    def reason_to_skip(self, epoch, last, used, size, budget, seconds, training):
        """Why an epoch is not recorded, or `None`.

        Args:
            epoch: int, the number of the epoch that ended.
            last: int, the last epoch of the training; it is always recorded.
            used: int. Bytes of the record so far.
            size: int. Bytes of the largest epoch so far.
            budget: float. Bytes that the record may take.
            seconds: float. What recording one epoch took.
            training: float. Seconds that training one epoch took.
        """
        if epoch == last:
            return None
        if used + 2 * size > budget:  # one more is kept for the last epoch
            return f"budget: {budget / 1e6:.3g} MB are used up"
        if self.every:
            return None if epoch % self.every == 0 else f"every={self.every}"
        if epoch <= ALWAYS:
            return None
        room = max(budget - (ALWAYS + 2) * size, size)
        steps = {"budget": math.ceil((last - ALWAYS) * size / room)}
        if seconds > FREE_SECONDS:
            steps["time"] = math.ceil(seconds / (LARGEST_SHARE * training))
        reason = max(steps, key=steps.get)
        if epoch % max(steps[reason], 1) == 0:
            return None
        return f"{reason}: every {steps[reason]} epochs"


PARTS = ("every", "budget-mb")


def _number(name, value):
    try:
        number = int(value) if name == "every" else float(value)
    except ValueError:
        number = 0
    if not 0 < number < math.inf:
        raise UserError(
            f"--layer-viz {name}={value}: give a positive number, as in every=2 or "
            f"budget-mb=50."
        )
    return number
