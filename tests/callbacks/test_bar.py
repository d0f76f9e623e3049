import io

from ter_gan.callbacks import Bar, Position
from ter_gan.callbacks.bar import clock


class Terminal(io.StringIO):
    def isatty(self):
        return True


def bar(stream, step=25, seconds=5.0):
    position = Position(100, 64, step=step, seconds=seconds, epoch_seconds=seconds)
    return Bar(position, epochs=3, stream=stream)


LOGS = {"d_loss": 1.25, "g_loss": 0.5, "d_auc": 0.75, "secret": 1.0}


def test_line_has_share_time_left_speed_and_losses():
    line = bar(io.StringIO()).line(LOGS)
    assert line.startswith("epoch 1/3 [#####...............] ETA 0:15 320 samples/s")
    assert "d_loss 1.250" in line and "d_auc 0.750" in line and "secret" not in line


def test_a_finished_epoch_shows_its_time():
    assert "0:05 1280 samples/s" in bar(io.StringIO(), step=100).line({})


def test_a_terminal_is_redrawn_and_a_file_gets_lines():
    for stream, end in ((Terminal(), "\r"), (io.StringIO(), "\n")):
        bar(stream, step=1).on_train_batch_end(0, LOGS)
        assert stream.getvalue().endswith(end)


def test_a_file_is_not_flooded():
    stream = io.StringIO()
    shown = bar(stream)
    for batch in range(50):
        shown.on_train_batch_end(batch, LOGS)
    assert len(stream.getvalue().splitlines()) == 1


def test_clock():
    assert [clock(s) for s in (5, 65, 3665)] == ["0:05", "1:05", "1:01:05"]
