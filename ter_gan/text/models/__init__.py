"""The models of text, by name, as a recipe describes them."""

from ter_gan.models import assemble
from ter_gan.models.mlp import mlp_discriminator, mlp_generator
from ter_gan.text import starting
from ter_gan.text.models.autoencoder import Autoencoder, LatentTextGAN
from ter_gan.text.models.counted import Counted
from ter_gan.text.models.embedding_gan import EmbeddingGAN
from ter_gan.text.models.language_gan import DiscriminatorGuided, RelGAN, SeqGAN
from ter_gan.text.models.likelihood import LanguageModel
from ter_gan.text.models.masked import MaskedLanguageModel
from ter_gan.text.networks import autoencoder as networks
from ter_gan.text.networks import discriminators, generators, language

CODE = 64  # numbers of a sentence's code
CODES = (256, 256)  # units of the players that meet in code space


def model(recipe, shape, classes, vocabulary, **facts):
    """The model of a recipe, not compiled.

    Args:
        recipe: `ter_gan.recipes.Recipe`.
        shape: `(length,)`, the tokens of a sequence.
        classes: int. Not used: no model of text takes labels.
        vocabulary: dict, as `ter_gan.text.vocabulary.Vocabulary.to_config`.
        **facts: what else the dataset says of itself.
    """
    return MODELS[recipe.model](recipe, shape[0], len(vocabulary["words"]))


def check(recipe):
    """Refuses what no text could have: unknown names, rules that contradict others."""
    assemble.check_rules(recipe)
    starting.check(recipe.embeddings)


def counted(recipe, length, size):
    return Counted(recipe.order, length, size)


def recurrent(recipe, length, size):
    """The network of a `gru`, which other models begin with too."""
    return language.recurrent(
        *(length, size, recipe.width, recipe.layers),
        *(recipe.embedding_dim, recipe.dropout),
    )


def gru(recipe, length, size):
    network = recurrent(recipe, length, size)
    return LanguageModel(network, recipe.embeddings, recipe.seed)


def mini_gpt(recipe, length, size):
    network = language.transformer(
        length, size, recipe.width, recipe.layers, recipe.dropout
    )
    return LanguageModel(network, recipe.embeddings, recipe.seed)


def mini_bert(recipe, length, size):
    network = language.masked_transformer(
        length, size, recipe.width, recipe.layers, recipe.dropout
    )
    about = recipe.mask_share, recipe.embeddings, recipe.seed
    return MaskedLanguageModel(network, *about)


def autoencoder(recipe, length, size):
    return Autoencoder(
        *_codes(recipe, length, size), **_denoising(recipe), seed=recipe.seed
    )


def latent_text_gan(recipe, length, size):
    encoder, decoder = _codes(recipe, length, size)
    shape = encoder.output_shape[1:]
    return LatentTextGAN(
        mlp_generator(shape, recipe.latent_dim, CODES, output_activation="linear"),
        mlp_discriminator(shape, CODES),
        encoder,
        decoder,
        pretrain_epochs=recipe.pretrain_epochs,
        **_denoising(recipe),
        **assemble.rules(recipe),
    )


def _codes(recipe, length, size):
    return networks.autoencoder(length, size, CODE, recipe.width, recipe.embedding_dim)


def _denoising(recipe):
    return {
        "word_dropout": recipe.word_dropout,
        "code_noise": recipe.code_noise,
        "start": recipe.embeddings,
    }


def embedding_gan(recipe, length, size):
    dim = recipe.embedding_dim
    sizes = recipe.width, recipe.layers
    critic = discriminators.residual(length, size, dim, *sizes)
    critic.get_layer("d_embedding").trainable = recipe.train_embeddings
    return EmbeddingGAN(
        generators.residual(length, size, recipe.latent_dim, *sizes, dim),
        critic,
        temperature=_temperatures(recipe),
        start=recipe.embeddings,
        **assemble.rules(recipe),
    )


def relgan(recipe, length, size):
    judge = discriminators.convolutional(length, size, recipe.embedding_dim)
    options = _language_gan(recipe)
    network = recurrent(recipe, length, size)
    return RelGAN(network, judge, temperature=_temperatures(recipe), **options)


def seqgan(recipe, length, size):
    judge = discriminators.convolutional(length, size, recipe.embedding_dim)
    network = recurrent(recipe, length, size)
    return SeqGAN(network, judge, rollouts=recipe.rollouts, **_language_gan(recipe))


def guided(recipe, length, size):
    network, options = recurrent(recipe, length, size), _language_gan(recipe)
    shown = network if recipe.expectation else None
    judge = discriminators.convolutional(
        length, size, recipe.embedding_dim, language_model=shown
    )
    return DiscriminatorGuided(network, judge, candidates=recipe.candidates, **options)


def _language_gan(recipe):
    about = {"pretrain_epochs": recipe.pretrain_epochs, "start": recipe.embeddings}
    return assemble.rules(recipe) | about


def _temperatures(recipe):
    return recipe.temperature, recipe.final_temperature, recipe.anneal_steps


MODELS = {
    "unigram": counted,
    "kneser-ney": counted,
    "gru": gru,
    "mini-gpt": mini_gpt,
    "mini-bert": mini_bert,
    "autoencoder": autoencoder,
    "latent-text-gan": latent_text_gan,
    "embedding-gan": embedding_gan,
    "relgan-mini": relgan,
    "seqgan": seqgan,
    "discriminator-guided": guided,
}
