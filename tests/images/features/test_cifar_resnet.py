"""ResNet-56 for CIFAR-10: its arrays from PyTorch, and where they are found."""

import shutil

import numpy as np
import pytest

from ter_gan import images
from ter_gan.errors import UserError
from ter_gan.images import features
from ter_gan.images.features import cifar_resnet, downloads, weight_files
from ter_gan.interop import torch_file
from ter_gan.sources import places

ACCURACY = 0.9339  # published: a test error of 6.61 %
BLOCKS = 2  # of each stage, where the depth does not matter
SEEN = 200  # test images


@pytest.fixture(scope="module")
def published():
    """The published file, which a data directory may have."""
    root = places.data_directory()
    for path in sorted((root / downloads.FOLDER).glob("*.th")) if root else ():
        if downloads.sha256(path) == cifar_resnet.FILE_SHA256:
            return path
    pytest.skip("needs the published ResNet-56 in TER_GAN_DATA/weights")


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """An empty cache and no data directory."""
    monkeypatch.setenv("TER_GAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("TER_GAN_DATA", raising=False)


def state_of(blocks, rng):
    """A state dict of random numbers, as PyTorch names and shapes them."""
    state = {}

    def convolution(name, old, new):
        state[f"{name}.weight"] = rng.normal(0, 0.2, (new, old, 3, 3))
        norm = name.replace("conv", "bn")
        for part in ("weight", "bias", "running_mean"):
            state[f"{norm}.{part}"] = rng.normal(size=new)
        state[f"{norm}.running_var"] = rng.uniform(0.5, 2, new)

    convolution("conv1", 3, 16)
    old = 16
    for stage, new in enumerate((16, 32, 64), 1):
        for block in range(blocks):
            convolution(f"layer{stage}.{block}.conv1", old, new)
            convolution(f"layer{stage}.{block}.conv2", new, new)
            old = new
    state["linear.weight"] = rng.normal(size=(10, 64))
    state["linear.bias"] = rng.normal(size=10)
    return {name: array.astype("float32") for name, array in state.items()}


def with_torch(torch, state, blocks, pixels):
    """The network written down with PyTorch's functions: features and logits."""
    f = torch.nn.functional
    weights = {name: torch.tensor(array) for name, array in state.items()}

    def normalised(x, name, stride=1):
        x = f.conv2d(x, weights[f"{name}.weight"], stride=stride, padding=1)
        norm = name.replace("conv", "bn")
        parts = ("running_mean", "running_var", "weight", "bias")
        return f.batch_norm(x, *(weights[f"{norm}.{part}"] for part in parts))

    mean, deviation = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    x = (pixels / np.float32(255) - mean) / deviation
    x = torch.tensor(x.transpose(0, 3, 1, 2).astype("float32"))
    x = f.relu(normalised(x, "conv1"))
    for stage in (1, 2, 3):
        for block in range(blocks):
            stride = 2 if stage > 1 and block == 0 else 1
            name = f"layer{stage}.{block}"
            h = f.relu(normalised(x, f"{name}.conv1", stride))
            h = normalised(h, f"{name}.conv2")
            if stride == 2:
                side = x.shape[1] // 2
                x = f.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, side, side))
            x = f.relu(h + x)
    vectors = x.mean(dim=(2, 3))
    logits = vectors @ weights["linear.weight"].T + weights["linear.bias"]
    return vectors.numpy(), f.softmax(logits, dim=1).numpy()


def test_parity_with_pytorch(rng):
    torch = pytest.importorskip("torch")
    state = state_of(BLOCKS, rng)
    model = cifar_resnet.build(BLOCKS)
    model.set_weights(cifar_resnet.from_torch(state, model))
    pixels = rng.integers(0, 256, (4, 32, 32, 3), dtype="uint8")
    vectors, probabilities = model.predict_on_batch(pixels.astype("float32"))
    expected, expected_probabilities = with_torch(torch, state, BLOCKS, pixels)
    assert expected.std() > 0.1
    np.testing.assert_allclose(vectors, expected, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(probabilities, expected_probabilities, atol=1e-4)


def test_another_state_is_refused(rng):
    model, state = cifar_resnet.build(blocks=1), state_of(1, rng)
    without = {k: v for k, v in state.items() if k != "layer2.0.bn1.bias"}
    with pytest.raises(UserError, match="'layer2.0.bn1.bias' is missing"):
        cifar_resnet.from_torch(without, model)
    with pytest.raises(UserError, match=r"linear/kernel has the shape \(64, 100\)"):
        wide = {"linear.weight": np.zeros((100, 64), "float32")}
        cifar_resnet.from_torch(state | wide, model)


def test_without_weights_it_says_how_to_get_them(nowhere):
    with pytest.raises(UserError, match="features.convert cifarresnet56 resnet56-4bf"):
        features.get("cifarresnet56")


def test_other_weights_in_the_cache_are_refused(nowhere):
    arrays = cifar_resnet.build(blocks=1).get_weights()
    weight_files.write(weight_files.cached("cifarresnet56"), arrays)
    with pytest.raises(UserError, match="not the known ones"):
        cifar_resnet.load()


def test_other_files_are_not_taken_for_the_published_one(
    nowhere, monkeypatch, tmp_path
):
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / cifar_resnet.FILE).write_bytes(b"something else")
    monkeypatch.setenv("TER_GAN_DATA", str(tmp_path))
    with pytest.raises(UserError, match="are not here"):
        cifar_resnet.load()


def test_the_published_file_in_a_data_directory(
    nowhere, published, monkeypatch, tmp_path
):
    (tmp_path / "weights").mkdir()
    shutil.copy(published, tmp_path / "weights" / "renamed.th")
    monkeypatch.setenv("TER_GAN_DATA", str(tmp_path))
    lines = []
    arrays = cifar_resnet.find_weights(lines.append)
    assert weight_files.sha256(arrays) == cifar_resnet.SHA256
    assert len(lines) == 1 and "renamed.th" in lines[0] and "sha256" in lines[0]


def test_converted_once_it_is_found(nowhere, published, rng):
    test = images.load("cifar10", published.parents[1]).test[:SEEN]
    path = cifar_resnet.convert(published)
    assert path == weight_files.cached("cifarresnet56")
    lines = []
    network = cifar_resnet.load(lines.append)
    assert not lines and network.sha256 == cifar_resnet.SHA256
    assert (network.dimensions, network.classes) == (64, 10)
    assert network.class_names == ("airplane", *network.class_names[1:9], "truck")
    right = network(test.x, batch_size=100).probabilities.argmax(axis=1) == test.y
    error = (ACCURACY * (1 - ACCURACY) / SEEN) ** 0.5
    assert abs(right.mean() - ACCURACY) < 4 * error


def test_the_smaller_network_is_not_converted(nowhere, published):
    other = published.with_name("cifar10_resnet20-12fca82f.th")
    if not other.exists():
        pytest.skip("needs the published ResNet-20 beside it")
    with pytest.raises(UserError, match="is missing"):
        cifar_resnet.convert(other)
    assert not weight_files.cached("cifarresnet56").exists()
    assert torch_file.read(other)["conv1.weight"].shape == (16, 3, 3, 3)
