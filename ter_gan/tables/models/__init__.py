"""The models of tables, by name, as a recipe describes them."""

import keras

from ter_gan.errors import UserError
from ter_gan.models import assemble, parts
from ter_gan.models.mlp import mlp_discriminator
from ter_gan.tables import networks, privacy
from ter_gan.tables.baselines import BASELINES
from ter_gan.tables.encoding import Codes, Encoder
from ter_gan.tables.models.gan import TableGAN
from ter_gan.tables.models.learned import Learned
from ter_gan.tables.models.private import PrivateGAN, steps_of
from ter_gan.tables.models.vae import TableVAE

NORMALISATIONS = ("auto", "layer", "batch", "none")  # of a generator


def model(
    recipe, shape, classes, schema, encoder, frequencies, rows, target=None, **facts
):
    """The model of a recipe, not compiled.

    Args:
        recipe: `ter_gan.recipes.Recipe`.
        shape: `(d,)`: columns of the matrix.
        classes: int. Not used: the classes of a table are a column like others.
        schema, encoder, frequencies, rows, target: what
            `ter_gan.tables.datasets.TableDataset.facts` says.
        **facts: what else the dataset says of itself.
    """
    encoder = Encoder(**encoder)
    spans = [(each.width, each.activation) for each in encoder.spans]
    made = MODELS[recipe.model](recipe, spans, rows, _place_of(target, encoder))
    made.learn_about(schema, encoder, frequencies)
    return made


def _place_of(target, encoder):
    """`(start, end)` of a column of categories in an encoded row, else `None`."""
    for span in encoder.spans:
        coded = isinstance(encoder.parts[span.part], Codes)
        if coded and encoder.names[span.part] == target:
            return span.start, span.start + span.width
    return None


def check(recipe):
    """Refuses what no table could have: unknown names, rules that contradict others."""
    assemble.check_rules(recipe)
    parts.check_options(normalisation=recipe.normalisation)
    parts.check_option(
        "normalisation of a table's generator",
        recipe.generator_normalisation,
        NORMALISATIONS,
    )


def gan(recipe, spans, rows, target):
    """`numeric-gan`, `table-gan`: a GAN of rows, conditional if the table allows it."""
    check(recipe)
    normalisation = recipe.generator_normalisation
    conditional = recipe.conditional and any(kind == "softmax" for _, kind in spans)
    width = sum(size for size, _ in spans)
    options = len(networks.options_of(spans))
    sizes = recipe.width or 256, recipe.layers
    return TableGAN(
        networks.generator(
            *(spans, recipe.latent_dim, conditional, *sizes),
            "layer" if normalisation == "auto" else normalisation,
        ),
        mlp_discriminator(
            (width + options * conditional,),
            (sizes[0],) * sizes[1],
            normalisation=recipe.normalisation,
            pack=recipe.pack,
            dropout=recipe.dropout,
        ),
        conditional=conditional,
        information_weight=recipe.information_weight,
        classifier=_classifier(recipe, width, target, (sizes[0],) * sizes[1]),
        classifier_weight=recipe.classifier_weight,
        target=target,
        **assemble.rules(recipe),
    )


def _classifier(recipe, width, target, hidden):
    """The network that tells the target from the other columns; `None`: not wanted."""
    if not recipe.classifier_weight:
        return None
    if target is None:
        raise UserError(
            "--classifier-weight needs a column of categories to predict, which no "
            "constraint ties to others. Choose one with --target, or leave "
            "--classifier-weight out."
        )
    size = target[1] - target[0]
    return _perceptron("classifier", width - size, hidden, size)


def private(recipe, spans, rows, target):
    """`private-gan`: unconditional, its discriminator with noisy gradients.

    With `epsilon` 0 nothing is promised, and no noise is added.
    """
    if recipe.loss != "wasserstein" or recipe.penalty != "none" or recipe.pack > 1:
        raise UserError(
            "private-gan needs the loss wasserstein, no penalty and no packs: the loss "
            "of a row must not depend on other rows."
        )
    width, sizes = sum(size for size, _ in spans), (recipe.width, recipe.layers)
    noise, drawn = 0.0, (rows, recipe.batch_size, steps_of(recipe, rows))
    if recipe.epsilon:
        noise = privacy.noise_multiplier(recipe.epsilon, *drawn)
    return PrivateGAN(
        networks.generator(spans, recipe.latent_dim, False, *sizes),
        mlp_discriminator((width,), (sizes[0],) * sizes[1]),
        longest=recipe.longest_gradient,
        noise_multiplier=noise,
        batch_size=recipe.batch_size,
        **assemble.rules(recipe),
    )


def vae(recipe, spans, rows, target):
    """`tvae`."""
    width, hidden = sum(size for size, _ in spans), (recipe.width,) * recipe.layers
    return TableVAE(
        _perceptron("posterior", width, hidden, 2 * recipe.latent_dim),
        _perceptron("generator", recipe.latent_dim, hidden, 2 * width),
        spans,
        seed=recipe.seed,
    )


def _perceptron(name, size, hidden, outputs):
    x = inputs = keras.Input((size,), name=f"{name[0]}_inputs")
    for i, units in enumerate(hidden, 1):
        x = keras.layers.Dense(units, "relu", name=f"{name[0]}_dense_{i}")(x)
    x = keras.layers.Dense(outputs, dtype="float32", name=f"{name[0]}_out")(x)
    return keras.Model(inputs, x, name=name)


def learned(recipe, spans, rows, target):
    """A baseline."""
    return Learned(recipe.model, recipe.seed)


MODELS = {"numeric-gan": gan, "table-gan": gan, "private-gan": private, "tvae": vae}
MODELS |= dict.fromkeys(BASELINES, learned)
