import subprocess
import sys

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.text.datasets import load

SETS = """
import sys
import numpy as np
import tensorflow_datasets as tfds

features = tfds.features


def store(name, splits, make, **shape):
    tfds.dataset_builders.store_as_tfds_dataset(
        name=name,
        version="1.0.0",
        features=features.FeaturesDict(shape),
        split_datasets={
            split: [(number, make(number)) for number in range(count)]
            for split, count in splits.items()
        },
        data_dir=sys.argv[1],
    )


store(
    "talk",
    {"train": 20, "test": 5},
    lambda number: {"text": f"caf\\u00e9 number\\n {number}", "label": number % 2},
    text=features.Text(),
    label=features.ClassLabel(num_classes=2),
)
store("pairs", {"a": 12, "b": 8}, lambda n: {"said": f"so it is {n}"},
      said=features.Text())
store("pictures", {"train": 3}, lambda number: {"image": number},
      image=features.Scalar(np.int32))
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    pytest.importorskip("tensorflow_datasets")
    folder = tmp_path_factory.mktemp("tfds")
    command = [sys.executable, "-c", SETS, str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


def test_published_splits_stay_and_texts_become_lines(root, lines):
    dataset = load("tfds:talk", root, report=lines.append)
    assert dataset.name == "tfds:talk"
    assert (len(dataset.train), len(dataset.validation), len(dataset.test)) == (
        18,
        2,
        5,
    )
    assert dataset.vocabulary.words[3:5] == ("café", "number")
    assert dataset.source.startswith("TensorFlow Datasets talk/1.0.0")
    assert lines == []


def test_splits_of_other_names_are_joined(root):
    dataset = load("tfds:pairs", root)
    x = np.concatenate([dataset.train.x, dataset.validation.x, dataset.test.x])
    assert len(x) == 20
    assert (x[:, 0] == dataset.vocabulary.ids["so"]).all()


def test_data_without_texts_are_a_mistake(root):
    with pytest.raises(UserError, match="tfds:pictures is no dataset of single text"):
        load("tfds:pictures", root)
