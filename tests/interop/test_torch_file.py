import collections
import io
import os
import pickle
import struct
import zipfile

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.interop import torch_file

VALUES = np.arange(6, dtype="<f4")


def text(value):
    return b"X" + struct.pack("<i", len(value)) + value.encode()


def integer(value):
    return b"J" + struct.pack("<i", value)


def integers(values):
    return b"(" + b"".join(map(integer, values)) + b"t"


def tensor(shape, strides, offset=0, kind="FloatStorage", size=6, key="0"):
    """What PyTorch pickles for a tensor."""
    storage = f"ctorch\n{kind}\n".encode() + text(key) + text("cpu") + integer(size)
    return (
        b"ctorch._utils\n_rebuild_tensor_v2\n("
        + (b"(" + text("storage") + storage + b"tQ")
        + integer(offset)
        + integers(shape)
        + integers(strides)
        + b"\x89ccollections\nOrderedDict\n)RtR"
    )


def table(**items):
    pairs = b"".join(text(name) + value for name, value in items.items())
    return b"}(" + pairs + b"u"


def zipped(pickled, values=VALUES, **more):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("net/data.pkl", b"\x80\x02" + pickled + b".")
        archive.writestr("net/data/0", values.tobytes())
        for name, content in more.items():
            archive.writestr(f"net/{name}", content)
    return file.getvalue()


def sequence(pickled, values=VALUES, little=True):
    heads = (torch_file.MAGIC, 1001, {"little_endian": little})
    return (
        b"".join(pickle.dumps(head, 2) for head in heads)
        + (b"\x80\x02" + pickled + b".")
        + pickle.dumps(["0"], 2)
        + (struct.pack("<q", len(values)) + values.tobytes())
    )


@pytest.mark.parametrize("write", [zipped, sequence])
def test_reads_shapes_strides_and_offsets(write, tmp_path):
    path = tmp_path / "net.pth"
    path.write_bytes(
        write(table(a=tensor((2, 3), (3, 1)), b=tensor((2, 2), (1, 2), offset=1)))
    )
    state = torch_file.read(path)
    np.testing.assert_array_equal(state["a"], [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(state["b"], [[1, 3], [2, 4]])
    assert state["a"].dtype == np.float32


def test_scalars_and_empty_tensors():
    content = zipped(table(one=tensor((), (), 4), none=tensor((0, 3), (3, 1))))
    state = torch_file.loads(content, "net")
    assert state["one"] == 4 and state["one"].shape == ()
    assert state["none"].shape == (0, 3)


def test_bfloat16_is_the_upper_half_of_float32():
    halves = (VALUES.view("<u4") >> 16).astype("<u2")
    content = zipped(table(a=tensor((6,), (1,), kind="BFloat16Storage")), halves)
    np.testing.assert_array_equal(torch_file.loads(content, "net")["a"], VALUES)


def test_looks_into_a_checkpoint_of_data_parallel_training():
    inner = table(**{"module.a": tensor((6,), (1,)), "module.b": tensor((1,), (1,))})
    content = zipped(table(state_dict=inner, best=integer(93)))
    assert list(torch_file.loads(content, "net")) == ["a", "b"]


def test_a_prefix_that_not_all_names_have_stays():
    some = table(**{"module.a": tensor((6,), (1,)), "b": tensor((1,), (1,))})
    assert list(torch_file.loads(zipped(some), "net")) == ["module.a", "b"]


@pytest.mark.parametrize("write", [zipped, sequence])
def test_runs_nothing_that_a_file_asks_for(write, tmp_path):
    target = tmp_path / "made"
    command = f"mkdir {target}"
    pickled = b"cos\nsystem\n(" + text(command) + b"tR"
    with pytest.raises(UserError, match=r"os\.system, which is refused") as error:
        torch_file.loads(write(table(a=pickled)), "evil.pth")
    assert "\n" not in str(error.value)
    assert not target.exists()
    pickle.loads(b"\x80\x02" + pickled + b".")  # it would have
    assert target.exists()


@pytest.mark.parametrize(
    "call", [b"ctorch\nload\n", b"ctorch._utils\n_rebuild\n", b"cbuiltins\neval\n"]
)
def test_refuses_other_names_of_allowed_modules(call):
    pickled = call + b"(" + text("x") + b"tR"
    with pytest.raises(UserError, match="refused"):
        torch_file.loads(zipped(table(a=pickled)), "evil.pth")


@pytest.mark.parametrize(
    "outside",
    [
        tensor((7,), (1,)),
        tensor((2, 3), (4, 1)),
        tensor((6,), (1,), offset=1),
        tensor((2,), (-1,), offset=3),
        tensor((6,), (1,), offset=-1),
        tensor((1 << 30, 1 << 30), (0, 0)),
    ],
    ids=["long", "strides", "offset", "backwards", "before", "huge"],
)
def test_refuses_tensors_that_leave_their_numbers(outside):
    with pytest.raises(UserError, match="^net is no PyTorch state dict"):
        torch_file.loads(zipped(table(a=outside)), "net")


FOREIGN = {
    "empty": b"",
    "text": b"weights, honestly",
    "another pickle": pickle.dumps([1, 2, 3]),
    "cut short": sequence(table(a=tensor((6,), (1,))))[:-5],
    "big-endian sequence": sequence(table(a=tensor((6,), (1,))), little=False),
    "big-endian zip": zipped(table(a=tensor((6,), (1,))), byteorder=b"big"),
    "no tensors": zipped(table(a=integer(1))),
    "no names": zipped(tensor((6,), (1,))),
    "nothing": zipped(b"}"),
    "storage missing": zipped(table(a=tensor((6,), (1,), key="1"))),
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_file_is_named_in_one_line(content):
    with pytest.raises(UserError, match="^net is no PyTorch state dict") as error:
        torch_file.loads(content, "net")
    assert "\n" not in str(error.value)


def test_another_zip_file(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("readme", "hello")
    with pytest.raises(UserError, match=r"without one data\.pkl"):
        torch_file.read(tmp_path / "a.zip")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UserError, match=r"Cannot read .*none\.pth: No such file"):
        torch_file.read(tmp_path / "none.pth")


@pytest.mark.parametrize("zipped_file", [True, False])
def test_reads_what_pytorch_writes(zipped_file, tmp_path):
    torch = pytest.importorskip("torch")
    kinds = (torch.float64, torch.float16, torch.int64, torch.uint8, torch.bool)
    base = torch.arange(12).reshape(3, 4)
    state = collections.OrderedDict(
        [(f"{kind}", base.to(kind).T[1:]) for kind in kinds]
        + [("shared", base), ("part", base[1])]
    )
    path = os.fspath(tmp_path / "net.pth")
    torch.save(state, path, _use_new_zipfile_serialization=zipped_file)
    read = torch_file.read(path)
    assert list(read) == list(state)
    for name, value in state.items():
        np.testing.assert_array_equal(read[name], value.numpy())
        assert read[name].dtype == value.numpy().dtype
