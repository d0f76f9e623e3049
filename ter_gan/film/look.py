"""One look at a GAN of 2-D points: the arrays and numbers of a frame.

Everything is computed in inference mode and changes neither weights nor
optimizers nor random streams. The generator is the one that trains, not its
moving average: it is what the discriminator meets.
"""

import numpy as np
from keras import layers, ops

from ter_gan import backends
from ter_gan.errors import UserError
from ter_gan.losses import raw
from ter_gan.models.vital_signs import sample_gradients, spread
from ter_gan.points import datasets, metrics
from ter_gan.points.show import limits

SHOWN = 512  # real points, and generated ones
ARROWS = 128
GRID = 40  # nodes along each side of the heatmap
LINE, PLANE = 101, 21  # nodes of the manifold's grid
LATENT_EXTENT = {"normal": 3.0, "uniform": 1.0}  # of what is drawn of the latents
SILENT = (  # layers that an overview does not name
    layers.InputLayer,
    layers.Reshape,
    layers.Flatten,
    layers.Concatenate,
    layers.Embedding,
    layers.Dot,
    layers.Add,
)
BASES, STEP = 16, 0.05  # latents where G's slope is taken, and how


class Look:
    """What all looks at one training share: latents, real points, grids.

    Args:
        gan: `ter_gan.models.gan.GAN` of points `(n, 2)`.
        dataset: `ter_gan.data.Dataset` of points.
        seed: int. Of the latents.

    Raises:
        UserError: for points of another dimension.
    """

    def __init__(self, gan, dataset, seed=0):
        if dataset.shape != (2,):
            raise UserError(
                f"A film shows points (n, 2); {dataset.name} has samples of shape "
                f"{dataset.shape}."
            )
        self.dataset = dataset
        self.latents = gan.latents.array(metrics.SAMPLES, seed)
        self.labels = np.arange(len(self.latents), dtype="int32") % max(gan.classes, 1)
        self.paired = SHOWN // gan.pack * gan.pack  # shown to D in whole packs
        self.real = dataset.validation.x[:SHOWN]
        self.real_labels = dataset.validation.y
        self.real_spread = max(spread(self.real[:ARROWS]), 1e-9)
        self.box = box(dataset.train.x)
        self.nodes, self.manifold_shape = manifold_nodes(gan)
        self.offset_is_free = offset_is_free(gan.loss_fn)

    def __call__(self, gan):
        """The frame of the model as it is now.

        Args:
            gan: the model that the look was made for.

        Returns:
            (arrays, numbers): see `ter_gan.film.record.Film.append`.
        """
        samples, manifold = self._generate(gan)
        shown = samples[:SHOWN]
        logits = self._judge(gan, shown)
        arrays = {"generated": shown, "manifold": manifold}
        if not gan.judges_labels:
            arrays["logits"] = self._heatmap(gan, logits)
        descent = self._descent(gan, shown, logits[0])
        arrays["descent"] = descent[:ARROWS]
        arrays["slope"] = self._slope(gan, shown[:ARROWS])
        numbers = metrics.quality(samples, self.dataset) | losses(gan, *logits)
        numbers["diversity"] = spread(shown[:ARROWS]) / self.real_spread
        numbers["generator_slope"] = np.linalg.norm(descent, axis=1).mean()
        return arrays, numbers

    def _generate(self, gan):
        """Samples of the fixed latents, and of the manifold's grid."""

        def decode(latents, labels):
            labels = labels if gan.classes else None
            options = {"averaged": False, "batch_size": len(latents)}
            return self.dataset.from_model(gan.decode(latents, labels, **options))

        directions = np.eye(self.nodes.shape[1], dtype="float32")
        if gan.latent_dim > 2:
            bases = self.latents[:BASES]
            directions = steepest_plane(lambda z: decode(z, 0), bases)
        both = np.concatenate([self.latents, self.nodes @ directions])
        labels = np.zeros(len(both), "int32")  # the manifold is that of class 0
        labels[: len(self.latents)] = self.labels
        points = decode(both, labels)
        n = len(self.latents)
        return points[:n], points[n:].reshape(*self.manifold_shape, 2)

    def _judge(self, gan, shown):
        """D's logits of the real points, and of the generated ones shown."""
        n = self.paired
        real_labels = self.real_labels[:n] if gan.classes else None
        fake_labels = self.labels[:n] if gan.classes else None
        real = gan.judge(self.dataset.to_model(self.real[:n]), real_labels)
        return real, gan.judge(self.dataset.to_model(shown[:n]), fake_labels)

    def _heatmap(self, gan, logits):
        x, y = (np.linspace(*self.box[i : i + 2], GRID) for i in (0, 2))
        nodes = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2).astype("float32")
        copies = np.repeat(self.dataset.to_model(nodes), gan.pack, axis=0)
        values = ops.convert_to_numpy(gan.judge(copies)).reshape(GRID, GRID)
        if self.offset_is_free:
            values = (
                values - sum(ops.convert_to_numpy(each).mean() for each in logits) / 2
            )
        return values

    def _descent(self, gan, shown, real_logits):
        """-∂L_G/∂x, of each sample as if it were alone in its batch."""
        n = self.paired
        labels = self.labels[:n] if gan.classes else None

        def critic(x):
            return gan.judge(self.dataset.to_model(x), labels)

        return -sample_gradients(gan.loss_fn, critic, real_logits, shown[:n])

    def _slope(self, gan, points):
        """∂D/∂x; where D judges packs, it is shown copies of the point."""
        labels = self.labels[: len(points)] if gan.classes else None

        def logit(x):
            copies = ops.repeat(self.dataset.to_model(x), gan.pack, axis=0)
            return gan.judge(copies, labels)

        return ops.convert_to_numpy(backends.gradient(logit, points))


def losses(gan, real_logits, fake_logits):
    """dict of D's and G's loss without penalties, and of the mean scores."""
    d_loss, g_loss = gan.loss_fn(real_logits, fake_logits)
    score = gan.loss_fn.score
    return {
        "d_loss": float(d_loss),
        "g_loss": float(g_loss),
        "d_real": float(ops.mean(score(real_logits))),
        "d_fake": float(ops.mean(score(fake_logits))),
    }


def box(points):
    """(x_low, x_high, y_low, y_high): a square around the points, with a margin."""
    edges = np.stack(limits(points), axis=1)
    return tuple(float(edge) for edge in edges.ravel())


def manifold_nodes(gan):
    """The latents' regular grid, in the coordinates of its line or plane.

    Returns:
        (nodes, shape): float32 array `(rows · columns, 1 or 2)`; (rows, columns).
    """
    extent = LATENT_EXTENT[gan.latent]
    if gan.latent_dim == 1:
        return np.linspace(-extent, extent, LINE, dtype="float32")[:, None], (1, LINE)
    side = np.linspace(-extent, extent, PLANE, dtype="float32")
    return np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2), (PLANE, PLANE)


def steepest_plane(decode, latents):
    """The two latent directions along which G's output changes most.

    They span the first two right singular vectors of G's Jacobians, by finite
    differences at some latents. Within their plane they are turned so that, on
    the average, the first moves samples along x and the second along y: the
    grid then does not jump from frame to frame.

    Args:
        decode: callable from latents `(m, latent_dim)` to points `(m, 2)`.
        latents: float32 array `(n, latent_dim)`.

    Returns:
        float32 array `(2, latent_dim)`, orthonormal rows.
    """
    n, size = latents.shape
    moved = latents[:, None] + STEP * np.eye(size, dtype="float32")
    points = decode(np.concatenate([latents, moved.reshape(-1, size)]))
    changes = points[n:].reshape(n, size, 2) - points[:n, None]
    if not np.isfinite(changes).all():
        return np.eye(2, size, dtype="float32")
    plane = np.linalg.svd(changes.transpose(0, 2, 1).reshape(-1, size))[2][:2]
    left, _, right = np.linalg.svd(plane @ changes.mean(axis=0))
    return ((left @ right).T @ plane).astype("float32")


def offset_is_free(loss_fn):
    """Whether D's loss stays the same when a constant is added to all logits."""
    real, fake = ops.convert_to_tensor([[1.0]]), ops.convert_to_tensor([[-0.5]])
    here, there = loss_fn(real, fake)[0], loss_fn(real + 3.0, fake + 3.0)[0]
    return abs(float(here) - float(there)) < 1e-4


def facts(gan, dataset, recipe, command=""):
    """What a film says of its training.

    Args:
        gan: `ter_gan.models.gan.GAN` of points `(n, 2)`.
        dataset: `ter_gan.data.Dataset` of points.
        recipe: `ter_gan.recipes.Recipe`.
        command: str. What a person types to make this film again.

    Returns:
        dict for JSON.
    """
    loss, label = gan.loss_fn, ", label" if gan.classes else ""
    modes = datasets.MIXTURES.get(dataset.name)
    return {
        "title": f"{dataset.name}, {recipe.model}, seed {recipe.seed}",
        "dataset": dataset.name,
        "model": recipe.model,
        "loss": gan.rules.loss,
        "penalty": recipe.penalty,
        "latent": gan.latent,
        "latent_dim": gan.latent_dim,
        "seed": recipe.seed,
        "pack": gan.pack,
        "probability": loss.score is not raw,
        "indifferent_logit": loss.indifferent_logit,
        "equilibrium": list(loss.equilibrium),
        "networks": {
            "G": layer_names(
                gan.generator, f"noise {gan.latent_dim}{label}", "points 2"
            ),
            "D": layer_names(
                gan.discriminator, f"points {2 * gan.pack}{label}", "logit"
            ),
        },
        "heatmap": _heatmap_text(gan),
        "manifold": _manifold_facts(gan, dataset),
        "modes": None if modes is None else len(modes[0]),
        "floor": metrics.floor(dataset),
        "command": command,
    }


def layer_names(network, first, last):
    """The layers of a network as short words, such as `"dense 128 relu"`."""
    words = [first]
    for layer in network.layers:
        if isinstance(layer, SILENT):
            continue
        activation = getattr(getattr(layer, "activation", None), "__name__", "linear")
        after = "" if activation == "linear" else f" {activation.replace('_', ' ')}"
        if isinstance(layer, layers.Activation):
            words[-1] += after
        else:
            units = getattr(layer, "units", None)
            name = f"dense {units}" if units else type(layer).__name__
            words.append(name + after)
    return [*words[:-1], last]


def _heatmap_text(gan):
    if gan.judges_labels:
        return "No heatmap: what D says of a point depends on the label as well."
    text = f"Heatmap: D's logit on {GRID} × {GRID} points"
    if gan.pack > 1:
        text += f", each shown as a pack of {gan.pack} copies"
    if offset_is_free(gan.loss_fn):
        text += (
            "; this loss leaves D's offset open, so 0 is put half way between "
            "the means of real and of generated points"
        )
    return text + "."


def _manifold_facts(gan, dataset):
    """dict: which latents the grid covers, as a kind and as a sentence."""
    extent = LATENT_EXTENT[gan.latent]
    if gan.latent_dim == 1:
        kind = "line"
        text = f"Manifold: G's image of {LINE} latents from {-extent:g} to {extent:g}"
    else:
        kind = "plane"
        text = (
            f"Manifold: G's image of a grid of latents over [{-extent:g}, {extent:g}]²"
        )
    if gan.latent_dim > 2:
        kind = "pca"
        text += (
            f", in the plane through 0 of the two directions, among those of "
            f"{gan.latent_dim} latents, along which G's output changes most"
        )
    if gan.classes:
        text += f", for the class {dataset.class_names[0]}"
    return {"kind": kind, "text": text + "."}
