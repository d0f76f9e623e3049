"""What layer_viz looks at in a model of tables."""

from ter_gan.tables.inside import panels
from ter_gan.tables.inside.view import TableView


def view(gan, dataset):
    """The `layer_viz.view.View` of a model of tables.

    Its networks are those that train, in inference mode. Real rows come from the
    validation split; they, the latents and what is asked are the same in every epoch.

    Args:
        gan: a model of `ter_gan.tables.models` that has players.
        dataset: `ter_gan.tables.datasets.TableDataset`.
    """
    found = TableView(gan, dataset.validation.x)
    found.panels = panels.of(gan, found, dataset.train.x)
    return found
