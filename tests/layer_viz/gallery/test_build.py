"""The gallery's files: what is in them, what they replace, how large they are."""

import json
import re

import numpy as np
import pytest

from layer_viz.gallery import build, html, single_file
from layer_viz.gallery.__main__ import main
from layer_viz.gallery.build import PAGE
from layer_viz.gallery.chunks import pack, sheets, to_json, wide
from layer_viz.store import Record
from ter_gan.errors import UserError
from tests.layer_viz.gallery.records import DCGAN, HOSTILE, Synthetic


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return Synthetic(tmp_path_factory.mktemp("run") / "layer_viz").record


def narrowed(text):
    """The bytes of a wide text, bit by bit."""
    bits = "".join(f"{ord(c) - 0x100:015b}" for c in text)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits) // 8 * 8, 8))


@pytest.mark.parametrize("size", [1, 14, 15, 16, 1000])
def test_wide_text_holds_the_bytes(rng, size):
    data = rng.integers(0, 256, size, "uint8").tobytes()
    text = wide(data)
    assert narrowed(text)[:size] == data
    assert not any(0xD800 <= ord(c) < 0xE000 or ord(c) < 0x100 for c in text)
    assert size < 100 or 2 * len(text) < 1.08 * size


def test_a_chunk_holds_every_sheet(record):
    content = record.epoch(0)
    packed = pack(record, content)
    files = {sheet["file"] for sheet in sheets(content)}
    assert len(files) > 10
    for name in files:
        assert (record.path / name).read_bytes() in packed


def test_json_cannot_end_a_script():
    text = to_json({"name": HOSTILE + "\u2028"})
    assert "<" not in text and text.isascii()
    assert json.loads(text) == {"name": HOSTILE + "\u2028"}


def test_a_rebuild_replaces_its_own_files_only(record, tmp_path):
    out = tmp_path / "gallery"
    build([record], out)
    (out / "c/a/e9999.js").write_text("stale")
    (out / "thesis.txt").write_text("mine")
    (out / "c/a/notes.js").write_text("mine")
    before = {path.name for path in out.rglob("*")}
    assert build([record], out) == out / "index.html"
    assert {path.name for path in out.rglob("*")} == before - {"e9999.js"}
    assert [path.name for path in tmp_path.iterdir()] == ["gallery"]


def test_foreign_files_are_never_overwritten(record, tmp_path):
    (tmp_path / "index.html").write_text("my homepage")
    with pytest.raises(UserError, match="index.html, which no gallery wrote"):
        build([record], tmp_path)
    with pytest.raises(UserError, match="not a gallery"):
        single_file([record], tmp_path / "index.html")
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text() == "my homepage"


def test_records_that_cannot_be_shown(record, tmp_path):
    with pytest.raises(UserError, match="received 3"):
        build([record] * 3, tmp_path / "out")
    empty = Record.create(tmp_path / "empty", record.manifest)
    with pytest.raises(UserError, match="no finished epoch"):
        build([empty], tmp_path / "out")
    broken = Synthetic(tmp_path / "broken", epochs=[0]).record
    (broken.path / "e0000/fake.png").unlink()
    with pytest.raises(UserError, match="fake.png cannot be read"):
        build([broken], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_single_page_is_thinned_evenly(tmp_path):
    record = Synthetic(tmp_path / "run", epochs=range(11), exam=False).record
    whole = html([record], max_mb=20)
    assert '"left_out":[]' in whole
    thinned = html([record], max_mb=len(whole.encode()) / 1e6 * 0.75)
    left_out = json.loads(re.search(r'"left_out":(\[.*?\])', thinned).group(1))
    kept = sorted(set(range(11)) - set(left_out))
    assert left_out and {0, 10} <= set(kept)
    steps = np.diff(kept)
    assert steps.max() - steps.min() <= 1
    with pytest.raises(UserError, match="The smallest single page needs"):
        html([record], max_mb=0.1)


def test_the_page_stays_small_and_readable():
    files = [path for path in PAGE.iterdir() if path.suffix in (".js", ".css")]
    assert sum(path.stat().st_size for path in files) <= 140_000
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert "innerHTML" not in text and "localStorage" not in text
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_both_languages_say_everything():
    text = (PAGE / "words.js").read_text(encoding="utf-8")
    english, french = text.split("\nfr: {")
    keys = [re.findall(r'"([\w+-]+)": "', part) for part in (english, french)]
    assert len(keys[0]) == len(set(keys[0])) > 150
    assert set(keys[0]) == set(keys[1])
    used = set()
    for path in PAGE.glob("*.js"):
        used |= set(re.findall(r'TG\.t\("([\w-]+)"', path.read_text(encoding="utf-8")))
    assert used - set(keys[0]) == set()


def test_thirty_epochs_of_noise_stay_close_to_the_record(tmp_path):
    record = Synthetic(
        tmp_path / "run", layers=DCGAN, size=28, epochs=range(3), probes=8
    ).record
    index = build([record], tmp_path / "gallery")
    chunks = sum(path.stat().st_size for path in index.parent.glob("c/a/e*.js"))
    stored = sum(p.stat().st_size for p in record.path.glob("e*/*"))
    assert chunks < 1.08 * stored


def test_the_command(record, tmp_path, capsys):
    assert main([str(record.path), "--out", str(tmp_path / "g")]) == 0
    assert re.match(r".*/g/index.html  0\.\d MB\n", capsys.readouterr().out)
    out = str(tmp_path / "one.html")
    assert main([str(record.path), "--single-file", "--out", out]) == 0
    assert capsys.readouterr().out.startswith(out)
    with pytest.raises(UserError, match="holds no record"):
        main([str(tmp_path / "nowhere")])
