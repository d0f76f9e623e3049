"""Two logical CPU devices with batch B against one with batch 2B."""

import threading
from collections import defaultdict

import numpy as np
import tensorflow as tf

cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(
    cpu, [tf.config.LogicalDeviceConfiguration()] * 2
)

from ter_gan import backends  # noqa: E402
from ter_gan.models.gan import GAN  # noqa: E402
from tests import helpers  # noqa: E402

OPTIONS = {"loss": "wasserstein", "penalty": "wgan-gp", "average": 0.9}


class Slice:
    """Each replica takes its own part of the same noise.

    Replicas are traced in threads of their own, each of which draws the whole
    sequence.
    """

    def __init__(self, seed, replicas):
        self.replicas = replicas
        self.streams = defaultdict(lambda: helpers.ScriptedNoise(seed))

    def _part(self, law, shape):
        size, *rest = (int(length) for length in shape)
        draw = getattr(self.streams[threading.get_ident()], law)
        first = backends.replica_id() * size
        return draw([size * self.replicas, *rest])[first : first + size]

    def normal(self, shape):
        return self._part("normal", shape)

    def uniform(self, shape):
        return self._part("uniform", shape)


def gan_from(weights):
    generator, discriminator = helpers.tiny_networks()
    gan = GAN(generator, discriminator, **OPTIONS)
    # Momentum-free SGD: an error in the scale of gradients shows at once.
    gan.compile(generator_optimizer="sgd", discriminator_optimizer="sgd")
    if weights:
        generator.set_weights(weights[0])
        discriminator.set_weights(weights[1])
        gan.averaged_generator.set_weights(weights[0])
    return gan


def trained(device, weights, batch):
    with backends.devices(device):
        gan = gan_from(weights)
        strategy = tf.distribute.get_strategy()
        replicas = strategy.num_replicas_in_sync
        size = len(batch) // replicas
        parts = strategy.experimental_distribute_values_from_function(
            lambda context: tf.constant(
                batch[context.replica_id_in_sync_group * size :][:size]
            )
        )

        for seed in range(3):
            step(strategy, gan, parts, Slice(seed, replicas))
        return [helpers.weights(net) for net in gan.players.values()] + [
            helpers.weights(gan.averaged_generator)
        ]


def step(strategy, gan, parts, noise):
    """One step in a graph of its own, as `fit` would make it."""
    tf.function(
        lambda: strategy.run(lambda x: gan.adversarial_step(x, noise), (parts,))
    )()


def main():
    batch = np.random.default_rng(0).normal(1, 0.3, (16, 2)).astype("float32")
    weights = [helpers.weights(net) for net in helpers.tiny_networks()]
    one = trained("cpu:0", weights, batch)
    two = trained("cpu:0,cpu:1", weights, batch)
    moved = 0.0
    for first, second, start in zip(one, two, [*weights, weights[0]]):
        for a, b, c in zip(first, second, start):
            np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)
            moved = max(moved, np.abs(a - c).max())
    if moved < 1e-4:
        raise SystemExit("nothing moved, so nothing was compared")
    with backends.devices("cpu:0,cpu:1"):
        different_noise()
        one_probability()


def different_noise():
    """Replicas draw different numbers from one seed."""
    from ter_gan.models.noise import Noise

    noise = Noise(0)
    strategy = tf.distribute.get_strategy()
    drawn = strategy.run(tf.function(lambda: noise.normal((4,))))
    first, second = (
        value.numpy() for value in strategy.experimental_local_results(drawn)
    )
    if np.allclose(first, second):
        raise SystemExit("both replicas drew the same noise")


def one_probability():
    """Replicas share ADA's probability, and count each other's images."""
    from ter_gan.models.lens import Lens

    lens = Lens("ada", ada_images=160)
    strategy = tf.distribute.get_strategy()

    @tf.function
    def adapt(disagreement):
        replica = tf.cast(backends.replica_id(), "float32")
        lens.adapt(tf.ones((8, 1)) - disagreement * replica)

    for disagreement in (0.0, 2.0):  # both are sure; then one only
        strategy.run(adapt, (disagreement,))
        shared = strategy.experimental_local_results(lens.probability.value)
        if not np.allclose([value.numpy() for value in shared], 16 / 160):
            raise SystemExit(f"16 images of 160 moved the probability to {shared}")


if __name__ == "__main__":
    main()
