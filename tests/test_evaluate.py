import json

import numpy as np
import pytest

from ter_gan.evaluate import auc, held_out
from ter_gan.models.gan import GAN
from ter_gan.points import load
from tests import helpers
from tests.helpers import ter_gan
from tests.test_train import error


def test_auc_closed_forms():
    assert auc([1, 2], [0, -1]) == 1
    assert auc([0, -1], [1, 2]) == 0
    assert auc([1, 1], [1, 1]) == 0.5
    assert auc([3, 0], [1, 2]) == 0.5


def test_statistics_of_an_undecided_discriminator():
    networks = helpers.tiny_networks()
    networks[1].set_weights([0 * w for w in networks[1].get_weights()])
    numbers = held_out(GAN(*networks), load("ring"), "test", n=100, seed=0)
    assert numbers["n"] == 100
    assert numbers["d_auc"] == 0.5
    np.testing.assert_allclose(
        [numbers[k] for k in ("d_loss", "g_loss", "d_real", "d_fake")],
        [2 * np.log(2), np.log(2), 0.5, 0.5],
        rtol=1e-5,
    )


def test_the_command_writes_what_it_prints(tmp_path):
    run, file = tmp_path / "run", tmp_path / "result.json"
    ter_gan(
        *("train", "--dataset", "ring", "--width", "8", "--epochs", "1", "--pack", "2"),
        *("--steps-per-epoch", "5", "--run-dir", run),
    )
    result = ter_gan("evaluate", run, "--n", "501", "--json", file)
    assert result.returncode == 0, result.stderr
    numbers = json.loads(file.read_text())
    assert set(numbers["splits"]) == {"train", "validation", "test"}
    assert numbers["splits"]["test"]["n"] == 500
    shown = f"{numbers['splits']['test']['d_loss']:.4g}"
    assert shown in result.stdout


@pytest.mark.parametrize("arguments", [["nowhere"], [".", "--n", "-5"]])
def test_mistakes(arguments, tmp_path):
    error(ter_gan("evaluate", *arguments, cwd=tmp_path))
