"""Three steps from fixed weights, batches and noise; results to a file.

KERAS_BACKEND=jax python parity.py OUT.npz '{"loss": "hinge"}'
"""

import json
import sys

import keras
import numpy as np

from ter_gan import backends
from ter_gan.models.gan import GAN
from tests import helpers


def main(out, cases):
    result = {}
    for case, options in cases.items():
        numbers = three_steps(options)
        result |= {f"{case}: {name}": number for name, number in numbers.items()}
    np.savez(out, **{k: keras.ops.convert_to_numpy(v) for k, v in result.items()})


def three_steps(options):
    rng = np.random.default_rng(1)
    networks = helpers.tiny_networks(pack=options.get("pack", 1), batch_norm=True)
    for network in networks:
        network.set_weights([start(v.path, v.shape, rng) for v in network.weights])
    gan = GAN(*networks, **options)
    gan.compile(generator_optimizer=adam(), discriminator_optimizer=adam())
    noise, result = helpers.ScriptedNoise(7), {}
    for step in range(3):
        batch = rng.normal(1, 0.5, size=(16, 2)).astype("float32")
        logs = one_step(gan, batch, noise)
        result |= {f"{step} {k}": v for k, v in logs.items()}
    for name, network in gan.players.items():
        result |= {f"{name} {i}": w for i, w in enumerate(network.get_weights())}
    if gan.averaged_generator is not None:
        weights = gan.averaged_generator.get_weights()
        result |= {f"average {i}": w for i, w in enumerate(weights)}
    return result


def start(path, shape, rng):
    """A fixed value for a weight; variances are positive."""
    value = rng.normal(0, 0.5, shape)
    return np.abs(value) + 0.2 if "variance" in path else value


def adam():
    # A large epsilon: gradients that are zero but for rounding stay small.
    return keras.optimizers.Adam(0.1, 0.5, 0.9, epsilon=0.1)


def one_step(gan, batch, noise):
    """A step as `fit` would make it, with scripted noise."""
    if backends.name != "jax":
        return gan.adversarial_step(batch, noise)
    step = gan.adversarial_step
    gan.adversarial_step = lambda batch: step(batch, noise)
    gan._symbolic_build(data_batch=batch)
    state = gan._get_jax_state(
        trainable_variables=True,
        non_trainable_variables=True,
        optimizer_variables=True,
        metrics_variables=True,
    )
    logs, state = gan.train_step(state, batch)
    names = ("trainable", "non_trainable", "optimizer", "metrics")
    gan._jax_state = {f"{n}_variables": s for n, s in zip(names, state)}
    gan._jax_state_synced = False
    gan.jax_state_sync()
    gan.adversarial_step = step
    return logs


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
