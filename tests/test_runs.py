import json

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.models.gan import GAN
from ter_gan.recipes import resolve
from ter_gan.runs import Run, differences
from tests import helpers

RECIPE = resolve({"dataset": "ring"})


def gan(**options):
    return helpers.compiled(GAN(*helpers.tiny_networks(**options)))


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path):
    run = Run(tmp_path)
    run.write("file.txt", "old")
    with pytest.raises(RuntimeError), run.replacing("file.txt") as path:
        path.write_text("half of the n")
        raise RuntimeError("killed")
    assert (tmp_path / "file.txt").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]


def test_config_round_trip(tmp_path):
    run = Run.create(tmp_path / "run", RECIPE, "jax")
    again = Run.find(run.path)
    assert again.recipe == RECIPE and again.backend == "jax"


def test_a_damaged_config_is_named(tmp_path):
    run = Run.create(tmp_path / "run", RECIPE, "tensorflow")
    (run.path / "config.json").write_text('{"dataset": "ring", "nonsense": 1}')
    with pytest.raises(UserError, match="config.json is damaged.*nonsense"):
        _ = run.recipe
    (run.path / "config.json").write_text('{"dataset": ')
    with pytest.raises(UserError, match="config.json cannot be read"):
        _ = run.recipe


def test_checkpoints_restore_everything(tmp_path, rng):
    run, first, second = Run(tmp_path), gan(), gan()
    run.save_checkpoint(first, {"epoch": 3})
    assert run.load_checkpoint(second) == {"epoch": 3} == run.progress
    assert helpers.same(first.state().values(), second.state().values())


def test_the_checkpoint_before_is_kept(tmp_path):
    run, model = Run(tmp_path), gan()
    for epoch in (1, 2):
        run.save_checkpoint(model, {"epoch": epoch})
    names = sorted(path.name for path in (tmp_path / "checkpoints").iterdir())
    assert names == ["last.npz", "previous.npz"]
    run.checkpoint.unlink()
    assert run.progress == {"epoch": 1}


def test_a_damaged_checkpoint_names_the_one_before(tmp_path):
    run, model = Run(tmp_path), gan()
    for epoch in (1, 2):
        run.save_checkpoint(model, {"epoch": epoch})
    data = bytearray(run.checkpoint.read_bytes())
    weight = model.generator.get_weights()[0].tobytes()
    data[data.index(weight)] ^= 1  # one flipped bit
    run.checkpoint.write_bytes(data)
    with pytest.raises(UserError, match="damaged.*Delete it to go on from.*previous"):
        run.load_checkpoint(model)


def test_pickles_in_a_checkpoint_are_not_loaded(tmp_path):
    run = Run(tmp_path)
    run.checkpoint.parent.mkdir()
    np.savez(run.checkpoint, progress=np.array([{"evil": 1}], dtype=object))
    with pytest.raises(UserError, match="damaged or foreign"):
        _ = run.progress


def test_metrics_hold_every_column_and_are_cut_on_resume(tmp_path):
    run = Run(tmp_path)
    run.write_metrics([{"epoch": 1, "a": 0.5}, {"epoch": 2, "a": 0.25, "b": 1}])
    assert run.metrics(epochs=1) == [{"epoch": 1, "a": 0.5}]
    lines = (tmp_path / "metrics.csv").read_text().splitlines()
    assert lines == ["epoch,a,b", "1,0.5,", "2,0.25,1"]


def test_differences_are_readable_and_epochs_are_free():
    assert differences(RECIPE, {"epochs": 99, "width": RECIPE.width}) == []
    lines = differences(RECIPE, {"loss": "hinge"})
    assert lines == ["loss: non-saturating in the run, hinge asked for"]


def test_environment_names_versions_and_cores(tmp_path):
    run = Run.create(tmp_path / "run", RECIPE, "tensorflow")
    about = json.loads((run.path / "environment.json").read_text())
    assert about["hardware"].endswith("CPU cores") and "keras" in about["packages"]


def test_no_permission_is_one_clear_line(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="Cannot write the run folder.*--run-dir"):
        Run.create(tmp_path / "file" / "run", RECIPE, "tensorflow")
