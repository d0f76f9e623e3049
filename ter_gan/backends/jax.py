"""JAX: the same stateful step, run inside a stateless scope."""

import contextlib

import jax
import keras
from keras import ops
from keras.src.backend.common.stateless_scope import get_stateless_scope

from ter_gan.backends.batches import split
from ter_gan.backends.scopes import frozen
from ter_gan.errors import UserError


class _Recording(keras.StatelessScope):
    """A stateless scope that remembers which variables were written."""

    def __init__(self):
        super().__init__(initialize_variables=False)
        self.written = {}

    def add_update(self, update):
        super().add_update(update)
        self.written[id(update[0])] = update[0]

    def updates(self):
        """dict: id of a written variable to its new value."""
        return {key: self.state_mapping[key] for key in self.written}


def minimize(loss_fn, variables, optimizer):
    """One update of `variables` on `loss_fn()`; returns the loss.

    Inside `train_step` every value lives in the enclosing scope, and `loss_fn`
    runs in a scope within, where `variables` are what JAX differentiates; what
    it writes (batch-norm statistics, metrics) goes on to the enclosing scope.
    In eager code a scope is opened for the call.
    """
    outer = get_stateless_scope()
    if outer is None:
        return _minimize_eagerly(loss_fn, variables, optimizer)
    inner = _Recording()

    def pure(values):
        inner.state_mapping = dict(outer.state_mapping)
        inner.state_mapping |= {id(v): value for v, value in zip(variables, values)}
        with inner:
            loss = loss_fn()
        return optimizer.scale_loss(loss), (loss, inner.updates())

    values = [variable.value for variable in variables]
    gradients, (loss, updates) = jax.grad(pure, has_aux=True)(values)
    for key, value in updates.items():
        outer.add_update((inner.written[key], value))
    optimizer.apply(gradients, variables)
    return loss


def _minimize_eagerly(loss_fn, variables, optimizer):
    with _Recording() as scope:
        loss = minimize(loss_fn, variables, optimizer)
    for key, value in scope.updates().items():
        scope.written[key].assign(value)
    return loss


def gradient(fn, x):
    """d sum(fn(x)) / dx, of x's shape; `fn`'s state writes are discarded."""
    x = keras.tree.map_structure(ops.convert_to_tensor, x)
    return jax.grad(lambda x: ops.sum(frozen(fn, x)))(x)


def each_gradient(loss_fn, variables, *rows):
    """See `ter_gan.backends.tensorflow.each_gradient`."""
    outer = get_stateless_scope()

    def pure(values, row):
        inner = _Recording()
        inner.state_mapping = dict(outer.state_mapping) if outer else {}
        inner.state_mapping |= {id(v): value for v, value in zip(variables, values)}
        with inner:
            return loss_fn(*(part[None] for part in row))

    values = [variable.value for variable in variables]
    return jax.vmap(jax.grad(pure), in_axes=(None, 0))(values, rows)


class _Optimizers:
    """Stands where `fit` expects one optimizer: it carries its variables."""

    built = True

    def __init__(self, optimizers):
        self.variables = [v for each in optimizers for v in each.variables]


class TrainStep:
    """Lets `fit` run `adversarial_step` as a pure function of the state.

    A batch that holds several steps is worked off by `jax.lax.scan`.
    """

    def train_step(self, state, batch):
        if self.steps_per_batch == 1:
            return self._step(state, batch)
        batches = split(batch, self.steps_per_batch)
        state, logs = jax.lax.scan(
            lambda state, batch: self._step(state, batch)[::-1], state, batches
        )
        return {name: values[-1] for name, values in logs.items()}, state

    def _step(self, state, batch):
        groups = (
            self.trainable_variables,
            self.non_trainable_variables,
            self.optimizer.variables,
            self.metrics_variables,
        )
        mapping = [
            pair for group, values in zip(groups, state) for pair in zip(group, values)
        ]
        with keras.StatelessScope(mapping) as scope:
            logs = self.adversarial_step(batch)
        state = tuple([scope.get_current_value(v) for v in group] for group in groups)
        return logs, state

    def compile_players(self, optimizers, **options):
        super().compile(optimizer="sgd", **options)
        self.optimizer = _Optimizers(optimizers)


def replicas():
    """1: JAX runs one global program, however many devices there are."""
    return 1


def replica_id():
    """Always 0: JAX runs one global program."""
    return 0


@contextlib.contextmanager
def devices(wanted="auto"):
    """Where the training runs: see `ter_gan.backends.tensorflow.devices`.

    Several devices share each batch through
    `keras.distribution.DataParallel`.
    """
    platform = None if wanted == "auto" else wanted.split(":")[0].split(",")[0]
    try:
        found = jax.devices(platform)
    except RuntimeError as error:
        raise UserError(
            f"There is no device {wanted!r} for JAX here. "
            f"Found: {', '.join(map(str, jax.devices()))}; --device auto picks one."
        ) from error
    if platform and ":" in wanted:
        found = [_device(name, found) for name in wanted.split(",")]
    if len(found) > 1:
        keras.distribution.set_distribution(
            keras.distribution.DataParallel(devices=[str(d) for d in found])
        )
    with jax.default_device(found[0]):
        yield f"{len(found)} × {found[0].device_kind} (JAX)"
    if len(found) > 1:
        keras.distribution.set_distribution(None)


def accelerator():
    """See `ter_gan.backends.tensorflow.accelerator`."""
    device = jax.devices()[0]
    return None if device.platform == "cpu" else device.device_kind


def _device(name, found):
    index = name.split(":")[-1]
    if not index.isdigit() or int(index) >= len(found):
        raise UserError(
            f"There is no device {name!r} for JAX here. "
            f"Found: {', '.join(map(str, found))}; --device auto picks one."
        )
    return found[int(index)]
