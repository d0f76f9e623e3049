"""The schema accepts whole records, and nothing that a reader would trip over."""

import copy
import json
from pathlib import Path

import pytest

import layer_viz.store
from layer_viz.store import Record
from tests.layer_viz.gallery.planes import points
from tests.layer_viz.gallery.records import Synthetic

jsonschema = pytest.importorskip("jsonschema")
SCHEMA = json.loads(
    (Path(layer_viz.store.__file__).parent / "schema.json").read_text(encoding="utf-8")
)


def check(part, document):
    schema = SCHEMA | {"anyOf": [{"$ref": f"#/$defs/{part}"}]}
    jsonschema.Draft202012Validator(schema).validate(document)


def check_record(record):
    """Every document of a record."""
    check("manifest", record.manifest)
    for number in record.epochs:
        check("epoch", record.epoch(number))
    if record.exam():
        check("exam", record.exam())


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return Synthetic(tmp_path_factory.mktemp("run") / "layer_viz", epochs=[0, 2]).record


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_whole_records_pass(record, tmp_path):
    for each in (record, points(tmp_path / "points")):
        check_record(Record.find(each.path))


PANEL = {"id": "why", "title": "Why?", "lead": "", "unit": "logit"}
FRENCH = {"title": "Pourquoi ?", "lead": "", "unit": "logit"}


def test_panels_may_speak_french(record):
    panels = [PANEL, PANEL | {"fr": FRENCH}]
    check("manifest", record.manifest | {"panels": panels})


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.pop("layers"),
        lambda m: m.update(schema="layer_viz/2"),
        lambda m: m.update(target="logit"),
        lambda m: m["streams"][0].update(role="critic"),
        lambda m: m["epochs"][0].update(folder="../e0000"),
        lambda m: m.update(panels=[PANEL | {"fr": {"title": "Pourquoi ?"}}]),
        lambda m: m["probes"]["sheets"]["real"].update(zero=127),
        lambda m: m["probes"]["sheets"]["real"].update(file="../real.png"),
    ],
)
def test_wrong_manifests_fail(record, change):
    manifest = copy.deepcopy(record.manifest)
    change(manifest)
    with pytest.raises(jsonschema.ValidationError):
        check("manifest", manifest)
