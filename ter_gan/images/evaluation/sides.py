"""Images that a metric compares, with what a network says of them."""

from ter_gan.evaluation.metric import Side


class Images(Side):
    """Images of one origin; what the feature network says of them is kept.

    Args:
        side: `Side` of images.
        network: function that gives the `FeatureNetwork`.
        progress: `ter_gan.evaluation.progress.Progress`.
    """

    def __init__(self, side, network, progress):
        super().__init__(side.name, side.samples, side.labels)
        self._network, self._progress = network, progress
        self._features = None

    @property
    def features(self):
        """`ter_gan.images.features.Features` of all images."""
        if self._features is None:
            stage = self._progress.stage(f"features of {len(self)} {self.name}")
            self._features = self._network()(self.samples, progress=stage)
        return self._features

    @property
    def vectors(self):
        """float32 array `(n, d)`."""
        return self.features.vectors

    @property
    def probabilities(self):
        """float32 array `(n, classes)`, or `None`."""
        return self.features.probabilities
