"""The browser's step equals Keras's, from the same weights, noise and batch."""

import keras
import numpy as np
import pytest

from ter_gan.models.gan import GAN
from ter_gan.models.mlp import mlp_discriminator, mlp_generator
from tests.backends.parity import one_step
from tests.helpers import ScriptedNoise

BATCH = 12
BASE = {
    "loss": "non-saturating",
    "penalty": "none",
    "penaltyWeight": 10,
    "smoothing": 0,
    "criticSteps": 1,
    "optimizer": "adam",
    "latent": "normal",
    "latentDim": 2,
    "hiddenG": [8, 8],
    "hiddenD": [8, 8],
    "activationG": "relu",
    "activationD": "leaky_relu",
    "rateG": 0.003,
    "rateD": 0.01,
    "beta1": 0.5,
    "beta2": 0.99,
    "batch": BATCH,
    "trainG": True,
    "trainD": True,
    "seed": 0,
}
WGAN_GP = {"loss": "wasserstein", "penalty": "wgan-gp"}
CASES = {
    "plain": {},
    "smooth": {"smoothing": 0.1, "criticSteps": 2},
    "minimax sgd": {"loss": "minimax", "optimizer": "sgd"},
    "minimax r1": {"loss": "minimax", "penalty": "r1", "penaltyWeight": 3},
    "least-squares": {"loss": "least-squares", "smoothing": 0.2, "latentDim": 1},
    "least-squares wgan-gp sgd": {
        "loss": "least-squares",
        "penalty": "wgan-gp",
        "optimizer": "sgd",
        "criticSteps": 2,
    },
    "hinge": {"loss": "hinge", "optimizer": "sgd", "criticSteps": 2},
    "hinge r1": {"loss": "hinge", "penalty": "r1", "latent": "uniform"},
    "wgan-gp": WGAN_GP | {"criticSteps": 2},
    "wgan-gp tanh": WGAN_GP | {"activationD": "tanh", "hiddenD": [8, 6, 4]},
    "r1 tanh sgd": {"penalty": "r1", "activationD": "tanh", "optimizer": "sgd"},
    "tanh G, deep": {"activationG": "tanh", "hiddenG": [6, 5, 4, 3], "hiddenD": [7]},
    "no hidden layer": {"hiddenG": [], "hiddenD": [5], "penalty": "wgan-gp"},
}
RUN = """([settings, start, noise, batches]) => {
  let next = 0, batch = 0;
  const scripted = (out) => out.set(noise[next++]);
  const gan = new TG.GAN(settings, (random, out) => out.set(batches[batch++]));
  gan.random = Object.assign(new TG.Random(0), { normal: scripted, uniform: scripted });
  gan.G.parameters.set(start.G);
  gan.D.parameters.set(start.D);
  return batches.slice(0, batches.length / settings.criticSteps).map(() => {
    const logs = { ...gan.step() };
    return { logs, G: [...gan.G.parameters], D: [...gan.D.parameters] };
  });
}"""


class Recorded(ScriptedNoise):
    """Scripted noise that remembers what it gave."""

    def __init__(self):
        super().__init__(7)
        self.given = []

    def normal(self, shape):
        return self._kept(super().normal(shape))

    def uniform(self, shape):
        return self._kept(super().uniform(shape))

    def _kept(self, drawn):
        self.given.append(keras.ops.convert_to_numpy(drawn).ravel().tolist())
        return drawn


def keras_gan(settings):
    """The same GAN in Keras, from weights with biases that are not zero."""
    rng = np.random.default_rng(1)
    generator = mlp_generator(
        (2,),
        settings["latentDim"],
        settings["hiddenG"],
        activation=settings["activationG"],
        output_activation="linear",
    )
    discriminator = mlp_discriminator(
        (2,), settings["hiddenD"], activation=settings["activationD"]
    )
    for network in (generator, discriminator):
        network.set_weights([rng.normal(0, 0.5, w.shape) for w in network.weights])
    penalised = settings["penalty"] != "none"
    gan = GAN(
        generator,
        discriminator,
        loss=settings["loss"],
        penalty=settings["penalty"] if penalised else None,
        penalty_weight=settings["penaltyWeight"] if penalised else None,
        critic_steps=settings["criticSteps"],
        label_smoothing=settings["smoothing"],
        latent=settings["latent"],
    )
    gan.compile(
        generator_optimizer=optimizer(settings, settings["rateG"]),
        discriminator_optimizer=optimizer(settings, settings["rateD"]),
    )
    return gan


def optimizer(settings, rate):
    if settings["optimizer"] == "sgd":
        return keras.optimizers.SGD(rate)
    return keras.optimizers.Adam(rate, settings["beta1"], settings["beta2"])


def flat(network):
    return np.concatenate([w.ravel() for w in network.get_weights()]).tolist()


def by_keras(settings, steps=3):
    """Start, noise and batches of some steps, and what each step made."""
    gan, noise, rng = keras_gan(settings), Recorded(), np.random.default_rng(2)
    start = {"G": flat(gan.generator), "D": flat(gan.discriminator)}
    batches, results = [], []
    for _ in range(steps):
        shape = (settings["criticSteps"], BATCH, 2)
        batch = rng.normal(1, 0.5, shape).astype("float32")
        batches += [part.ravel().tolist() for part in batch]
        logs = one_step(gan, batch.reshape(-1, 2), noise)
        logs = {name: float(value) for name, value in logs.items()}
        results.append(
            {"logs": logs, "G": flat(gan.generator), "D": flat(gan.discriminator)}
        )
    return (start, noise.given, batches), results


@pytest.mark.parametrize("case", CASES)
def test_steps_equal_those_of_keras(engine, case):
    settings = BASE | CASES[case]
    script, expected = by_keras(settings)
    found = engine.evaluate(RUN, [settings, *script])
    assert len(found) == len(expected)
    for js, py in zip(found, expected):
        for player in ("G", "D"):
            np.testing.assert_allclose(js[player], py[player], rtol=0, atol=1e-5)
    first = {name: found[0]["logs"][name] for name in ("d_auc", "g_loss")}
    if settings["criticSteps"] == 1:  # else Keras shows the mean of both updates
        first = found[0]["logs"]
    for name, value in first.items():
        if name != "d_auc" or settings["criticSteps"] == 1:
            assert value == pytest.approx(expected[0]["logs"][name], abs=1e-4)


def test_parity_would_notice_another_beta(engine):
    script, expected = by_keras(BASE, steps=2)
    found = engine.evaluate(RUN, [BASE | {"beta1": 0.4}, *script])
    difference = np.abs(np.subtract(found[-1]["D"], expected[-1]["D"])).max()
    assert difference > 1e-4
