"""A GAN as a recipe describes it, of the networks of its kind of data."""

from ter_gan.errors import UserError
from ter_gan.models.gan import GAN
from ter_gan.models.rules import Rules


def gan(build, recipe, shape, classes):
    """The GAN of a recipe, not compiled.

    Args:
        build: function `(network, shape, latent_dim, **options)` to a generator and
            a discriminator.
        recipe: `ter_gan.recipes.Recipe`.
        shape: tuple of int. Shape of one sample.
        classes: int. Number of classes of the data; 0 without labels.

    Raises:
        UserError: for options that the network or the data do not have.
    """
    classes = _classes(recipe, classes)
    networks = _networks(build, recipe, shape, classes)
    return GAN(*networks, **rules(recipe), classes=classes)


def check(check_networks, recipe):
    """Refuses what no data could have.

    Args:
        check_networks: function `(network, **options)` that refuses what the networks
            of a kind do not have.
        recipe: `ter_gan.recipes.Recipe`.

    Raises:
        UserError: for an unknown name, or options that exclude each other.
    """
    check_rules(recipe)
    check_networks(recipe.network, **_options(recipe))


def check_rules(recipe):
    """The part of `check` that is not about networks."""
    asked = {name: value for name, value in rules(recipe).items() if name != "seed"}
    Rules(**asked, classes=int(recipe.classes))


def rules(recipe):
    """dict: the `ter_gan.models.rules.Rules` of a recipe by name, and its seed."""
    return dict(
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
        seed=recipe.seed,
    )


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


def _networks(build, recipe, shape, classes):
    options = _options(recipe)
    return build(recipe.network, shape, recipe.latent_dim, classes=classes, **options)


def _options(recipe):
    """dict: the options of the recipe's networks that are not left to the network."""
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
    return {name: value for name, value in options.items() if value not in UNSET}


def _has(recipe, name):
    """Whether the recipe's network has this option; asked for in vain is a mistake."""
    networks = ONLY.get(name, (recipe.network,))
    if recipe.network in networks:
        return True
    if getattr(recipe, name) != getattr(type(recipe), name):
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
