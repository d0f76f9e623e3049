"""The commands: what they write, and how mistakes end."""

import json
import os
import signal
import subprocess
import sys

import pytest

from experiments import claims, run
from experiments import list as listing
from experiments.engine import report
from experiments.engine.experiment import names
from ter_gan.errors import UserError
from tests.experiments.engine import failing, toys
from tests.helpers import ROOT

TOYS = toys.__name__


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "experiments.run", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
    )


def test_a_run_ends_with_verdicts_report_and_page(tmp_path):
    out = tmp_path / "plants"
    done = command(TOYS, "--smoke", "--seeds", 1, "--out", out)
    assert done.returncode == 0, done.stderr
    assert f"6/6 {TOYS}" in done.stdout
    assert "X1   undecided" in done.stdout
    assert json.loads((out / "results.json").read_text())["smoke"]
    assert (out / "index.html").exists()
    assert len(list((out / "films").glob("*.js"))) == 6
    assert not done.stderr


def test_a_failing_trial_ends_with_code_1_and_its_message(tmp_path):
    done = command(failing.__name__, "--out", tmp_path, "--jobs", 1)
    assert done.returncode == 1
    message = "light=0,soil=sand seed 0: RuntimeError: no plant grows here"
    assert f"failed: {message}" in done.stdout
    assert "3 of 6 trials are missing" in done.stdout
    assert "Traceback" not in done.stderr


def test_one_row_alone_is_measured(tmp_path, capsys):
    chosen = ("--only", "light=3", "soil=moist clay")
    options = (*chosen, "--seeds", "1", "--jobs", "1", "--no-films")
    assert run.main([TOYS, "--out", str(tmp_path), *options]) == 0
    trials = json.loads((tmp_path / "results.json").read_text())["trials"]
    assert [each["cell"] for each in trials] == [{"light": 3, "soil": "moist clay"}]
    assert "1/1" in capsys.readouterr().out


def test_ctrl_c_keeps_what_is_finished_and_says_how_to_go_on(tmp_path):
    name = "tests.experiments.engine.slow"
    arguments = [sys.executable, "-m", "experiments.run", name, "--out", str(tmp_path)]
    process = subprocess.Popen(
        arguments,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # a session in the background may have told its children to ignore it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "of 18 trials are saved. The same command goes on." in err
    assert "Traceback" not in out + err
    done = command(name, "--out", tmp_path)
    assert done.returncode == 0
    assert "trials were finished before" in done.stdout


def test_mistakes_are_one_line_and_code_2():
    done = command("nowhere")
    assert done.returncode == 2
    assert done.stderr.startswith("error: Unknown experiment 'nowhere'.")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([TOYS, "all", "--out", "x"], "--out is for one experiment"),
        ([TOYS, "--smoke", "--commit-results"], "not worth"),
        ([TOYS, TOYS, "--only", "light=1"], "--only is for one experiment"),
        ([TOYS, "--commit-results", "--only", "light=1"], "for whole experiments"),
        ([TOYS, "--only", "ligth=1"], "Unknown setting 'ligth'. Did you mean light"),
        ([TOYS, "--only", "soil=moist"], "Unknown soil 'moist'. Did you mean moist c"),
        ([TOYS, "--only", "light="], "Unknown light ''. Known: 0, 1, 3"),
        ([TOYS, "--only", "soil"], 'SETTING=VALUE, such as "soil=sand"; received'),
        ([TOYS, "--only", "rain"], 'such as "light=0"; .* Settings: light, soil'),
        ([TOYS, "--seeds", "0"], "^--seeds must be .* 1 or more, received 0.$"),
        ([TOYS, "--seeds", "-3"], "^--seeds must be .* 1 or more, received -3.$"),
        ([TOYS, "--jobs", "two"], "^--jobs must be .* 1 or more, received two.$"),
        ([TOYS, "--films", "-1"], "^--films must be .* 0 or more, received -1.$"),
        ([TOYS, "--backend", "torch"], "^Unknown --backend 'torch'. Known: jax, tens"),
        ([TOYS, "--sed", "2"], "Did you mean --seeds"),
        ([TOYS, "--film", "light=1"], "Unknown trial 'light=1'"),
        ([TOYS, "--storage", "nothing://x"], "Cannot open|No driver"),
        ([TOYS, "--start-from", "x.json"], "--start-from x.json: No such file"),
        ([TOYS, TOYS, "--start-from", "x.json"], "--start-from is for one experim"),
        ([TOYS, "--smoke", "--start-from", "x.json"], "and not for --smoke"),
    ],
)
def test_mistakes_say_what_to_do(arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=message):
        run.main(arguments)


def test_report_only_measures_nothing(tmp_path, capsys):
    assert run.main([TOYS, "--out", str(tmp_path), "--report-only"]) == 1
    assert "30 of 30 trials are missing" in capsys.readouterr().out


def test_one_film_is_made_again(finished_run, capsys):
    key = "light=3,soil=sand,seed=2"
    assert run.main([TOYS, "--out", str(finished_run), "--film", key]) == 0
    path = finished_run / "films" / f"{key}.js"
    assert capsys.readouterr().out.strip() == str(path)
    assert key in (finished_run / "page" / "data.js").read_text()


def test_the_list_names_every_experiment(capsys):
    assert listing.main([]) == 0
    out = capsys.readouterr().out
    assert all(f"{name}: " in out for name in names())


def test_docs_claims_is_what_the_command_writes():
    found = claims.collect(report.RESULTS)
    if not found:
        pytest.skip("no experiment has saved results yet")
    expected = claims.markdown(found, claims.TARGET.parent)
    assert claims.TARGET.read_text("utf-8") == expected


@pytest.mark.parametrize("name", ["run", "list", "claims"])
def test_help_shows_examples(name, capsys):
    module = {"run": run, "list": listing, "claims": claims}[name]
    with pytest.raises(SystemExit) as end:
        module.main(["--help"])
    assert end.value.code == 0
    assert (
        f"python -m experiments.{name}" in capsys.readouterr().out.split("examples")[1]
    )
