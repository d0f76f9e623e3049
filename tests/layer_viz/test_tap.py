"""tap: every model style, both backends, no trace left behind."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from layer_viz.tap import layers_of, own_modules, tap
from ter_gan.layers import DepthToSpace
from tests.helpers import same, weights

X = np.random.default_rng(0).standard_normal((3, 8, 8, 1)).astype("float32")


def functional():
    x = keras.Input((8, 8, 1))
    h = layers.Conv2D(4, 3, activation="relu", name="conv")(x)
    return keras.Model(x, layers.Dense(1, name="logit")(layers.Flatten()(h)))


def sequential():
    conv, logit = layers.Conv2D(4, 3, name="conv"), layers.Dense(1, name="logit")
    return keras.Sequential([keras.Input((8, 8, 1)), conv, layers.Flatten(), logit])


class Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.blocks = [layers.Conv2D(4, 3, name="conv"), layers.Flatten()]
        self.logit = layers.Dense(1, name="logit")

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return self.logit(x)


def subclassed():
    model = Subclassed()
    model(X)
    return model


def untouched(models):
    return all("call" not in vars(layer) for layer, _ in layers_of(models))


@pytest.mark.parametrize("make", [functional, sequential, subclassed])
def test_every_style_is_recorded_and_left_as_it_was(make):
    model = make()
    before, kept = np.array(model(X, training=False)), weights(model)
    with tap(model) as seen:
        output = model(X, training=False)
    arrays = seen.numpy()
    assert arrays["conv"].shape == (3, 6, 6, 4)
    np.testing.assert_array_equal(arrays["logit"], np.array(output))
    np.testing.assert_array_equal(before, np.array(model(X, training=False)))
    assert untouched(model) and same(kept, weights(model))


def test_two_inputs_and_a_nested_model():
    features = functional()
    x, label = keras.Input((8, 8, 1)), keras.Input((), dtype="int32")
    h = layers.Concatenate(name="joined")(
        [features(x), layers.Embedding(5, 2, name="embedding")(label)]
    )
    model = keras.Model([x, label], layers.Dense(1, name="top")(h))
    with tap(model) as seen:
        model([ops.convert_to_tensor(X), ops.convert_to_tensor([0, 1, 2])])
    assert f"{features.name}/conv" in seen
    assert seen["joined"].shape == (3, 3)
    assert list(seen)[-1] == "top"


def test_a_chain_of_two_models_has_their_names_in_the_paths():
    z = keras.Input((2,))
    g = keras.Model(z, layers.Reshape((8, 8, 1))(layers.Dense(64, name="d")(z)))
    models = {"G": g, "D": functional()}
    with tap(models) as seen:
        models["D"](g(np.ones((2, 2), "float32")))
    assert {"G/d", "D/conv", "D/logit"} <= set(seen)


def test_a_shared_layer_called_twice_has_two_outputs():
    shared = layers.Dense(4, name="shared")
    x = keras.Input((4,))
    model = keras.Model(x, shared(shared(x)))
    first = np.random.default_rng(1).standard_normal((2, 4)).astype("float32")
    with tap(model) as seen:
        model(first)
    arrays = seen.numpy()
    kernel, bias = (np.array(w) for w in shared.get_weights())
    np.testing.assert_allclose(arrays["shared"], first @ kernel + bias, rtol=1e-4)
    np.testing.assert_allclose(
        arrays["shared#2"], arrays["shared"] @ kernel + bias, rtol=1e-4, atol=1e-5
    )


def test_two_layers_of_one_name_are_told_apart():
    class Pair(layers.Layer):
        def __init__(self):
            super().__init__()
            self.parts = [layers.Dense(2, name="a"), layers.Dense(3, name="a")]

        def call(self, x):
            return self.parts[1](self.parts[0](x))

    model = keras.Sequential([keras.Input((4,)), Pair()])
    with tap(model) as seen:
        model(np.ones((1, 4), "float32"))
    shapes = {path: tuple(value.shape) for path, value in seen.items()}
    assert shapes["pair/a"] == (1, 2) and shapes["pair/a(2)"] == (1, 3)


def test_an_edit_takes_the_place_of_the_output():
    model = functional()

    def switch_off(path, output):
        return output * 0 if path == "conv" else None

    with tap(model, edit=switch_off) as seen:
        output = np.array(model(X))
    np.testing.assert_array_equal(output, np.zeros((3, 1)))  # the bias alone
    assert not np.array(seen["conv"]).any()
    assert np.abs(np.array(model(X)) - output).max() > 1e-3


def test_taps_within_each_other_both_see_and_both_leave():
    model = functional()
    with tap(model) as outer:
        with tap(
            model, edit=lambda path, y: y + 1 if path == "conv" else None
        ) as inner:
            model(X)
        once = len(outer)
        model(X)
    assert untouched(model)
    assert len(outer) == 2 * once and len(inner) == once
    np.testing.assert_allclose(
        np.array(inner["conv"]), np.array(outer["conv"]) + 1, rtol=1e-5
    )


def test_an_exception_leaves_no_trace():
    model = functional()
    with pytest.raises(RuntimeError, match="mine"), tap(model):
        model(X)
        raise RuntimeError("mine")
    assert untouched(model)


def test_nothing_captured_is_said():
    model = functional()
    with pytest.raises(ValueError, match="No layer was called"), tap(model):
        pass
    model.predict(X, verbose=0)  # compiles
    with pytest.raises(ValueError, match="predict and fit"), tap(model):
        model.predict(X, verbose=0)


def test_a_traced_call_has_no_values():
    model = functional()
    with tap(model) as seen:
        model.predict(X, verbose=0)  # compiles here, inside the tap
    with pytest.raises(ValueError, match="compiled function"):
        seen.numpy()


def test_a_model_without_weights_is_refused():
    with pytest.raises(ValueError, match="call it once"), tap(Subclassed()):
        pass


def test_own_modules_are_those_that_loading_needs():
    own = DepthToSpace(1, name="to_space")
    model = keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(4, 3), own])
    assert own_modules(model) == ["ter_gan.layers.depth_to_space"]
    assert own_modules(functional()) == []
