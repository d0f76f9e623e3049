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
from ter_gan.presets import (
    DEFAULT_MODEL,
    MODELS,
    MODELS_OF,
    OPTIONS_OF,
    PAIRS,
)


def field(default, group, text, unset=""):
    """A field of `Recipe`.

    Args:
        default: what it is where nothing else is said.
        group: str. Its group in the help.
        text: str. What it is.
        unset: str. What is meant by 0, or by an empty text; empty: just that.
    """
    if unset:
        text = f"{text}; {'empty' if default == '' else 0}: {unset}"
    metadata = {"group": group, "help": text, "unset": unset}
    return dataclasses.field(default=default, metadata=metadata)


@dataclasses.dataclass(frozen=True)
class Recipe:
    """All that decides a training run, whatever the machine."""

    dataset: str = field(
        "mnist", "data", "mnist, folder:PATH, tfds:NAME, ring, grammar, file:PATH …"
    )
    model: str = field("auto", "networks", "a preset: see the table above")
    network: str = field("dcgan", "networks", "of images: mlp, dcgan or resnet")
    width: NonNegativeInt = field(
        0, "networks", "filters or units of the first layers", "the network's own"
    )
    generator_width: NonNegativeInt = field(
        0, "networks", "the generator's", "the same as --width"
    )
    discriminator_width: NonNegativeInt = field(
        0, "networks", "the discriminator's", "the same as --width"
    )
    generator_layers: NonNegativeInt = field(
        0, "networks", "hidden layers of an mlp", "two"
    )
    discriminator_layers: NonNegativeInt = field(
        0, "networks", "hidden layers of an mlp", "two"
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
        0.0, "objective", "of the penalty", "that of its paper"
    )
    critic_steps: PositiveInt = field(
        1, "objective", "discriminator updates per generator update"
    )
    weight_clip: NonNegativeFloat = field(
        0.0, "objective", "clip the discriminator's weights to ± this", "never"
    )
    label_smoothing: ClosedUnitInterval = field(
        0.0, "objective", "one-sided, for losses with labels"
    )
    instance_noise: NonNegativeFloat = field(
        0.0, "objective", "standard deviation of the noise on D's inputs"
    )
    instance_noise_steps: NonNegativeInt = field(
        0, "objective", "fade that noise out over so many steps", "keep it"
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
    tokeniser: Literal["word", "char", "bpe", "wordpiece"] = field(
        "word", "text", "what a token is"
    )
    vocabulary_size: NonNegativeInt = field(
        0, "text", "most frequent tokens that are kept", "the corpus decides"
    )
    max_length: NonNegativeInt = field(
        0, "text", "longer lines are left out", "the corpus decides"
    )
    embeddings: str = field(
        "ppmi", "text", "of words at the start: ppmi, glove, glove:PATH or random"
    )
    embedding_dim: PositiveInt = field(64, "text", "size of a word's vector")
    train_embeddings: bool = field(
        False, "text", "an embedding-gan's D may move them; others always do"
    )
    pretrain_epochs: NonNegativeInt = field(
        0, "text", "of likelihood or reconstruction, before the players meet"
    )
    pretrain_learning_rate: PositiveFloat = field(2e-3, "text", "in those epochs")
    temperature: PositiveFloat = field(
        1.0, "text", "of Gumbel-softmax when the players meet"
    )
    final_temperature: PositiveFloat = field(0.3, "text", "of it at the end")
    anneal_steps: PositiveInt = field(2000, "text", "G updates from one to the other")
    word_dropout: ClosedUnitInterval = field(
        0.0, "text", "words that an autoencoder does not see"
    )
    code_noise: NonNegativeFloat = field(
        0.1, "text", "standard deviation on an autoencoder's codes"
    )
    mask_share: ClosedUnitInterval = field(0.15, "text", "words that mini-bert guesses")
    rollouts: PositiveInt = field(4, "text", "sentences that seqgan finishes per word")
    candidates: PositiveInt = field(
        16, "text", "sentences among which discriminator-guided chooses one"
    )
    expectation: bool = field(
        True, "text", "discriminator-guided: D sees how probable each word was"
    )
    order: PositiveInt = field(5, "text", "words of an n-gram")
    layers: PositiveInt = field(
        1, "text", "recurrent or attention layers, or blocks; of tables, too"
    )
    target: str = field("", "tables", "the column to predict", "the data's own")
    schema: str = field("", "tables", "a JSON file of what the columns are")
    constraints: str = field(
        "", "tables", 'what every row meets, as in "start < end; a + b = c"'
    )
    encoding: Literal["modes", "plain"] = field(
        "modes", "tables", "numbers by the mode they are in, or only standardised"
    )
    conditional: bool = field(
        False, "tables", "ask the generator for categories while it trains (CTGAN)"
    )
    information_weight: NonNegativeFloat = field(
        0.0, "tables", "of the means and spreads that D sees (Park et al. 2018)"
    )
    classifier_weight: NonNegativeFloat = field(
        0.0, "tables", "of a classifier of the target, trained on real rows (CTAB-GAN)"
    )
    epsilon: NonNegativeFloat = field(
        0.0, "tables", "of differential privacy, for private-gan", "none"
    )
    longest_gradient: PositiveFloat = field(
        1.0, "tables", "that the gradient of a row is cut to, for privacy"
    )
    average: ClosedUnitInterval = field(
        0.0, "objective", "decay of the generator's moving average; 0: none"
    )
    optimizer: Literal["adam", "rmsprop", "sgd"] = field(
        "adam", "optimisation", "for both players"
    )
    learning_rate: PositiveFloat = field(2e-4, "optimisation", "the generator's")
    discriminator_learning_rate: NonNegativeFloat = field(
        0.0, "optimisation", "the discriminator's", "the generator's"
    )
    decay_steps: NonNegativeInt = field(
        0, "optimisation", "learning rates fall to 0 over so many G updates", "never"
    )
    clip_norm: NonNegativeFloat = field(
        0.0, "optimisation", "longest gradient of a player", "any"
    )
    beta_1: ClosedUnitInterval = field(0.5, "optimisation", "Adam's first decay")
    beta_2: ClosedUnitInterval = field(0.999, "optimisation", "Adam's second decay")
    batch_size: PositiveInt = field(
        64, "optimisation", "real samples per discriminator update"
    )
    epochs: PositiveInt = field(10, "optimisation", "passes over the training data")
    patience: NonNegativeInt = field(
        0, "optimisation", "stop after so many epochs without a better score", "never"
    )
    steps_per_epoch: NonNegativeInt = field(
        0, "optimisation", "generator updates per epoch", "one pass over the data"
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

    @property
    def kind(self):
        """The kind of data, e.g. `"images"`."""
        return kinds.kind_of(self.dataset, self.model)


def resolve(overrides, whole=False):
    """The `Recipe` for what the user asked for.

    Args:
        overrides: dict from field names to values; what is absent comes from
            the tables above.
        whole: bool. It is a recipe of an earlier time, with values of options that
            its model does not look at; those are refused otherwise.

    Raises:
        UserError: for an unknown dataset, model or field.
    """
    dataset = overrides.get("dataset", Recipe.dataset)
    model = overrides.get("model", "auto")
    kind = kinds.kind_of(dataset, model)
    model = DEFAULT_MODEL[kind] if model == "auto" else model
    _check_model(model, kind, dataset)
    _check_names(overrides, model)
    if not whole:
        _check_meaning(overrides, kind, model)
    layers = [
        MODELS_OF[kind][model],
        *(_tuned(model, data, overrides) for data in (kind, dataset)),
        overrides,
        {"dataset": dataset, "model": model},
    ]
    values = {name: value for layer in layers for name, value in layer.items()}
    return check(Recipe(**values))


def _check_model(model, kind, dataset):
    if model in MODELS_OF[kind]:
        return
    other = [name for name, models in MODELS_OF.items() if model in models]
    if not other:
        raise unknown("model", model, MODELS_OF[kind])
    raise UserError(
        f"{model} is made for {other[0]}, and {dataset} is none; try --model "
        f"{DEFAULT_MODEL[kind]}."
    )


def _check_names(overrides, model):
    """Refuses options that there are not, with those that the model looks at."""
    known = [each.name for each in dataclasses.fields(Recipe)]
    for name in overrides:
        if name not in known:
            raise unknown(
                "option", name, [each for each in known if means(each, model)]
            )


def _check_meaning(overrides, kind, model):
    """Refuses options that nothing would look at."""
    row = MODELS_OF[kind].get(model, {})
    for each in dataclasses.fields(Recipe):
        usual = row.get(each.name, each.default)
        if overrides.get(each.name, usual) != usual and not means(each.name, model):
            option = each.name.replace("_", "-")
            raise UserError(f"--{option} has no meaning for {model}; leave it out.")


def means(name, model):
    """bool: whether a model looks at an option; those of all kinds of data do."""
    group = Recipe.__dataclass_fields__[name].metadata["group"]
    own = ("text", "tables")  # groups of one kind of data
    if model not in OPTIONS_OF:
        return group not in own
    if group in ("networks", "objective", *own):
        return name in ("model", *OPTIONS_OF[model])
    return True


def in_words(name, value):
    """A field's value, or what is meant where it is 0 or empty: see `field`."""
    known = Recipe.__dataclass_fields__.get(name)
    return value or (known.metadata["unset"] if known else "") or value


def _tuned(model, data, overrides):
    """The row of a pair; it was tuned for the model's own network only."""
    own = MODELS.get(model, {}).get("network", Recipe.network)
    same_network = overrides.get("network", own) == own
    return PAIRS.get((model, data), {}) if same_network else {}


def check(recipe):
    """Refuses combinations that no later place can explain better."""
    if recipe.average >= 1:
        raise UserError(f"--average must be below 1, received {recipe.average}.")
    if recipe.augment != "none" and recipe.kind != "images":
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


def build(recipe, shape, classes, **facts):
    """The compiled model of a recipe.

    Args:
        recipe: `Recipe`.
        shape: tuple of int. Shape of one sample.
        classes: int. Number of classes of the data; 0 without labels.
        **facts: what `ter_gan.data.Dataset.facts` says of the data.

    Returns:
        what the kind's `model` makes of it, initialised from `recipe.seed`.
    """
    import keras

    from ter_gan import optimizers

    keras.utils.set_random_seed(recipe.seed)
    keras.config.set_dtype_policy(recipe.precision)
    model = kinds.package(recipe.kind).model(recipe, shape, classes, **facts)
    chosen = {
        f"{player}_optimizer": optimizers.of(player, recipe) for player in model.players
    }
    model.compile(steps_per_batch=recipe.steps_per_execution, **chosen)
    return model
