"""What happens during `fit`: pictures, health, logs, checkpoints."""

from ter_gan.callbacks.bar import Bar
from ter_gan.callbacks.checkpoints import Checkpoints, Interrupted
from ter_gan.callbacks.health import Health, NotFinite
from ter_gan.callbacks.log import Curves, Log
from ter_gan.callbacks.patience import Patience
from ter_gan.callbacks.position import Position
from ter_gan.callbacks.samples import Samples

__all__ = [
    "Bar",
    "Checkpoints",
    "Curves",
    "Health",
    "Interrupted",
    "Log",
    "NotFinite",
    "Patience",
    "Position",
    "Samples",
]
