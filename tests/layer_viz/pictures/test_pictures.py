import numpy as np
import pytest

from layer_viz import pictures
from layer_viz.pictures import activations, curves, maps
from layer_viz.pictures.files import rendered
from layer_viz.store import Record
from ter_gan.errors import UserError
from tests.layer_viz.pictures import known


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return known.write(tmp_path_factory.mktemp("known") / "layer_viz", exam=True)


def choose(record, epochs=known.EPOCHS, **options):
    return pictures.Choice(record, list(epochs), **options)


def step(layer, epoch):
    sheet = layer.sheet(epoch)
    return sheet["scale"] / (127 if sheet["zero"] else 255)


@pytest.mark.parametrize("stream", ["D.real", "D.fake"])
def test_what_is_drawn_is_what_was_recorded(record, stream):
    layer = choose(record, stream=stream, units="4,0").activations("d_conv")
    drawn = activations.tiles(layer, 5, [2, 0])
    values = record.values(layer.sheet(5)).reshape(3, 6, 4, 4)
    assert np.array_equal(drawn, values[[2, 0]][:, [4, 0]])
    true = np.moveaxis(known.outputs(stream, "d_conv", 5), -1, 1)[[2, 0]][:, [4, 0]]
    inside = np.abs(true) < layer.sheet(5)["scale"]
    assert np.abs(drawn - true)[inside].max() <= 0.51 * step(layer, 5)


def test_a_vector_is_a_near_square_and_blank_after_its_end(record):
    layer = choose(record).activations("g_hidden")
    drawn = activations.tiles(layer, 1, [1])[0]
    assert drawn.shape == (2, 3) and np.isnan(drawn[1, 2])
    assert np.isnan(drawn).sum() == 1
    true = known.outputs("G", "g_hidden", 1)[1]
    assert np.abs(drawn.ravel()[:5] - true).max() < 0.51 * step(layer, 1) + 0.2


def test_a_fixed_scale_is_the_same_in_all_epochs_and_an_own_one_is_not(record):
    fixed = choose(record).activations("g_relu")
    assert {fixed.scale(e).end for e in known.EPOCHS} == {fixed.sheet(5)["scale"]}
    own = choose(record, scale="epoch").activations("g_relu")
    assert [own.scale(e).end for e in known.EPOCHS] == [
        own.sheet(e)["scale"] for e in known.EPOCHS
    ]
    unit = choose(record, scale="unit").activations("g_relu").scale(0)
    assert unit.end.shape == (1, 6, 1, 1)


def test_units_are_sorted(record):
    def order(**options):
        return choose(record, **options).activations("d_conv").order()

    assert order() == [0, 1, 2, 3, 4, 5]
    assert order(sort="variance", units="top:3") == [2, 4, 0]
    assert order(sort="difference", units="top:2") == [1, 3]
    with pytest.raises(UserError, match="no difference"):
        choose(record, sort="difference").activations("g_relu").order()
    with pytest.raises(UserError, match="Unit 17 .* 0 to 5"):
        order(units="1,17")


def test_an_alias_is_drawn_as_the_other_layer(record):
    layer = choose(record).activations("d_flatten")
    assert (layer.row["id"], layer.asked) == ("D/d_conv", "D/d_flatten")
    words = texts(pictures.contact_sheet(choose(record, layers=["d_flatten"]), [0]))
    assert "D/d_conv (the same values as D/d_flatten)" in words


def texts(figure):
    return "\n".join(text.get_text() for text in figure.texts)


def test_a_sheet_says_what_it_is(record):
    choice = choose(record, layers=["g_relu"])
    words = texts(pictures.contact_sheet(choice, [0, 5]))
    for part in ("known values: epochs 0, 5", "G/g_relu", "ReLU", "4 × 4 × 6"):
        assert part in words
    assert "epoch 5" in words and "same scale in the 3 epochs" in words
    assert "class" not in texts(pictures.contact_sheet(choice, [0]))  # of latents
    real = choose(record, layers=["d_conv"], stream="D.real")
    assert "class 2" in texts(pictures.contact_sheet(real, [0]))


def test_maps_say_the_logit_the_chance_and_the_verdict(record):
    words = texts(pictures.map_figure(choose(record, method="gradient"), [5]))
    assert "logit −1.00\n27 % real" in words and "logit 1.00\n73 % real" in words
    assert "FAILED the examination at epoch 5: randomisation" in words
    assert "orange (−): brighter pixels would push towards fake" in words
    choice = choose(record, [5], method="occlusion", overlaid=True)
    assert "was not examined" in texts(pictures.map_figure(choice, [5]))


def test_the_epochs_that_have_maps(record):
    assert maps.epochs_with(record, "gradient", [0, 5], True) == [0, 5]
    assert maps.epochs_with(record, "occlusion", [0, 1, 5], False) == [5]
    with pytest.raises(UserError, match="Epoch 0 has no maps of occlusion"):
        maps.epochs_with(record, "occlusion", [0], True)
    with pytest.raises(UserError, match="Did you mean gradient"):
        maps.epochs_with(record, "gradients", [0], True)


def test_curves_are_the_numbers_of_the_epochs(record):
    choice, stream = choose(record), record.manifest["streams"][0]
    found = [
        curves.series(choice, stream, "g_relu", measure, [0, 1, 5])
        for measure in curves.MEASURES
    ]
    assert np.allclose(found[0], [0, 0.1, 0.5]) and found[1] == [1, 2, 6]
    assert np.isnan(found[4][0]) and found[4][1:] == [0.5, 0.5]
    assert np.isnan(curves.series(choice, stream, "none", curves.MEASURES[1], [0]))
    figure = pictures.statistics_curves(choice, [0, 1, 5])
    labels = {axes.get_ylabel() for axes in figure.axes}
    assert {"weight norm", "gradient norm"} < labels


def test_curves_of_chosen_layers(record):
    choice = choose(record, layers=["g_relu"])
    words = texts(pictures.statistics_curves(choice, [0, 1, 5]))
    assert "g_relu" in words and "g_hidden" not in words


@pytest.mark.parametrize("stream", [None, "D.real"])
def test_the_overview_goes_through_every_layer(record, stream):
    words = texts(pictures.overview(choose(record, [1], stream=stream), [1]))
    assert ("latent vector" in words) == (stream is None)
    assert "d_conv" in words and "d_flatten" not in words
    assert ("logit 1.00" in words) == (stream == "D.real")
    with pytest.raises(UserError, match="one page per epoch"):
        pictures.overview(choose(record), [0, 1])


def test_samples_are_drawn_as_they_are(record):
    image = rendered(pictures.samples_figure(choose(record, [1]), [1]))
    greys = np.unique(
        image[(image == image[..., :1]).all(-1)][:, 0], return_counts=True
    )
    share = dict(zip(*greys))
    for value in (40, 80, 10, 50, 90):  # real probes 1, 2; generated 0, 1, 2
        assert share[value] >= 100 * 100


def test_units_on_a_plane_have_axes(tmp_path):
    record = known.on_a_plane(tmp_path / "layer_viz")
    choice = choose(record, layers=["g_dense"])
    figure = pictures.contact_sheet(choice, [0, 1])
    framed = [axes for axes in figure.axes if axes.get_xlabel() == "x1"]
    assert len(framed) == known.UNITS
    assert {axes.get_xlim() for axes in framed} == {(-2.0, 2.0)}
    assert {axes.get_ylim() for axes in framed} == {(-1.0, 1.0)}
    scatter = pictures.samples_figure(choose(record), [0, 1, 5]).axes
    assert len(scatter) == 3 and len({axes.get_xlim() for axes in scatter}) == 1
    with pytest.raises(UserError, match="images"):
        pictures.overview(choose(record), [0])


def test_the_listing_names_everything(record):
    words = pictures.listing(record, "export RUN")
    for part in ("0, 1, 5", "D.fake: fake", "G/g_relu ", "= D/d_conv", "gradient"):
        assert part in words
    assert "occlusion: examination" in words
    empty = Record(record.path, record.manifest | {"epochs": []})
    assert "none yet" in pictures.listing(empty, "export RUN")
