"""The house rules that a machine can check."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("ter_gan", "layer_viz", "experiments")
FILES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
FRAMEWORKS = {"tensorflow", "jax", "torch", "tensorflow_datasets", "tensorflow_gan"}
COMMANDS = {
    "latent",
    "words",
    "quiz",
    "train",
    "generate",
    "compare",
    "evaluate",
    "film",
    "lab",
    "training",
    "inside",
    "tabular",
}


def module(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def imports(path):
    """Dotted names that a file imports, at any depth."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = tuple(node.module.split("."))
            yield from ((*base, alias.name) for alias in node.names)


def own_imports(path):
    return [name[1:] for name in imports(path) if name[0] == "ter_gan"]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_frameworks_are_imported_where_they_may_be(path):
    where = module(path)
    found = {name[0] for name in imports(path)} & FRAMEWORKS
    if "backends" in where or "interop" in where:
        return
    if where[1:2] == ("sources",) or where[2:3] == ("datasets",):
        found -= {"tensorflow_datasets", "tensorflow"}  # what TFDS is made of
    assert not found


@pytest.mark.parametrize("path", FILES, ids=str)
def test_arrows_go_one_way(path):
    if module(path)[0] != "ter_gan":
        return
    where, used = module(path)[1:], own_imports(path)
    kinds = {"images", "points", "text", "tables"}
    if where and where[0] in kinds:
        assert not [u for u in used if u[0] in kinds - {where[0]}]
    if where and where[0] in {"models", "layers", "backends"}:
        assert not [u for u in used if u[0] in kinds | {"recipes", "runs", "callbacks"}]
    if where and where[0] not in COMMANDS:
        assert not [u for u in used if u[0] in COMMANDS]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_layer_viz_knows_nothing_of_gans(path):
    if module(path)[0] == "layer_viz":
        used = {name[0] for name in own_imports(path)}
        assert used <= {"backends", "errors", "commands", "files"}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_functions_and_files_stay_short(path):
    assert len(path.read_text().splitlines()) <= 400
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, node.name


@pytest.mark.parametrize("path", FILES, ids=str)
def test_public_functions_say_what_they_do(path):
    for node in ast.parse(path.read_text()).body:
        public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and (
            not node.name.startswith("_")
        )
        if public and len(ast.unparse(node).splitlines()) > 6:
            assert ast.get_docstring(node), node.name
