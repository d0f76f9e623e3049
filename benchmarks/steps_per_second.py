"""Speed of the same DCGAN: ours, the keras.io pattern, a PyTorch loop.

    python -m benchmarks.steps_per_second

The network is the 5×5 MNIST DCGAN of many tutorials: G 100 → 7·7·128, two
transposed convolutions (64, 1); D two strided convolutions (64, 128). Each
contestant trains it in a process of its own on the same random images, batch
64, in turn, several rounds. `ours_lean` is the default recipe's network.
"""

import argparse
import os
import subprocess
import sys
import time

import numpy as np

BATCH, LATENT, IMAGES = 64, 100, 2048
SHAPE = (28, 28, 1)
CONTESTANTS = ("ours", "keras_pattern", "pytorch", "ours_lean")


def images():
    return np.random.default_rng(0).random((IMAGES, *SHAPE), "float32") * 2 - 1


def keras_networks():
    from keras import Model, Sequential, layers

    generator = Sequential(
        [
            layers.Input((LATENT,)),
            layers.Dense(7 * 7 * 128, use_bias=False),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Reshape((7, 7, 128)),
            layers.Conv2DTranspose(64, 5, 2, "same", use_bias=False),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Conv2DTranspose(1, 5, 2, "same", activation="tanh"),
        ]
    )
    discriminator = Sequential(
        [
            layers.Input(SHAPE),
            layers.Conv2D(64, 5, 2, "same"),
            layers.LeakyReLU(0.2),
            layers.Conv2D(128, 5, 2, "same"),
            layers.LeakyReLU(0.2),
            layers.Flatten(),
            layers.Dense(1),
        ]
    )
    return [Model(n.inputs, n.outputs) for n in (generator, discriminator)]


def ours():
    from keras.optimizers import Adam

    from ter_gan.models.gan import GAN

    gan = GAN(*keras_networks())
    return _timed_fit(
        gan,
        generator_optimizer=Adam(2e-4, 0.5),
        discriminator_optimizer=Adam(2e-4, 0.5),
    )


def ours_lean():
    from ter_gan import recipes

    recipe = recipes.resolve({"dataset": "mnist"})
    gan = recipes.build(recipe, SHAPE, 0)
    return _timed_fit(gan)


def keras_pattern():
    """The two-optimizer `train_step` that keras.io teaches, in our words."""
    import keras
    import tensorflow as tf
    from keras.optimizers import Adam

    class Pattern(keras.Model):
        def __init__(self, generator, discriminator):
            super().__init__()
            self.generator, self.discriminator = generator, discriminator
            self.seed = keras.random.SeedGenerator(1)
            self.d_mean = keras.metrics.Mean("d_loss")
            self.g_mean = keras.metrics.Mean("g_loss")

        def compile(self, d_optimizer, g_optimizer):
            super().compile()
            self.d_optimizer, self.g_optimizer = d_optimizer, g_optimizer
            self.loss_fn = keras.losses.BinaryCrossentropy(from_logits=True)

        def train_step(self, real):
            n = tf.shape(real)[0]
            noise = keras.random.normal((n, LATENT), seed=self.seed)
            both = tf.concat([self.generator(noise), real], 0)
            labels = tf.concat([tf.zeros((n, 1)), tf.ones((n, 1))], 0)
            with tf.GradientTape() as tape:
                d_loss = self.loss_fn(labels, self.discriminator(both))
            variables = self.discriminator.trainable_weights
            self.d_optimizer.apply_gradients(
                zip(tape.gradient(d_loss, variables), variables)
            )
            noise = keras.random.normal((n, LATENT), seed=self.seed)
            with tf.GradientTape() as tape:
                scores = self.discriminator(self.generator(noise, training=True))
                g_loss = self.loss_fn(tf.ones((n, 1)), scores)
            variables = self.generator.trainable_weights
            self.g_optimizer.apply_gradients(
                zip(tape.gradient(g_loss, variables), variables)
            )
            self.d_mean.update_state(d_loss)
            self.g_mean.update_state(g_loss)
            return {"d_loss": self.d_mean.result(), "g_loss": self.g_mean.result()}

    return _timed_fit(
        Pattern(*keras_networks()),
        d_optimizer=Adam(2e-4, 0.5),
        g_optimizer=Adam(2e-4, 0.5),
    )


def _timed_fit(model, **compile_options):
    """Images per second of one epoch of `fit`, after a warm-up epoch."""
    import tensorflow as tf

    if compile_options:
        model.compile(**compile_options)
    data = tf.data.Dataset.from_tensor_slices(images()).batch(BATCH).prefetch(2)
    model.fit(data, verbose=0)
    start = time.perf_counter()
    model.fit(data, verbose=0)
    return IMAGES / (time.perf_counter() - start)


def pytorch():
    """A plain PyTorch loop: D on real, D on generated, then G."""
    import torch
    from torch import nn

    torch.set_num_threads(os.cpu_count())
    torch.manual_seed(0)
    generator = nn.Sequential(
        nn.Linear(LATENT, 7 * 7 * 128, bias=False),
        nn.BatchNorm1d(7 * 7 * 128),
        nn.ReLU(),
        nn.Unflatten(1, (128, 7, 7)),
        nn.ConvTranspose2d(128, 64, 5, 2, 2, output_padding=1, bias=False),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.ConvTranspose2d(64, 1, 5, 2, 2, output_padding=1),
        nn.Tanh(),
    )
    discriminator = nn.Sequential(
        nn.Conv2d(1, 64, 5, 2, 2),
        nn.LeakyReLU(0.2),
        nn.Conv2d(64, 128, 5, 2, 2),
        nn.LeakyReLU(0.2),
        nn.Flatten(),
        nn.Linear(7 * 7 * 128, 1),
    )
    g_optimizer, d_optimizer = (
        torch.optim.Adam(net.parameters(), 2e-4, (0.5, 0.999))
        for net in (generator, discriminator)
    )
    bce = nn.BCEWithLogitsLoss()
    data = torch.from_numpy(images().transpose(0, 3, 1, 2).copy())
    ones, zeros = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)

    def epoch():
        for real in data.split(BATCH):
            fake = generator(torch.randn(BATCH, LATENT))
            d_loss = bce(discriminator(real), ones)
            d_loss = d_loss + bce(discriminator(fake.detach()), zeros)
            d_optimizer.zero_grad()
            d_loss.backward()
            d_optimizer.step()
            fake = generator(torch.randn(BATCH, LATENT))
            g_loss = bce(discriminator(fake), ones)
            g_optimizer.zero_grad()
            g_loss.backward()
            g_optimizer.step()

    epoch()
    start = time.perf_counter()
    epoch()
    return IMAGES / (time.perf_counter() - start)


def matrix_rate():
    """GFLOP/s of a good single-precision matrix product here."""
    from ter_gan.report import matrix_rate

    return max(matrix_rate(2048, 4) for _ in range(3)) / 1e9


def measure(rounds):
    """dict: contestant to a list of images per second, one per round."""
    found = {name: [] for name in (*CONTESTANTS, "matrix_rate")}
    for _ in range(rounds):
        for name in found:
            output = subprocess.run(
                [sys.executable, "-m", "benchmarks.steps_per_second", "--only", name],
                env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            found[name].append(float(output.split()[-1]))
    return found


def gflop_per_image():
    """Of one training step of the tutorial network, without elementwise work."""
    from ter_gan.models.summary import describe

    g, d = (
        2e-9 * sum(row.multiply_adds for row in describe(net))
        for net in keras_networks()
    )
    # D: G forward, D forward and backward on real and generated. G: G and D
    # forward, D backward to its input, G backward.
    return (g + 2 * 3 * d) + (g + d + d + 2 * g)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=(*CONTESTANTS, "matrix_rate"))
    arguments = parser.parse_args()
    if arguments.only:
        print(globals()[arguments.only]())
        return
    from benchmarks import records

    found = measure(arguments.rounds)
    work = gflop_per_image()
    rate = records.spread(found.pop("matrix_rate"))["median"]
    rows = ["| trainer | images/s (median) | min–max | over PyTorch | of sgemm rate |"]
    rows.append("|---|---|---|---|---|")
    numbers = {
        "batch": BATCH,
        "gflop_per_image": work,
        "sgemm_gflops": rate,
        "rows": {},
    }
    for name, values in found.items():
        ratios = [a / b for a, b in zip(values, found["pytorch"])]
        row = {
            "images_per_second": records.spread(values),
            "over_pytorch": records.spread(ratios),
        }
        share = row["images_per_second"]["median"] * work / rate
        same_network = name != "ours_lean"
        row["share_of_sgemm"] = share if same_network else None
        numbers["rows"][name] = row
        s = row["images_per_second"]
        rows.append(
            f"| {name} | {s['median']:.0f} | {s['min']:.0f}–{s['max']:.0f} | "
            f"{row['over_pytorch']['median']:.2f} | "
            + (f"{share:.0%} |" if same_network else "another network |")
        )
    text = (
        "# Steps per second of the same DCGAN\n\n"
        f"Batch {BATCH}, 28×28×1, {work:.2f} GFLOP an image, sgemm {rate:.0f} GFLOP/s; "
        f"{arguments.rounds} rounds in turn, each contestant in its own process. Over "
        "PyTorch: the median of the rounds' ratios. `keras_pattern` is the same "
        "network with the `train_step` of the Keras guides. Of sgemm rate: the "
        "floating-point operations a second over those of a plain matrix product.\n\n"
    )
    records.write("steps_per_second", numbers, text + "\n".join(rows))


if __name__ == "__main__":
    main()
