"""The only code that knows a framework.

A framework gives four things; everything else is written once, with
`keras.ops`, in stateful Keras style:

- `minimize(loss_fn, variables, optimizer)`: one player's update.
- `each_gradient(loss_fn, variables, *rows)`: that of each row's loss, for privacy.
- `gradient(fn, x)`: d sum(fn(x)) / dx, for penalties and saliency; x may be a
  list of tensors.
- `TrainStep`: what lets `keras.Model.fit` run `adversarial_step`.

TensorFlow is the reference and the default; JAX is tested to agree with it;
PyTorch is best effort. The backend is Keras's own choice (`KERAS_BACKEND`).
"""

import importlib

import keras

from ter_gan.backends.scopes import frozen, is_random_state, supposing

name = keras.backend.backend()
if name not in ("tensorflow", "jax", "torch"):
    raise ImportError(
        f"TER GAN runs on the Keras backends tensorflow, jax and torch; "
        f"KERAS_BACKEND is {name!r}."
    )
_backend = importlib.import_module(f"ter_gan.backends.{name}")

minimize = _backend.minimize
each_gradient = _backend.each_gradient
gradient = _backend.gradient
TrainStep = _backend.TrainStep
replica_id = _backend.replica_id
replicas = _backend.replicas
devices = _backend.devices
accelerator = _backend.accelerator

__all__ = [
    "TrainStep",
    "accelerator",
    "devices",
    "each_gradient",
    "frozen",
    "gradient",
    "is_random_state",
    "minimize",
    "name",
    "replica_id",
    "replicas",
    "supposing",
]
