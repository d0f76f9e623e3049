"""What is looked at: networks, and the fixed inputs they are called on."""

import contextlib
import dataclasses
import hashlib

import keras
import numpy as np
from keras import ops

from layer_viz.subject import Subject
from layer_viz.tap import replaced_call, tap

HEADS = {"softmax", "sigmoid"}


@dataclasses.dataclass(frozen=True)
class Stream:
    """One network called on one set of inputs.

    Args:
        id: str, e.g. `"D.fake"`.
        network: str, a key of the view's networks.
        role: `"generator"`, `"real"`, `"fake"` or `"model"`.
        source: str. A key of the inputs, or the id of an earlier stream
            whose output comes in.
        labels: str. Key of the labels that are the network's second input.
        pack: int. How many samples the network judges together (PacGAN):
            each one is shown with those that follow it.
        plane: dict, where the inputs are a grid on a plane: `x` and `y`,
            each `[low, high]`, `axes`, two names, and `size`, its side.
    """

    id: str
    network: str
    role: str
    source: str
    labels: str | None = None
    pack: int = 1
    plane: dict | None = None

    def entry(self):
        """dict, the stream in the manifest; what it does not need is absent."""
        entry = dataclasses.asdict(self)
        return {
            k: v for k, v in entry.items() if v is not None and (k, v) != ("pack", 1)
        }


class View:
    """Networks, streams, and two sets of fixed inputs.

    Args:
        networks: dict from a short id (`"G"`, `"D"`) to a built `keras.Model`.
        streams: list of `Stream`, in the order they are run.
        probes: dict of arrays: the few inputs that are drawn.
        many: dict of arrays with the same keys: the inputs that statistics
            are taken over.
        kind: `"images"`, `"points"`, `"text"` or `"tables"`.
        target: `"realness"` (D's logit) or `"class"` (the logit of the class
            in `probes["labels.real"]`).
        probability: bool. Whether the sigmoid of D's score is its chance of
            "real"; false for critics.
        class_names: tuple of str.
        losses: callable `(probes or many) -> dict` from a network's id to its
            zero-argument training loss, or `None`: no gradients of weights.
        optimizers: dict from a network's id to its optimizer.
        points: callable without arguments that gives `{"real": …, "fake": …}`,
            arrays `(n, 1 or 2)` of points to draw on D's plane, or `None`.
        value_range: `(low, high)` of the images that networks see; `low` is
            black, the baseline of maps.
        panels: list of `layer_viz.panels.Panel`, shown beside the layers.
        vectors: callable without arguments to a dict of arrays `(words, dim)`, the
            vectors of `words` in each table that holds some, or `None`.
        words: list of str.
    """

    def __init__(
        self,
        networks,
        streams,
        probes,
        many,
        kind="images",
        target="realness",
        probability=True,
        class_names=(),
        losses=None,
        optimizers=None,
        points=None,
        value_range=(-1.0, 1.0),
        panels=(),
        vectors=None,
        words=(),
    ):
        self.networks, self.streams = networks, list(streams)
        self.probes, self.many = probes, many
        self.kind, self.target, self.probability = kind, target, probability
        self.class_names = tuple(class_names)
        self.losses, self.optimizers = losses, optimizers or {}
        self.points, self.value_range = points, value_range
        self.panels, self.vectors, self.words = list(panels), vectors, list(words)

    @property
    def sha256(self):
        """Hash of all fixed inputs: records with the same one are comparable."""
        digest = hashlib.sha256()
        for arrays in (self.probes, self.many):
            for key in sorted(arrays):
                array = np.ascontiguousarray(arrays[key])
                digest.update(f"{key}{array.dtype}{array.shape}".encode())
                digest.update(array.data)
        return digest.hexdigest()

    @property
    def baseline(self):
        """float, the value of an image that shows nothing."""
        return self.value_range[0]

    def picture(self, values):
        """uint8 images `(n, h, w, 1 or 3)` of what the networks see."""
        low, high = self.value_range
        shares = (np.asarray(values, "float32") - low) / (high - low)
        pixels = np.rint(255 * np.clip(shares, 0, 1)).astype("uint8")
        return pixels if pixels.shape[-1] in (1, 3) else pixels[..., :1]

    def facts(self):
        """dict, the manifest's `probes` but its sheets."""
        main = self.stream("real") or self.stream("model") or self.streams[0]
        labels = {
            key.removeprefix("labels."): np.asarray(values).tolist()
            for key, values in self.probes.items()
            if key.startswith("labels.")
        }
        return {
            "sha256": self.sha256,
            "n": 1 if main.plane else len(self.probes[main.source]),
            "shape": list(self.probes[main.source].shape[1:]),
            "range": list(self.value_range),
            "class_names": list(self.class_names),
            "labels": labels,
            "sheets": {},
        }

    def stream(self, role):
        """The first stream of a role, or `None`."""
        return next((s for s in self.streams if s.role == role), None)

    @property
    def explained(self):
        """The streams that have a score: those of D, or of the one model."""
        return [s for s in self.streams if s.role != "generator"]

    # -- running ------------------------------------------------------------

    def run(self, arrays):
        """Calls every stream once, in inference mode.

        Args:
            arrays: `self.probes`, `self.many`, or others with their keys.

        Returns:
            dict from a stream's id to its output tensor.
        """
        outputs = {}
        for stream in self.streams:
            outputs[stream.id] = self.call(stream, self.input(stream, arrays, outputs))
        return outputs

    def tapped(self, arrays):
        """Like `run`, with the outputs of all layers.

        Returns:
            dict from a stream's id to a dict of NumPy arrays by path.
        """
        outputs, layers = {}, {}
        for stream in self.streams:
            inputs = self.input(stream, arrays, outputs)
            with tap(self.networks[stream.network]) as seen:
                outputs[stream.id] = self.call(stream, inputs)
            layers[stream.id] = seen.numpy()
        return layers

    def input(self, stream, arrays, outputs):
        """The `(samples, labels or None)` that a stream is called on."""
        samples = outputs.get(stream.source)
        samples = arrays[stream.source] if samples is None else samples
        return samples, arrays[stream.labels] if stream.labels else None

    def call(self, stream, inputs, n=None):
        """The network of a stream on `(samples, labels or None)`.

        There may be k times as many samples as labels: k batches of size n.
        """
        samples, labels = inputs
        shown = together(ops.convert_to_tensor(samples), stream.pack, n or len(samples))
        if labels is not None:
            copies = len(samples) // len(labels)
            shown = [shown, ops.convert_to_tensor(np.tile(labels, copies))]
        return self.networks[stream.network](shown, training=False)

    # -- explaining -----------------------------------------------------------

    def subject(self, stream, arrays):
        """The `Subject` whose maps explain a stream's score.

        Args:
            stream: `Stream` of a discriminator or classifier.
            arrays: where its labels come from.
        """
        model = self.networks[stream.network]
        labels = arrays[stream.labels] if stream.labels else None
        n = len(next(iter(arrays.values())))

        def score(x):
            with linear_head(model):
                return self._scalar(self.call(stream, (x, labels), n), arrays)

        return Subject(model, score)

    def _scalar(self, outputs, arrays):
        if self.target == "realness" or outputs.shape[-1] == 1:
            return ops.reshape(outputs, (-1,))
        labels = np.asarray(arrays["labels.real"])
        chosen = np.eye(outputs.shape[-1])[np.tile(labels, len(outputs) // len(labels))]
        return ops.sum(outputs * ops.cast(chosen, outputs.dtype), axis=-1)

    def scores(self, arrays):
        """dict: id of an explained stream to the scores `(n,)` of its inputs."""
        outputs, scores = {}, {}
        for stream in self.streams:
            inputs = self.input(stream, arrays, outputs)
            if stream in self.explained:
                score = self.subject(stream, arrays).score(inputs[0])
                scores[stream.id] = ops.convert_to_numpy(score)
            else:
                outputs[stream.id] = self.call(stream, inputs)
        return scores


def together(samples, pack, n):
    """Each sample with the `pack - 1` that follow it, joined along channels.

    Args:
        samples: tensor `(k n, …)`, k batches.
        pack: int.
        n: int. The size of a batch; its first sample follows its last one.
    """
    if pack == 1:
        return samples
    batches = ops.reshape(samples, (-1, n, *samples.shape[1:]))
    rolled = [ops.roll(batches, -i, axis=1) for i in range(pack)]
    return ops.reshape(
        ops.concatenate(rolled, -1), (*samples.shape[:-1], pack * samples.shape[-1])
    )


@contextlib.contextmanager
def linear_head(model):
    """Within it, the model's last softmax or sigmoid is left out.

    Maps explain the logit: a probability hardly moves where the network is
    sure, and then its gradient says nothing.
    """
    layer = _head(model)
    if layer is None:
        yield
    elif isinstance(layer, (keras.layers.Softmax, keras.layers.Activation)):
        with replaced_call(layer, lambda inputs, *args, **kwargs: inputs):
            yield
    else:
        before = layer.activation
        layer.activation = keras.activations.linear
        try:
            yield
        finally:
            layer.activation = before


def _head(model):
    """The last layer, if it is a softmax or sigmoid."""
    layers = [each for each in getattr(model, "layers", []) if each.built]
    if not layers:
        return None
    last = layers[-1]
    if isinstance(last, keras.Model):
        return _head(last)
    if isinstance(last, keras.layers.Softmax):
        return last
    name = getattr(getattr(last, "activation", None), "__name__", "")
    return last if name in HEADS else None
