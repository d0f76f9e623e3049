"""What trains in `benchmarks.time_to_quality`: our recipe, and what a student copies.

A contestant is made of the data and a seed. It says what it is:

- `parameters`: dict, trainable numbers of the generator and the discriminator;
- `images_per_step`: int, real images that a step sees;

and can do two things:

- `train(watch)`: from the beginning, until `watch.look` says that it is enough;
- `samples(n)`: float array `(n, 28, 28, 1)` from 0 to 1, always of the same latents.

The networks and hyper-parameters are the sources'; the code is ours. Each is as fast as
its own pattern allows: all images lie in memory, each Keras step is compiled.
"""

import functools
import json
import math

import numpy as np

FOREVER = 10**9  # epochs; the watch stops the training before
CHUNK = 500  # samples generated at a time


def make(name, dataset, seed):
    """The contestant that a name stands for.

    It is a key of `OTHERS`, or `ours`, which changes of the recipe can follow:
    `ours:KEY=VALUE,KEY=VALUE`.
    """
    chosen = recipe(name, seed)
    return Ours(dataset, chosen) if chosen else OTHERS[name](dataset, seed)


def recipe(name, seed):
    """The `Recipe` of a contestant of ours, `None` of another known one."""
    from ter_gan import recipes
    from ter_gan.errors import unknown

    known, _, changes = name.partition(":")
    if name in OTHERS:
        return None
    if known != "ours":
        raise unknown("contestant", name, ["ours", *OTHERS])
    pairs = (each.partition("=") for each in changes.split(",") if each)
    chosen = {key: _value(text) for key, _, text in pairs}
    return recipes.resolve({"dataset": "mnist", "seed": seed, **chosen})


def _value(text):
    """What a text means in JSON, else the text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


class Ours:
    """The recipe that `python -m ter_gan.train --dataset mnist` trains.

    Samples are those of the averaged generator, as `ter_gan.generate` gives them.
    """

    def __init__(self, dataset, chosen):
        from ter_gan import training

        self.seed = chosen.seed
        self.gan, self.feed = training.build(chosen, dataset)
        self.images_per_step = self.feed.batch_size
        players = (self.gan.generator, self.gan.discriminator)
        self.parameters = _sizes(*(each.trainable_weights for each in players))

    def train(self, watch):
        from ter_gan import training
        from ter_gan.callbacks import Position

        looks = _looks(watch, self.gan, self.feed.steps_per_batch)
        position = Position.of(self.feed)
        watch.start()
        training.fit_to(FOREVER, self.gan, self.feed, position, [looks])

    def samples(self, n):
        latents = self.gan.latents.array(n, self.seed)
        return (np.concatenate([*map(self.gan.decode, _chunks(latents))]) + 1) / 2


class KerasTutorial:
    """What two tutorials share: the generator, and images from 0 to 1."""

    def __init__(self, dataset, seed):
        import keras

        keras.utils.set_random_seed(seed)
        self.seed, self.x = seed, _unit(dataset)
        self.generator = _upsampler(self.LATENT)
        self.discriminator = keras.Sequential(self.judge())
        players = (self.generator, self.discriminator)
        self.parameters = _sizes(*(each.trainable_weights for each in players))

    def samples(self, n):
        parts = _chunks(_fixed(n, self.LATENT, self.seed))
        return np.concatenate([*map(self.generator.predict_on_batch, parts)])


class KerasIO(KerasTutorial):
    """The DCGAN of keras.io with its own `train_step`.

    The example had MNIST until 2021, when it moved to 64×64 faces; the guide
    "Customizing what happens in fit() with TensorFlow" still has these networks.
    Taken over: G dense 7·7·128, two 4×4 stride-2 transposed convolutions of 128, 7×7
    sigmoid; D 3×3 stride-2 convolutions of 64 and 128, global maximum; LeakyReLU 0.2;
    128 latents; Adam 3e-4 (beta_1 0.9), batch 64, noise on the labels; `fit` on a
    `tf.data` pipeline. The networks are keras.io's own for 28×28×1; adapted are the
    data: the training images instead of all 70,000, shuffled as a whole, whole batches.
    """

    LATENT, images_per_step = 128, 64

    def judge(self):
        from keras import layers

        return [
            layers.Input((28, 28, 1)),
            layers.Conv2D(64, 3, 2, "same"),
            layers.LeakyReLU(0.2),
            layers.Conv2D(128, 3, 2, "same"),
            layers.LeakyReLU(0.2),
            layers.GlobalMaxPooling2D(),
            layers.Dense(1),
        ]

    def train(self, watch):
        import keras
        import tensorflow as tf

        gan = _two_optimizers(self.generator, self.discriminator, self.LATENT)
        gan.compile(keras.optimizers.Adam(3e-4), keras.optimizers.Adam(3e-4))
        data = tf.data.Dataset.from_tensor_slices(self.x)
        data = data.shuffle(len(self.x), seed=self.seed)
        data = data.batch(self.images_per_step, drop_remainder=True).prefetch(32)
        looks = _looks(watch, gan)
        watch.start()
        gan.fit(data, epochs=FOREVER, callbacks=[looks], shuffle=False, verbose=0)


class Brownlee(KerasTutorial):
    """The GAN of "How to Develop a GAN for Generating MNIST Handwritten Digits".

    Brownlee 2019, machinelearningmastery.com. D 3×3 stride-2 convolutions of 64 with
    LeakyReLU 0.2 and dropout 0.4; G as that of keras.io from 100 latents; sigmoids and
    binary cross-entropy; Adam 2e-4, beta_1 0.5. One step: D on 128 real images (label
    1) and 128 generated ones (label 0) together, then G on 256 latents with label 1
    through a stacked model that holds D still. Adapted: a new order of the images each
    pass instead of a random choice, and `predict_on_batch` for `predict`, whose
    overhead would be most of a step in Keras 3.
    """

    LATENT, BATCH = 100, 256
    images_per_step = BATCH // 2

    def judge(self):
        from keras import layers

        return [
            layers.Input((28, 28, 1)),
            layers.Conv2D(64, 3, 2, "same"),
            layers.LeakyReLU(0.2),
            layers.Dropout(0.4),
            layers.Conv2D(64, 3, 2, "same"),
            layers.LeakyReLU(0.2),
            layers.Dropout(0.4),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]

    def stacked(self):
        """The compiled model of both, which moves G alone; D is compiled too."""
        import keras

        stacked = keras.Sequential([self.generator, self.discriminator])
        for model in (self.discriminator, stacked):
            adam = keras.optimizers.Adam(2e-4, 0.5)
            model.compile(loss="binary_crossentropy", optimizer=adam)
        return stacked

    def train(self, watch):
        rng, stacked = np.random.default_rng(self.seed), self.stacked()
        half = self.BATCH // 2
        labels = np.repeat(np.float32([1, 0]), half)[:, None]
        wanted = np.ones((self.BATCH, 1), "float32")
        watch.start()
        for chosen in _orders(len(self.x), half, self.seed):
            fake = self.generator.predict_on_batch(_normal(rng, half, self.LATENT))
            shown = np.concatenate([self.x[chosen], fake])
            self.discriminator.trainable = True  # Keras 3 reads it while it traces
            self.discriminator.train_on_batch(shown, labels)
            self.discriminator.trainable = False
            stacked.train_on_batch(_normal(rng, self.BATCH, self.LATENT), wanted)
            if watch.look():
                return


class PyTorch:
    """The DCGAN of the PyTorch examples, its loop, Adam 2e-4, beta_1 0.5, batch 64.

    The example is made for 64×64×3. Adapted to 28×28×1, as its copies for MNIST do: one
    of its four doublings is left out (256, 128 and 64 filters remain), and the one from
    4×4 has a 3×3 kernel, which gives 7×7; the images lie in memory in place of a
    `DataLoader`. As there: no biases, weights of N(0, 0.02), batch normalisation in
    both networks, real and generated images in batches of their own, one set of
    generated images for both players. Samples are taken in `eval` mode.
    """

    LATENT, images_per_step = 100, 64

    def __init__(self, dataset, seed):
        import torch

        torch.set_num_threads(1)
        torch.manual_seed(seed)
        self.seed = seed
        x = 2 * _unit(dataset).transpose(0, 3, 1, 2) - 1
        self.x = torch.from_numpy(np.ascontiguousarray(x))
        self.generator, self.discriminator = _torch_networks(self.LATENT)
        players = (self.generator, self.discriminator)
        self.parameters = _sizes(*(each.parameters() for each in players))

    def train(self, watch):
        import torch

        n, loss = self.images_per_step, torch.nn.BCELoss()
        g_optimizer, d_optimizer = (
            torch.optim.Adam(net.parameters(), 2e-4, (0.5, 0.999))
            for net in (self.generator, self.discriminator)
        )
        ones, zeros = torch.ones(n), torch.zeros(n)
        watch.start()
        for chosen in _orders(len(self.x), n, self.seed):
            d_optimizer.zero_grad()
            loss(self.discriminator(self.x[chosen]), ones).backward()
            fake = self.generator(torch.randn(n, self.LATENT, 1, 1))
            loss(self.discriminator(fake.detach()), zeros).backward()
            d_optimizer.step()
            g_optimizer.zero_grad()
            loss(self.discriminator(fake), ones).backward()
            g_optimizer.step()
            if watch.look():
                return

    def samples(self, n):
        import torch

        latents = torch.from_numpy(_fixed(n, self.LATENT, self.seed))[..., None, None]
        self.generator.eval()
        with torch.no_grad():
            parts = [self.generator(part).numpy() for part in latents.split(CHUNK)]
        self.generator.train()
        return (np.concatenate(parts).transpose(0, 2, 3, 1) + 1) / 2


OTHERS = {"keras_io": KerasIO, "brownlee": Brownlee, "pytorch": PyTorch}


def _upsampler(latent_dim):
    """The generator of the keras.io example, which Brownlee's tutorial has too."""
    import keras
    from keras import layers

    return keras.Sequential(
        [
            layers.Input((latent_dim,)),
            layers.Dense(7 * 7 * 128),
            layers.LeakyReLU(0.2),
            layers.Reshape((7, 7, 128)),
            layers.Conv2DTranspose(128, 4, 2, "same"),
            layers.LeakyReLU(0.2),
            layers.Conv2DTranspose(128, 4, 2, "same"),
            layers.LeakyReLU(0.2),
            layers.Conv2D(1, 7, padding="same", activation="sigmoid"),
        ]
    )


def _two_optimizers(generator, discriminator, latent_dim):
    """A model with the `train_step` that keras.io teaches; real images have label 0."""
    import keras
    import tensorflow as tf

    class TwoOptimizers(keras.Model):
        def __init__(self):
            super().__init__()
            self.generator, self.discriminator = generator, discriminator
            self.loss_of = keras.losses.BinaryCrossentropy(from_logits=True)

        def compile(self, g_optimizer, d_optimizer):
            super().compile()
            self.g_optimizer, self.d_optimizer = g_optimizer, d_optimizer

        def train_step(self, real):
            n = tf.shape(real)[0]
            fake = generator(tf.random.normal((n, latent_dim)))
            labels = tf.concat([tf.ones((n, 1)), tf.zeros((n, 1))], 0)
            labels += 0.05 * tf.random.uniform(tf.shape(labels))
            with tf.GradientTape() as tape:
                logits = discriminator(tf.concat([fake, real], 0))
                d_loss = self.loss_of(labels, logits)
            weights = discriminator.trainable_weights
            self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
            with tf.GradientTape() as tape:
                logits = discriminator(generator(tf.random.normal((n, latent_dim))))
                g_loss = self.loss_of(tf.zeros((n, 1)), logits)
            weights = generator.trainable_weights
            self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
            return {"d_loss": d_loss, "g_loss": g_loss}

    return TwoOptimizers()


def _torch_networks(latent_dim):
    from torch import nn

    up = functools.partial(nn.ConvTranspose2d, bias=False)
    down = functools.partial(nn.Conv2d, bias=False)

    def block(convolution, activation):
        return convolution, nn.BatchNorm2d(convolution.out_channels), activation

    generator = nn.Sequential(
        *block(up(latent_dim, 256, 4, 1, 0), nn.ReLU()),
        *block(up(256, 128, 3, 2, 1), nn.ReLU()),
        *block(up(128, 64, 4, 2, 1), nn.ReLU()),
        up(64, 1, 4, 2, 1),
        nn.Tanh(),
    )
    discriminator = nn.Sequential(
        down(1, 64, 4, 2, 1),
        nn.LeakyReLU(0.2),
        *block(down(64, 128, 4, 2, 1), nn.LeakyReLU(0.2)),
        *block(down(128, 256, 3, 2, 1), nn.LeakyReLU(0.2)),
        down(256, 1, 4, 1, 0),
        nn.Sigmoid(),
        nn.Flatten(0),
    )
    for layer in (*generator, *discriminator):
        if hasattr(layer, "weight"):
            mean = float(isinstance(layer, nn.BatchNorm2d))
            nn.init.normal_(layer.weight, mean, 0.02)
    return generator, discriminator


def _looks(watch, model, steps=1):
    """A callback that looks at the watch after each batch of `steps` steps."""
    import keras

    def look(batch, logs):
        model.stop_training = watch.look(steps)

    return keras.callbacks.LambdaCallback(on_train_batch_end=look)


def _orders(total, size, seed):
    """Yields indices of whole batches, in a new order each pass, without end."""
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(total)[: total // size * size]
        yield from order.reshape(-1, size)


def _sizes(generator, discriminator):
    """dict: how many numbers are in two lists of weights."""
    players = {"generator": generator, "discriminator": discriminator}
    return {k: sum(math.prod(w.shape) for w in v) for k, v in players.items()}


def _unit(dataset):
    """float32 array: the training images from 0 to 1."""
    return dataset.train.x.astype("float32") / 255


def _normal(rng, n, latent_dim):
    return rng.standard_normal((n, latent_dim), "float32")


def _chunks(latents):
    return np.split(latents, range(CHUNK, len(latents), CHUNK))


def _fixed(n, latent_dim, seed):
    """Latents that are always the same, and none of the training's."""
    return _normal(np.random.default_rng([seed, n]), n, latent_dim)
