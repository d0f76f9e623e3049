"""PyTorch: best effort. The shared tests run where it is installed."""

import contextlib

import keras
import torch
from keras import ops

from ter_gan.backends.batches import item, split
from ter_gan.backends.scopes import frozen
from ter_gan.errors import UserError


def minimize(loss_fn, variables, optimizer):
    """One update of `variables` on `loss_fn()`; returns the loss."""
    loss = loss_fn()
    values = [variable.value for variable in variables]
    gradients = torch.autograd.grad(
        optimizer.scale_loss(loss), values, allow_unused=True
    )
    with torch.no_grad():
        optimizer.apply(list(gradients), variables)
    return loss.detach()


def gradient(fn, x):
    """d sum(fn(x)) / dx, of x's shape; `fn`'s state writes are discarded."""
    x = keras.tree.map_structure(_leaf, x)
    found = torch.autograd.grad(
        ops.sum(frozen(fn, x)), keras.tree.flatten(x), create_graph=True
    )
    return keras.tree.pack_sequence_as(x, found)


def each_gradient(loss_fn, variables, *rows):
    """See `ter_gan.backends.tensorflow.each_gradient`; one row after the other."""
    values = [variable.value for variable in variables]
    found = [
        torch.autograd.grad(loss_fn(*(part[None] for part in row)), values)
        for row in zip(*rows)
    ]
    return [torch.stack(each) for each in zip(*found)]


def _leaf(x):
    """A tensor that a gradient can be taken of, still part of its own graph."""
    x = ops.convert_to_tensor(x)
    return x if x.requires_grad else x.detach().requires_grad_(True)


class TrainStep:
    """Lets `fit` run `adversarial_step` as the training step."""

    def train_step(self, batch):
        batches = split(batch, self.steps_per_batch)
        for i in range(self.steps_per_batch):
            self.adversarial_step(item(batches, i))
        return self.logs()

    def compile_players(self, optimizers, **options):
        super().compile(optimizer=None, **options)


def replicas():
    """1: several devices are not supported on PyTorch."""
    return 1


def replica_id():
    """Always 0: several devices are not supported on PyTorch."""
    return 0


@contextlib.contextmanager
def devices(wanted="auto"):
    """Where the training runs: `"auto"`, `"cpu"` or `"gpu"`."""
    kind = "cuda" if torch.cuda.is_available() else "cpu"
    if wanted not in ("auto", {"cuda": "gpu"}.get(kind, kind)):
        raise UserError(
            f"On PyTorch the device is Keras's choice, here {kind!r}; "
            f"received --device {wanted}. Use --device auto."
        )
    yield f"{kind} (PyTorch, best effort)"


def accelerator():
    """See `ter_gan.backends.tensorflow.accelerator`."""
    return torch.cuda.get_device_name() if torch.cuda.is_available() else None
