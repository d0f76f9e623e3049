import pytest

from ter_gan.errors import UserError
from ter_gan.images.datasets import sizes


@pytest.mark.parametrize(
    "text, expected",
    [
        ("photos", ("photos", None)),
        ("photos?size=48x32", ("photos", (48, 32))),
        ("photos?size=64", ("photos", (64, 64))),
        ("what?/photos", ("what?/photos", None)),
        ("what?/photos?size=8", ("what?/photos", (8, 8))),
    ],
)
def test_asked(text, expected):
    assert sizes.asked(text) == expected


@pytest.mark.parametrize("value", ["", "0", "x", "8x", "-8", "8x0", "5000", "8x8x8"])
def test_asked_refuses_what_is_no_size(value):
    with pytest.raises(UserError, match="is no image size; write "):
        sizes.asked(f"photos?size={value}")


def test_asked_refuses_other_options():
    with pytest.raises(UserError, match="Unknown dataset option 'sizes'.*size"):
        sizes.asked("photos?sizes=8")


def test_common():
    assert sizes.common([(3, 2), (3, 2)]) == (3, 2)
    assert sizes.common([(3, 2), (2, 3)]) == (64, 64)
    assert sizes.common([]) == (64, 64)
