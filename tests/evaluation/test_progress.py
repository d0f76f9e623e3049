"""Progress on a terminal, and in a log file."""

import io

from ter_gan.evaluation.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_log_has_a_line_for_each_stage():
    stream = io.StringIO()
    with Progress(stream) as progress:
        for name in ("one", "two"):
            stage = progress.stage(name)
            stage(1, 2)
            stage(2, 2)
    assert stream.getvalue() == "one\ntwo\n"


def test_a_terminal_has_one_line_that_ends_empty():
    stream = Terminal()
    with Progress(stream) as progress:
        progress.stage("generating")(10, 10)
    shown = stream.getvalue()
    assert "\n" not in shown
    assert "[####################] 10/10" in shown
    assert shown.rstrip("\r").rsplit("\r", 1)[1].strip() == ""
