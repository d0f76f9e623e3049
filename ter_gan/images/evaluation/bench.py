"""What the metrics of one GAN of images need."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.metric import Bench
from ter_gan.evaluation.samples import CHUNK
from ter_gan.images.metrics import ssim

FID = "inception"  # the one network whose Fréchet distance is called FID


class ImageBench(Bench):
    """What the metrics of one GAN of images need; see `Bench`."""

    def __init__(self, evaluator, gan):
        super().__init__(evaluator, gan)
        self.split, self.progress = evaluator.split, evaluator.progress

    def own_words(self):
        features, smaller = self.evaluator.features, min(self.dataset.shape[:2])
        return {
            "fd": "fid" if features == FID else "fd",
            "features": features,
            "ssim": "ms_ssim" if smaller >= ssim.LEAST_OF_FIVE else "ssim",
            "size": f"{smaller}px",
        }

    @property
    def network(self):
        return self.evaluator.network

    @property
    def lpips(self):
        return self.evaluator.lpips

    @property
    def train(self):
        return self.evaluator.train

    @property
    def unseen(self):
        return self.evaluator.unseen

    def logits(self, side):
        """float array `(n,)`: what the run's own discriminator says of images."""
        stage = self.progress.stage(f"logits of {len(side)} {side.name}")
        labels = side.labels if self.gan.classes else None
        parts = []
        for start in range(0, len(side), CHUNK):
            part = slice(start, start + CHUNK)
            shown = self.dataset.to_model(side.samples[part])
            asked = None if labels is None else labels[part]
            parts.append(self.gan.logits(shown, asked).ravel())
            stage(min(start + CHUNK, len(side)), len(side))
        return np.concatenate(parts)

    def decode(self, latents, labels=None):
        """float array: images in the range of stored ones, but not rounded."""
        scaling = self.dataset.scaling
        values = self.gan.decode(latents.astype("float32"), labels)
        return (values + scaling.shift) * scaling.scale

    def protocol(self, row):
        facts = super().protocol(row)
        if self.gan.classes:
            facts["labels"] = "those of the real images"
        if "{features}" not in row.label:
            return facts
        return facts | {"features": self.words["features"], **self._weights()}

    def _weights(self):
        try:
            return {"weights_sha256": self.network.sha256}
        except UserError:
            return {}
