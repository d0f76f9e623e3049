"""What layer_viz looks at in a model of text."""

from ter_gan.text.inside import panels, vectors
from ter_gan.text.inside.view import TextView


def view(gan, dataset):
    """The `layer_viz.view.View` of a model of text.

    Its networks are those that train, in inference mode. Real sentences come from the
    validation split; they and the latents are the same in every epoch. Generated
    sentences are drawn anew in each, by the same seed.

    Args:
        gan: a model of `ter_gan.text.models` that has players.
        dataset: `ter_gan.text.datasets.TextDataset`.
    """
    words = dataset.vocabulary.words
    found = TextView(gan, dataset.validation.x, words)
    found.panels = panels.of(gan, found, words)
    ids = vectors.frequent(dataset.train.x, len(words))
    found.words = [panels.shown(words[id]) for id in ids]
    found.vectors = lambda: vectors.tables(found.networks, ids)
    return found
