"""What a model and a dataset train with by default.

Every field of `Recipe` is an option of `python -m ter_gan.train`. A recipe is
resolved in layers, each overriding the one before: the field's default, the
model's row in `ter_gan.presets`, the kind of data's, the row of the model on that
kind of data, that of the model on that dataset, and what the user asked for.
"""

import dataclasses
from typing import Literal

from jsonargparse.typing import (
    ClosedUnitInterval,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
)

from ter_gan import kinds
from ter_gan.errors import UserError, unknown
from ter_gan.presets import DEFAULT_MODEL, MODELS, ONLY_FOR_IMAGES, PAIRS, POINTS


def field(default, group, text):
    return dataclasses.field(default=default, metadata={"group": group, "help": text})


@dataclasses.dataclass(frozen=True)
class Recipe:
    """All that decides a training run, whatever the machine."""

    dataset: str = field(
        "mnist", "data", "mnist, fashion_mnist, cifar10, tfds:NAME, folder:PATH, ring …"
    )
    model: str = field("auto", "networks", "a preset: see the table above")
    network: str = field("dcgan", "networks", "mlp, dcgan or resnet")
    width: NonNegativeInt = field(
        0, "networks", "filters or units of the first layers; 0: the network's own"
    )
    generator_width: NonNegativeInt = field(0, "networks", "0: the same as --width")
    discriminator_width: NonNegativeInt = field(0, "networks", "0: the same as --width")
    generator_layers: NonNegativeInt = field(
        0, "networks", "hidden layers of an mlp; 0: two"
    )
    discriminator_layers: NonNegativeInt = field(
        0, "networks", "hidden layers of an mlp; 0: two"
    )
    activation: Literal["leaky_relu", "relu", "tanh"] = field(
        "leaky_relu", "networks", "of an mlp's discriminator"
    )
    hidden: NonNegativeInt = field(
        0, "networks", "units of a dense layer at the ends of a dcgan; 0: none"
    )
    latent_dim: PositiveInt = field(64, "networks", "size of the noise vector")
    latent: Literal["normal", "uniform"] = field("normal", "networks", "its law")
    categories: NonNegativeInt = field(
        0, "networks", "latents begin with a category that D shall read (InfoGAN)"
    )
    codes: NonNegativeInt = field(
        0, "networks", "and with so many continuous codes (InfoGAN)"
    )
    classes: bool = field(False, "networks", "condition on the dataset's labels")
    conditioning: Literal["projection", "concat", "auxiliary"] = field(
        "projection", "networks", "D takes labels (first two) or tells them (ACGAN)"
    )
    normalisation: str = field(
        "none", "networks", "of D: none, batch, layer, instance or spectral"
    )
    generator_normalisation: str = field(
        "auto",
        "networks",
        "auto (the network's own), none, batch, layer, instance, spectral, "
        "spectral+batch; conditional, spectral+conditional (a resnet with classes)",
    )
    attention: bool = field(
        False, "networks", "self-attention at half the resolution (SAGAN)"
    )
    upsampling: Literal["subpixel", "transpose", "nearest"] = field(
        "subpixel", "networks", "how the generator doubles the size"
    )
    downsampling: Literal["stride", "max", "average"] = field(
        "stride", "networks", "how a dcgan's discriminator halves the size"
    )
    discriminators: PositiveInt = field(
        1, "networks", "how many judge each sample (GMAN)"
    )
    dropout: ClosedUnitInterval = field(0.0, "networks", "of the discriminator")
    minibatch_stddev: bool = field(
        False, "networks", "show the discriminator the spread of its batch"
    )
    loss: str = field("non-saturating", "objective", "see ter_gan/losses.py")
    penalty: str = field(
        "none", "objective", "wgan-gp, r1, r2, dragan, sums such as r1+r2, or none"
    )
    penalty_weight: NonNegativeFloat = field(
        0.0, "objective", "0: the weight of the penalty's paper"
    )
    critic_steps: PositiveInt = field(
        1, "objective", "discriminator updates per generator update"
    )
    weight_clip: NonNegativeFloat = field(
        0.0, "objective", "clip the discriminator's weights to ± this; 0: never"
    )
    label_smoothing: ClosedUnitInterval = field(
        0.0, "objective", "one-sided, for losses with labels"
    )
    instance_noise: NonNegativeFloat = field(
        0.0, "objective", "standard deviation of the noise on D's inputs"
    )
    instance_noise_steps: NonNegativeInt = field(
        0, "objective", "fade that noise out over so many steps; 0: keep it"
    )
    auxiliary_weight: NonNegativeFloat = field(
        1.0, "objective", "of D's answer about classes or codes"
    )
    pack: PositiveInt = field(1, "objective", "samples judged together (PacGAN)")
    augment: str = field(
        "none",
        "objective",
        "show D augmented images: color+translation+cutout (DiffAugment), ada, or none",
    )
    ada_images: PositiveInt = field(
        100_000, "objective", "real images during which ada could rise from 0 to 1"
    )
    growing_steps: NonNegativeInt = field(
        0, "objective", "grow the resolution over so many steps (ProGAN); 0: never"
    )
    unrolled_steps: NonNegativeInt = field(
        0, "objective", "let G foresee so many steps of D (unrolled GAN)"
    )
    unrolled_rate: PositiveFloat = field(
        0.1, "objective", "learning rate of those foreseen steps"
    )
    average: ClosedUnitInterval = field(
        0.0, "objective", "decay of the generator's moving average; 0: none"
    )
    optimizer: Literal["adam", "rmsprop", "sgd"] = field(
        "adam", "optimisation", "for both players"
    )
    learning_rate: PositiveFloat = field(2e-4, "optimisation", "the generator's")
    discriminator_learning_rate: NonNegativeFloat = field(
        0.0, "optimisation", "0: the generator's"
    )
    decay_steps: NonNegativeInt = field(
        0, "optimisation", "learning rates fall to 0 over so many G updates; 0: never"
    )
    beta_1: ClosedUnitInterval = field(0.5, "optimisation", "Adam's first decay")
    beta_2: ClosedUnitInterval = field(0.999, "optimisation", "Adam's second decay")
    batch_size: PositiveInt = field(
        64, "optimisation", "real samples per discriminator update"
    )
    epochs: PositiveInt = field(10, "optimisation", "passes over the training data")
    steps_per_epoch: NonNegativeInt = field(
        0, "optimisation", "generator updates per epoch; 0: one pass over the data"
    )
    steps_per_execution: PositiveInt = field(
        1, "optimisation", "steps between two looks of the progress bar"
    )
    precision: Literal["float32", "mixed_bfloat16"] = field(
        "float32", "optimisation", "Keras dtype policy"
    )
    seed: NonNegativeInt = field(0, "optimisation", "of weights, noise and order")

    def asdict(self):
        return dataclasses.asdict(self)


def resolve(overrides):
    """The `Recipe` for what the user asked for.

    Args:
        overrides: dict from field names to values; what is absent comes from
            the tables above.

    Raises:
        UserError: for an unknown dataset, model or field.
    """
    known = {each.name for each in dataclasses.fields(Recipe)}
    for name in overrides:
        if name not in known:
            raise unknown("option", name, known)
    dataset = overrides.get("dataset", Recipe.dataset)
    kind = kinds.kind_of(dataset)
    model = overrides.get("model", "auto")
    model = DEFAULT_MODEL[kind] if model == "auto" else model
    if model not in MODELS:
        raise unknown("model", model, MODELS)
    if kind != "images" and model in ONLY_FOR_IMAGES:
        raise UserError(
            f"{model} is made for images, and {dataset} is none; try --model wgan-gp."
        )
    layers = [
        MODELS[model],
        POINTS if kind == "points" else {},
        *(_tuned(model, data, overrides) for data in (kind, dataset)),
        overrides,
        {"dataset": dataset, "model": model},
    ]
    values = {name: value for layer in layers for name, value in layer.items()}
    return check(Recipe(**values))


def _tuned(model, data, overrides):
    """The row of a pair; it was tuned for the model's own network only."""
    own = MODELS[model].get("network", Recipe.network)
    same_network = overrides.get("network", own) == own
    return PAIRS.get((model, data), {}) if same_network else {}


def check(recipe):
    """Refuses combinations that no later place can explain better."""
    if recipe.average >= 1:
        raise UserError(f"--average must be below 1, received {recipe.average}.")
    if recipe.augment != "none" and kinds.kind_of(recipe.dataset) != "images":
        raise UserError(
            f"--augment {recipe.augment} changes images, and {recipe.dataset} is none; "
            f"use --augment none."
        )
    if recipe.batch_size % recipe.pack:
        nearest = max(recipe.batch_size // recipe.pack, 1) * recipe.pack
        raise UserError(
            f"--batch-size {recipe.batch_size} is not a multiple of "
            f"--pack {recipe.pack}; try {nearest}."
        )
    return recipe


def build(recipe, shape, classes):
    """The compiled model of a recipe.

    Args:
        recipe: `Recipe`.
        shape: tuple of int. Shape of one sample.
        classes: int. Number of classes of the data; 0 without labels.

    Returns:
        `ter_gan.models.gan.GAN`, initialised from `recipe.seed`.
    """
    import keras

    from ter_gan.models.gan import GAN

    classes = _classes(recipe, classes)
    keras.utils.set_random_seed(recipe.seed)
    keras.config.set_dtype_policy(recipe.precision)
    gan = GAN(
        *_networks(recipe, shape, classes),
        loss=recipe.loss,
        penalty=None if recipe.penalty == "none" else recipe.penalty,
        penalty_weight=recipe.penalty_weight or None,
        critic_steps=recipe.critic_steps,
        weight_clip=recipe.weight_clip or None,
        label_smoothing=recipe.label_smoothing,
        instance_noise=recipe.instance_noise,
        instance_noise_steps=recipe.instance_noise_steps,
        pack=recipe.pack,
        augmentation=None if recipe.augment == "none" else recipe.augment,
        ada_images=recipe.ada_images,
        growing_steps=recipe.growing_steps,
        unrolled_steps=recipe.unrolled_steps,
        unrolled_rate=recipe.unrolled_rate,
        average=recipe.average,
        latent=recipe.latent,
        categories=recipe.categories,
        codes=recipe.codes,
        auxiliary_weight=recipe.auxiliary_weight,
        classes=classes,
        seed=recipe.seed,
    )
    gan.compile(
        generator_optimizer=_optimizer(recipe, recipe.learning_rate),
        discriminator_optimizer=_optimizer(
            recipe,
            recipe.discriminator_learning_rate or recipe.learning_rate,
            updates=recipe.critic_steps,
        ),
        steps_per_batch=recipe.steps_per_execution,
    )
    return gan


# Options that not all networks have.
ONLY = {
    "hidden": ("dcgan",),
    "upsampling": ("dcgan", "resnet"),
    "attention": ("dcgan", "resnet"),
    "downsampling": ("dcgan",),
    "generator_layers": ("mlp",),
    "discriminator_layers": ("mlp",),
    "activation": ("mlp",),
}
UNSET = (0, "auto")  # the network's own default


def _networks(recipe, shape, classes):
    names = (
        *("conditioning", "normalisation", "generator_normalisation", "dropout"),
        *("minibatch_stddev", "pack", "discriminators", "width"),
        *("generator_width", "discriminator_width", *ONLY),
    )
    options = {name: getattr(recipe, name) for name in names if _has(recipe, name)}
    options |= {
        "auxiliary": recipe.categories + recipe.codes,
        "growing": recipe.growing_steps > 0,
    }
    set_ones = {name: value for name, value in options.items() if value not in UNSET}
    kind = kinds.package(kinds.kind_of(recipe.dataset))
    latent_dim = recipe.latent_dim
    return kind.build(recipe.network, shape, latent_dim, classes=classes, **set_ones)


def _has(recipe, name):
    """Whether the recipe's network has this option; asked for in vain is a mistake."""
    networks = ONLY.get(name, (recipe.network,))
    if recipe.network in networks:
        return True
    if getattr(recipe, name) != getattr(Recipe, name):
        raise UserError(
            f"--{name.replace('_', '-')} belongs to {' and '.join(networks)}, received "
            f"--network {recipe.network}; leave that option out."
        )
    return False


def _classes(recipe, classes):
    if not recipe.classes:
        return 0
    if not classes:
        raise UserError(
            f"The dataset {recipe.dataset!r} has no labels to condition on; "
            f"use --classes false, or a model other than {recipe.model}."
        )
    return classes


def _optimizer(recipe, learning_rate, updates=1):
    """An optimizer that makes `updates` steps for each of the generator's."""
    from keras import optimizers

    if recipe.decay_steps:
        learning_rate = optimizers.schedules.PolynomialDecay(
            learning_rate, recipe.decay_steps * updates, end_learning_rate=0.0
        )
    if recipe.optimizer == "adam":
        return optimizers.Adam(learning_rate, recipe.beta_1, recipe.beta_2)
    makers = {"rmsprop": optimizers.RMSprop, "sgd": optimizers.SGD}
    return makers[recipe.optimizer](learning_rate)
