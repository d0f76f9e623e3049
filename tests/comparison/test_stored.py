"""Results find their metric again, whatever their protocol."""

import pytest

from ter_gan import kinds
from ter_gan.comparison.stored import metric_of

WORDS = [
    {"fd": "fd", "features": "mnistcnn", "n": "10k", "ssim": "ssim", "size": "28px"},
    {"fd": "fid", "features": "a_b_c", "n": "512", "ssim": "ms_ssim", "size": "256px"},
]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("kind", kinds.NAMES)
def test_each_label_belongs_to_its_row_alone(kind, words):
    table = kinds.package(f"{kind}.evaluation").Evaluator.TABLE
    for row in table:
        assert metric_of(row.label.format(**words), table) == row.name
    assert metric_of("nonsense", table) is None
