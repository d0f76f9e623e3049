"""What a training costs on CPU cores."""

import time

from experiments.engine import Outcome

OUTCOMES = {  # real data and accelerators have none
    "cpu_minutes": Outcome("training time", "CPU minutes", "less", optional=True)
}


def clock():
    """Starts a clock; calling it gives the CPU minutes of this process since then.

    They are `nan` where an accelerator computes, because then they say little.
    """
    from ter_gan import backends

    begin = time.process_time()

    def minutes():
        if backends.accelerator():
            return float("nan")
        return (time.process_time() - begin) / 60

    return minutes
