"""layer_viz in a GAN's training: what it looks at, and that nothing changes."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from layer_viz.recorder import Recorder
from layer_viz.store import Record
from ter_gan import inside
from ter_gan.data import Dataset, Scaling, Split
from ter_gan.feed import Feed
from ter_gan.models.gan import GAN
from tests.helpers import compiled, same
from tests.layer_viz.store.test_schema import check_record
from tests.tables import small


def dataset(classes=3, n=60):
    rng = np.random.default_rng(0)

    def split(n):
        x = rng.integers(0, 256, (n, 8, 8, 1)).astype("uint8")
        return Split(x, np.arange(n, dtype="int32") % classes)

    names = tuple("abc"[:classes])
    return Dataset(
        "noise", split(n), split(n), split(n), Scaling(127.5, 1.0, "uint8"), names
    )


def networks(classes=0, pack=1):
    keras.utils.set_random_seed(0)
    z, label = keras.Input((4,)), keras.Input((), dtype="int32")
    h = z
    if classes:
        h = layers.Concatenate()([z, layers.Embedding(classes, 2)(label)])
    h = layers.Reshape((4, 4, 4), name="g_maps")(layers.Dense(64, name="g_dense")(h))
    h = layers.BatchNormalization(name="g_norm")(h)
    h = layers.UpSampling2D(name="g_up")(layers.ReLU(name="g_relu")(h))
    h = layers.Conv2D(1, 3, padding="same", activation="tanh", name="g_image")(h)
    generator = keras.Model([z, label] if classes else z, h)
    x, label = keras.Input((8, 8, pack)), keras.Input((), dtype="int32")
    h = layers.Conv2D(4, 3, 2, activation="leaky_relu", name="d_conv")(x)
    h = layers.Dropout(0.3)(layers.Flatten()(h))
    if classes:
        h = layers.Concatenate()([h, layers.Embedding(classes, 2)(label)])
    h = layers.Dense(1, name="d_logit")(h)
    return generator, keras.Model([x, label] if classes else x, h)


def gan(**options):
    classes, pack = options.get("classes", 0), options.get("pack", 1)
    return compiled(GAN(*networks(classes, pack), seed=0, **options))


OPTIONS = [
    {},
    {"classes": 3},
    {"pack": 2},
    {"loss": "relativistic-paired", "penalty": "r1+r2"},
    {"loss": "wasserstein", "weight_clip": 0.1, "critic_steps": 2, "average": 0.9},
]


def images_made(**options):
    """(model, feed, view) of a GAN of images."""
    model, data = gan(**options), dataset()
    feed = Feed(data.train, data.scaling, 8, labels=bool(model.classes))
    return model, feed, inside.images(model, data)


def rows_made():
    """(model, feed, view) of a conditional GAN of rows, in packs."""
    from ter_gan.tables import feed_of

    data = small.table()
    model = small.build("table-gan", data, steps_per_execution=1)
    feed = feed_of(small.recipe("table-gan"), data)
    return model, feed, inside.tables(model, data)


def train(model, feed, recorders=()):
    model.fit(feed, epochs=2, steps_per_epoch=3, verbose=0, callbacks=[*recorders])
    return model.state()


@pytest.mark.parametrize("options", [*OPTIONS, None], ids=str)
def test_training_is_the_same_with_and_without_a_record(options, tmp_path):
    def make():
        return rows_made() if options is None else images_made(**options)

    model, feed, _ = make()
    plain = train(model, feed)
    model, feed, view = make()
    recorded = train(model, feed, [Recorder(tmp_path, view)])
    assert same(plain.values(), recorded.values())
    record = Record.find(tmp_path)
    assert record.epochs == [0, 1, 2]
    content = record.epoch(2)
    if options is None:
        assert {"D.real/d_dense_1", "D.fake/d_dense_1"} <= set(content["sheets"])
        assert content["weights"]["G/g_dense_1"]["gradient"] > 0
        assert set(content["panels"]) == {"evidence-d", "marginals"}
    else:
        assert {"D.real/d_conv", "D.fake/d_conv", "G/g_relu"} <= set(content["sheets"])
        assert {"D.real/gradient", "D.fake/grad-cam"} <= set(content["maps"])
        assert content["weights"]["G/g_image"]["gradient"] > 0
        assert "image" in content["arriving"]
    check_record(record)


def test_the_scores_are_those_of_the_discriminator():
    model, data = gan(classes=3), dataset()
    view = inside.images(model, data)
    probes = view.probes
    fake = model.decode(probes["latents"], probes["labels.fake"], averaged=False)
    expected = {
        "D.real": model.logits(probes["real"], probes["labels.real"]),
        "D.fake": model.logits(fake, probes["labels.fake"]),
    }
    scores = view.scores(probes)
    for stream, logits in expected.items():
        np.testing.assert_allclose(scores[stream], logits[:, 0], rtol=1e-4, atol=1e-5)


def test_the_probes_come_from_the_validation_split_and_show_every_class():
    data = dataset()
    probes = inside.images(gan(), data).probes
    assert set(probes["labels.real"].tolist()) == {0, 1, 2}
    held_out = data.to_model(data.validation.x)
    for image in probes["real"]:
        assert (held_out == image).all((1, 2, 3)).any()


def test_losses_are_those_that_the_players_minimise():
    model, data = gan(loss="relativistic-paired"), dataset()
    view = inside.images(model, data)
    arrays = view.many
    fake = model.decode(arrays["latents"], averaged=False)
    d_loss, g_loss = model.loss_fn(
        ops.convert_to_tensor(model.logits(arrays["real"])),
        ops.convert_to_tensor(model.logits(fake)),
    )
    losses = view.losses(arrays)
    assert float(losses["G"]()) == pytest.approx(float(g_loss), rel=1e-4)
    assert float(losses["D"]()) == pytest.approx(float(d_loss), rel=1e-4)


def test_what_arrives_at_the_image_is_the_gradient_of_its_loss():
    from layer_viz.snapshot import arriving_gradients

    model, data = gan(), dataset()
    view = inside.images(model, data)
    arriving = arriving_gradients(view)["G/g_image"]
    fake = model.decode(view.probes["latents"], averaged=False)
    losses = view.losses(view.probes)
    real_logits = model.judge(view.probes["real"])

    def loss(x):
        return float(model.loss_fn(real_logits, model.judge(x))[1])

    assert loss(fake) == pytest.approx(float(losses["G"]()), rel=1e-5)
    step = np.zeros_like(fake)
    step[2, 3, 4, 0] = 1e-2
    slope = (loss(fake + step) - loss(fake - step)) / 2e-2
    assert arriving[2, 3, 4, 0] == pytest.approx(slope, rel=0.05, abs=1e-5)


def test_points_are_drawn_on_planes(tmp_path):
    from ter_gan import points, recipes

    data = points.load("ring")
    model = recipes.build(
        recipes.resolve({"dataset": "ring", "width": 8, "steps_per_execution": 1}),
        (2,),
        0,
    )
    feed = Feed(data.train, data.scaling, 64)
    recorder = Recorder(tmp_path, inside.points(model, data))
    model.fit(feed, epochs=1, steps_per_epoch=3, verbose=0, callbacks=[recorder])
    record = Record.find(tmp_path)
    plane = next(s["plane"] for s in record.manifest["streams"] if s["id"] == "D")
    content = record.epoch(1)
    assert np.shape(content["points"]["real"]) == (256, 2)
    assert content["weights"]["D/d_logit"]["gradient"] > 0
    assert record.manifest["methods"] == []
    (low, high), side = plane["x"], plane["size"]
    real = np.array(content["points"]["real"])
    assert low < real[:, 0].min() < real[:, 0].max() < high
    logit = record.values(content["sheets"]["D/d_logit"])
    assert logit.shape == (1, side, side)
    corner = np.array([[low, plane["y"][1]]], "float32")  # top left
    sheet = content["sheets"]["D/d_logit"]
    expected = np.clip(model.logits(corner)[0, 0], -sheet["scale"], sheet["scale"])
    assert logit[0, 0, 0] == pytest.approx(expected, abs=sheet["scale"] / 127)
