"""TensorFlow: the reference backend."""

import contextlib

import keras
import tensorflow as tf
from keras import ops

from ter_gan.backends.batches import item, split
from ter_gan.backends.scopes import frozen
from ter_gan.errors import UserError


def minimize(loss_fn, variables, optimizer):
    """One update of `variables` on `loss_fn()`; returns the loss.

    `tf.distribute` sums the replicas' gradients, so each loss is divided by
    their number: N replicas with batch B equal one with batch N·B.
    """
    values = [variable.value for variable in variables]
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(values)
        loss = loss_fn()
        scaled = optimizer.scale_loss(loss / replicas())
    optimizer.apply(tape.gradient(scaled, values), variables)
    return loss


def gradient(fn, x):
    """d sum(fn(x)) / dx, of x's shape; `fn`'s state writes are discarded."""
    x = keras.tree.map_structure(ops.convert_to_tensor, x)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(x)
        y = ops.sum(frozen(fn, x))
    return tape.gradient(y, x)


def each_gradient(loss_fn, variables, *rows):
    """The gradient of each row's loss alone: list of tensors `(n, *shape)`.

    Args:
        loss_fn: function of one row of each of `rows`, `(1, …)`, to a scalar.
        variables: list of `keras.Variable`.
        *rows: tensors `(n, …)`.
    """
    values = [variable.value for variable in variables]

    def of_one(row):
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(values)
            loss = loss_fn(*(part[None] for part in row))
        return tape.gradient(loss, values)

    return tf.vectorized_map(of_one, rows)


class TrainStep:
    """Lets `fit` run `adversarial_step` as the training step.

    A batch that holds several steps is worked off by a loop inside the graph.
    """

    def train_step(self, batch):
        if self.steps_per_batch == 1:
            return self.adversarial_step(batch)
        batches = split(batch, self.steps_per_batch)

        def step(i):
            self.adversarial_step(item(batches, i))
            return (i + 1,)

        tf.while_loop(lambda i: i < self.steps_per_batch, step, (0,))
        return self.logs()

    def compile_players(self, optimizers, jit_compile="auto", **options):
        # XLA makes the loop over small steps two to three times faster.
        if jit_compile == "auto" and self.steps_per_batch > 1:
            jit_compile = True
        # No optimizer of the model's own: the players have theirs.
        super().compile(optimizer=None, jit_compile=jit_compile, **options)


def replicas():
    """How many devices share each batch; a callback sees them from outside."""
    return tf.distribute.get_strategy().num_replicas_in_sync


def replica_id():
    """Which replica of `tf.distribute` this is: a scalar, 0 for the first."""
    context = tf.distribute.get_replica_context()
    return context.replica_id_in_sync_group if context else 0


@contextlib.contextmanager
def devices(wanted="auto"):
    """Where the variables made inside live and the training runs.

    Args:
        wanted: str. `"auto"` (a TPU, else all GPUs, else the CPU), `"cpu"`,
            `"gpu"`, `"gpu:0"`, `"tpu"`, or several, as in `"gpu:0,gpu:1"`
            or `"cpu:0,cpu:1"`.

    Yields:
        str, a description for people, e.g. `"2 GPUs (MirroredStrategy)"`.
    """
    scope, description = _scope(wanted.lower())
    with scope:
        yield description


def accelerator():
    """The name of the GPU or TPU that trains unless told otherwise; `None`: the CPU."""
    found = [d for kind in ("TPU", "GPU") for d in tf.config.list_logical_devices(kind)]
    return _describe(found[0].name.removeprefix("/device:")) if found else None


def _scope(wanted):
    if wanted == "tpu" or (wanted == "auto" and tf.config.list_logical_devices("TPU")):
        return _tpu()
    if wanted == "auto":
        wanted = "gpu" if tf.config.list_logical_devices("GPU") else "cpu:0"
    names = [_device(name) for part in wanted.split(",") for name in _expand(part)]
    if len(names) > 1:
        kind = names[0].split(":")[1]
        strategy = tf.distribute.MirroredStrategy(names)
        return strategy.scope(), f"{len(names)} {kind}s (MirroredStrategy)"
    return tf.device(names[0]), _describe(names[0])


def _expand(part):
    """`"gpu"` means all of them; `"cpu"` the first; `"gpu:1"` itself."""
    if part == "gpu":
        return [f"gpu:{i}" for i in range(len(tf.config.list_logical_devices("GPU")))]
    return ["cpu:0"] if part == "cpu" else [part]


def _device(name):
    known = [
        device.name.removeprefix("/device:")
        for device in tf.config.list_logical_devices()
    ]
    if name.upper() not in known:
        raise UserError(
            f"There is no device {name!r} for TensorFlow here. "
            f"Found: {', '.join(known)}; --device auto picks one."
        )
    return f"/{name.upper()}"


def _describe(name):
    kind, index = name.strip("/").split(":")
    physical = tf.config.list_physical_devices(kind)
    details = tf.config.experimental.get_device_details(physical[0])
    return details.get("device_name", f"{kind}:{index}")


def _tpu():  # not measured: no TPU at hand
    try:
        resolver = tf.distribute.cluster_resolver.TPUClusterResolver.connect()
    except (ValueError, tf.errors.OpError) as error:
        raise UserError(
            f"No TPU answers ({str(error).splitlines()[0]}); use --device auto."
        ) from error
    strategy = tf.distribute.TPUStrategy(resolver)
    cores = strategy.num_replicas_in_sync
    return strategy.scope(), f"TPU with {cores} cores (TPUStrategy)"
