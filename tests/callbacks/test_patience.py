import types

import pytest

from ter_gan import report
from ter_gan.callbacks import Patience
from ter_gan.errors import UserError


def stopped_after(scores, epochs):
    """The epoch, from 1 on, that was the last one; `None`: all were trained."""
    log = types.SimpleNamespace(rows=[])
    patience = Patience(log, "mismatch", epochs)
    patience.set_model(types.SimpleNamespace(stop_training=False))
    for epoch, score in enumerate(scores):
        log.rows.append({"epoch": epoch + 1, "mismatch": score})
        patience.on_epoch_end(epoch)
        if patience.model.stop_training:
            return epoch + 1
    return None


def test_it_waits_as_long_as_it_was_told(capsys):
    assert stopped_after([3, 2, 1, 2, 2, 2, 0], 3) == 6
    assert "mismatch was best after epoch 3 (1.000)" in capsys.readouterr().out
    assert stopped_after([3, 2, 1, 2, 2, 0.5, 1], 3) is None
    assert stopped_after([1, 1], 1) == 2  # equal is not better


def test_the_report_says_whose_weights_are_kept():
    rows = [{"epoch": i, "mismatch": score} for i, score in enumerate((3, 1, 2), 1)]
    (line,) = report._kept(rows)
    assert line.startswith(
        "The weights of epoch 2 are kept, where `mismatch` was least"
    )
    assert not list(report._kept([{"epoch": 1, "d_loss": 0.5}]))


def test_a_model_without_a_score_is_refused():
    with pytest.raises(UserError, match="leave it out"):
        Patience(None, None, 3)
