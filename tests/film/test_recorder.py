import tempfile

import keras
import numpy as np
import pytest

from ter_gan.callbacks import Position
from ter_gan.film.record import FILE, Film
from ter_gan.film.recorder import FilmRecorder, recorder
from ter_gan.points.datasets import load
from tests import helpers
from tests.film.films import built, equal, tiny
from tests.tables import small


class EpochEnds(keras.callbacks.Callback):
    """What `Checkpoints` does of `Position`."""

    def __init__(self, position):
        super().__init__()
        self.position = position

    def on_epoch_end(self, epoch, logs=None):
        self.position.begin_next_epoch()


def fit(gan, feed, position, epochs, *callbacks):
    feed.first_step = position.epoch * feed.steps_per_epoch
    gan.fit(
        feed,
        initial_epoch=position.epoch,
        epochs=epochs,
        steps_per_epoch=feed.steps_per_epoch // feed.steps_per_batch,
        shuffle=False,
        verbose=0,
        callbacks=[position, *callbacks, EpochEnds(position)],
    )


class Health:
    findings = [{"epoch": 2, "name": "x", "sentence": "y"}]


def filmed(folder):
    """(gan, recorder) of a whole training."""
    gan, feed, dataset, position = built(tiny())
    camera = FilmRecorder(tiny(), dataset, position, folder, Health)
    fit(gan, feed, position, 2, camera)
    return gan, camera


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """(gan, recorder, folder) of a training whose frames are all its batch ends."""
    folder = tmp_path_factory.mktemp("film")
    return *filmed(folder), folder


def test_frames_fall_on_batch_ends_from_the_first_step_to_the_last(whole):
    film = whole[1].film
    assert film.steps.tolist() == list(range(0, 41, 5))
    tracks = film.generated[:, :16]
    assert np.abs(np.diff(tracks, axis=0)).max(axis=(1, 2)).min() > 0
    assert np.isfinite(film.numbers["energy_distance"]).all()


@pytest.mark.parametrize("frames, steps", [(2, [40]), (3, [20, 40]), (4, [15, 30, 40])])
def test_frames_are_evenly_spaced(frames, steps):
    camera = FilmRecorder(tiny(), None, Position(20, 16, 5), frames=frames)
    ends = range(0, 41, 5)
    assert [now for last, now in zip(ends, ends[1:]) if camera._due(last, now)] == steps


def test_a_film_of_one_frame_is_refused():
    with pytest.raises(ValueError, match="Received: 1"):
        FilmRecorder(tiny(), None, Position(20, 16, 5), frames=1)


def same_state(first, second):
    return helpers.same(first.state().values(), second.state().values())


def test_filming_changes_nothing(whole):
    plain, feed, _, position = built(tiny())
    assert not same_state(plain, whole[0])
    fit(plain, feed, position, 2)
    assert same_state(plain, whole[0])


def test_a_resumed_film_is_that_of_an_uninterrupted_training(tmp_path, whole):
    recipe, folder = tiny(), tmp_path
    gan, feed, dataset, position = built(recipe)
    fit(gan, feed, position, 1, FilmRecorder(recipe, dataset, position, folder))
    half, state = Film.load(folder), gan.state()
    # frames of steps that were lost, as after a kill
    later = Film.load(folder)
    later.append(30, half.frame(0), {})
    later.save(folder)

    gan, feed, dataset, _ = built(recipe)
    gan.load_state(state)
    position = Position.of(feed, epoch=1)
    camera = FilmRecorder(recipe, dataset, position, folder, Health)
    fit(gan, feed, position, 2, camera)
    assert half.steps.tolist() == [0, 5, 10, 15, 20]
    assert equal(camera.film, whole[1].film)
    assert equal(Film.load(folder), Film.load(whole[2]))


def test_a_longer_training_thins_the_film(whole):
    position = Position(20, 16, 5, epoch=2)
    for frames, steps in ((200, list(range(0, 41, 5))), (5, [0, 20, 40])):
        camera = FilmRecorder(tiny(epochs=4), None, position, whole[2], frames=frames)
        assert camera.film.steps.tolist() == steps


def test_a_damaged_film_begins_anew_with_a_word(tmp_path, capsys):
    (tmp_path / FILE).write_bytes(b"cut")
    camera = FilmRecorder(tiny(), None, Position(20, 16, 5, epoch=1), tmp_path)
    assert camera.film is None
    assert "begins anew" in capsys.readouterr().out


def test_findings_of_an_epoch_stand_at_its_last_step(whole):
    assert Film.load(whole[2]).health == [{"step": 40, "name": "x", "sentence": "y"}]


def test_other_data_has_no_film():
    dataset = load("gaussian_1d")
    assert recorder(None, tiny(dataset="gaussian_1d"), dataset, None, None) is None
    rows = small.recipe("numeric-gan")  # two columns of a table are no plane
    assert recorder(None, rows, load("ring"), None, None) is None


def test_on_the_other_backend(backend):
    """Frames are finite, training is not disturbed: also inside JAX's `fit`."""
    if backend == keras.backend.backend():
        pytest.skip("the other tests run on this one")
    helpers.python(__file__, env={"KERAS_BACKEND": backend})


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        films = *filmed(folder), folder
        test_filming_changes_nothing(films)
        test_frames_fall_on_batch_ends_from_the_first_step_to_the_last(films)
