"""Feature networks: what sees images in place of a person, by name."""

import functools

from ter_gan.errors import unknown
from ter_gan.images.features import applications, cifar_resnet, classifier, inception
from ter_gan.images.features.network import FeatureNetwork, Features

NETWORKS = {
    "mnistcnn": functools.partial(classifier.load, "mnist"),
    "fashioncnn": functools.partial(classifier.load, "fashion_mnist"),
    "cifarresnet56": cifar_resnet.load,
    "inception": inception.load,
    **applications.NETWORKS,
}
DEFAULTS = {
    "mnist": "mnistcnn",
    "fashion_mnist": "fashioncnn",
    "cifar10": "cifarresnet56",
}

__all__ = ["NETWORKS", "FeatureNetwork", "Features", "default", "get"]


def get(name):
    """A feature network by its name.

    Args:
        name: str. A key of `NETWORKS`:
            - `"mnistcnn"`, `"fashioncnn"`: classifiers that come with the
              project, for 28x28 grey images;
            - `"cifarresnet56"`: a classifier of CIFAR-10, converted once;
            - `"inception"`: the network of the Fréchet Inception distance;
            - `"inceptionv3"`, `"efficientnetb0"`: ImageNet networks of Keras,
              for colour images of any size, and the same with `_grey` behind
              the name, for grey images.

    Returns:
        `FeatureNetwork`.

    Raises:
        UserError: for an unknown name, and for weights that are not here.
    """
    if name not in NETWORKS:
        raise unknown("feature network", name, NETWORKS)
    return NETWORKS[name]()


def default(dataset_name, shape):
    """The name of the network that fits a dataset best.

    Args:
        dataset_name: str, e.g. `"mnist"` or `"folder:photos"`.
        shape: `(height, width, channels)` of its images.
    """
    general = "efficientnetb0" if shape[-1] == 3 else "efficientnetb0_grey"
    return DEFAULTS.get(dataset_name, general)
