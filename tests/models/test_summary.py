import keras
import pytest
from keras import layers

from ter_gan.images.networks import build
from ter_gan.models.summary import as_text, describe


@pytest.fixture(autouse=True)
def without_weights():
    """Networks are built, not initialised: only their structure counts."""
    with keras.StatelessScope(initialize_variables=False):
        yield


def rows(model):
    return {row.name: row for row in describe(model)}


def test_receptive_fields_by_hand():
    inputs = keras.Input((32, 32, 3), name="x")
    x = layers.Conv2D(4, 3, padding="same", name="a")(inputs)  # 3
    x = layers.Conv2D(4, 4, strides=2, padding="same", name="b")(x)  # 3 + 3·1
    short = layers.AveragePooling2D(2, padding="same", name="short")(x)  # 6 + 1·2
    x = layers.Conv2D(4, 3, dilation_rate=2, padding="same", name="c")(x)  # 6 + 4·2
    x = layers.MaxPooling2D(2, name="pool")(x)  # 14 + 1·2
    x = layers.Add(name="add")([short, x])
    x = layers.Conv2D(4, 3, name="d")(x)  # 16 + 2·4
    x = layers.Flatten(name="flat")(x)
    fields = {
        name: row.receptive_field for name, row in rows(keras.Model(inputs, x)).items()
    }
    assert fields == {
        "x": 1,
        "a": 3,
        "b": 6,
        "short": 8,
        "c": 14,
        "pool": 16,
        "add": 16,
        "d": 24,
        "flat": None,
    }


def test_dcgan_numbers_by_hand():
    generator, discriminator = build("dcgan", (28, 28, 1), 10, width=8)
    d, g = rows(discriminator), rows(generator)
    assert d["d_conv_1"].receptive_field == 4
    assert d["d_conv_2"].receptive_field == 10
    assert d["d_conv_2"].output_shape == (7, 7, 16)
    assert d["d_conv_2"].parameters == 4 * 4 * 8 * 16 + 16
    assert d["d_conv_2"].multiply_adds == 7 * 7 * 4 * 4 * 8 * 16
    assert d["d_logit"].multiply_adds == 7 * 7 * 16
    assert d["d_logit"].receptive_field is None
    assert g["g_project"].multiply_adds == 10 * 7 * 7 * 16
    assert {row.receptive_field for row in g.values()} == {None}


def test_networks_of_sequences_by_hand():
    x = keras.Input((6, 3))
    y = layers.Conv1D(4, 5, padding="same", name="conv")(x)
    y = layers.GRU(7, return_sequences=True, name="gru")(y)
    y = layers.Bidirectional(layers.GRU(2, return_sequences=True), name="both")(y)
    y = layers.Dense(9, name="dense")(y)
    found = rows(keras.Model(x, layers.GlobalMaxPooling1D(name="max")(y)))
    gates = 3  # of a GRU
    expected = {
        "conv": 6 * 5 * 3 * 4,
        "gru": 6 * gates * (4 * 7 + 7 * 7),
        "both": 6 * 2 * gates * (7 * 2 + 2 * 2),
        "dense": 6 * 4 * 9,
        "max": 0,
    }
    assert {name: found[name].multiply_adds for name in expected} == expected


def test_a_transformer_block_by_hand():
    from ter_gan.text.networks import language

    length, width = 6, 8
    projections = 4 * width**2
    feed_forward = 2 * 4 * width**2
    attention = 2 * length * width
    for make in (language.transformer, language.masked_transformer):
        found = rows(make(length, 11, width, 1))
        expected = length * (projections + feed_forward + attention)
        assert found["g_block_1"].multiply_adds == expected


def test_transposed_convolutions_cost_what_sub_pixel_ones_do():
    costs = [
        sum(row.multiply_adds for row in describe(generator))
        for generator, _ in (
            build("dcgan", (16, 16, 1), 4, width=4, upsampling=upsampling)
            for upsampling in ("subpixel", "transpose")
        )
    ]
    assert costs[0] == costs[1] > 0


def test_labels_and_the_whole_batch_have_no_receptive_field():
    _, d = build(
        "resnet",
        (16, 16, 1),
        4,
        width=4,
        classes=3,
        conditioning="concat",
        minibatch_stddev=True,
    )
    d = rows(d)
    assert d["d_label_map"].receptive_field is None
    assert d["d_block_1_add"].receptive_field == 6
    assert d["d_minibatch_stddev"].receptive_field is None


def test_the_table_is_aligned_and_totals_are_right():
    _, discriminator = build("mlp", (2, 2, 1), 3, width=4, classes=2)
    text = as_text(describe(discriminator)).splitlines()
    assert text[0].split() == [
        "layer",
        "type",
        "output",
        "parameters",
        "field",
        "multiply-adds",
    ]
    macs = 4 * 4 + 4 * 4 + 4 + 4
    assert text[-1].split() == ["total", str(discriminator.count_params()), str(macs)]
    assert len({len(line) for line in text}) == 1


def test_what_is_inside_counts():
    """Three discriminators cost three times one; attention by hand."""
    options = {"width": 8, "attention": True}
    one, three = (
        build("dcgan", (16, 16, 1), 4, discriminators=n, **options)[1] for n in (1, 3)
    )
    totals = [sum(row.multiply_adds for row in describe(d)) for d in (one, three)]
    assert totals[1] == 3 * totals[0]
    kernels = 8 * (1 + 1 + 4) + 4 * 8  # query, key, value, and back
    assert rows(one)["d_attention"].multiply_adds == 64 * (kernels + 16 * (1 + 4))
