"""What the published FID and LPIPS networks say, for `inception_parity`.

python inception_peers.py FOLDER

Runs in an environment of its own, without TER GAN. The published weights are not
needed: those written here are random, with the same names and shapes.
"""

import importlib.metadata
import json
import pathlib
import sys
import types

import numpy as np
import torch

# A torchvision made for GPUs cannot describe its operators to a torch without them.
# None of these operators is used here.
sys.modules["torchvision._meta_registrations"] = types.ModuleType("none")

import lpips  # noqa: E402
import pytorch_fid.inception  # noqa: E402
import torchvision  # noqa: E402
from torch_fidelity.feature_extractor_inceptionv3 import (  # noqa: E402
    FeatureExtractorInceptionV3,
)

SEED = 0
SIZES = ((32, 32), (96, 128), (299, 299), (400, 320))  # height, width
PACKAGES = ("torch", "torchvision", "pytorch-fid", "torch-fidelity", "lpips")


def images(height, width):
    """uint8 images `(4, height, width, 3)`: coarse colours, fine noise."""
    rng = np.random.default_rng(SEED)
    coarse = rng.integers(0, 200, (4, 50, 50, 3)).repeat(8, 1).repeat(8, 2)
    fine = rng.integers(0, 56, (4, height, width, 3))
    return (coarse[:, :height, :width] + fine).astype("uint8")


def channels_first(array):
    return torch.from_numpy(array.transpose(0, 3, 1, 2).copy())


def random_inception():
    """A state dict of the FID Inception with activations of a usual size."""
    network = torchvision.models.inception_v3(
        weights=None, num_classes=1008, aux_logits=False, init_weights=False
    )
    state = network.state_dict()
    for name, tensor in state.items():
        if name.endswith("conv.weight"):
            torch.nn.init.kaiming_normal_(tensor, nonlinearity="relu")
        elif name.endswith(("bn.weight", "running_var")):
            tensor.uniform_(0.7, 1.4)
        elif name.endswith(("bn.bias", "running_mean")):
            tensor.normal_(0, 0.1)
    return state


def inception(folder):
    """Answers of torch-fidelity for all sizes, and of pytorch-fid for 299 pixels."""
    path = folder / "inception.pth"
    torch.save(random_inception(), path, _use_new_zipfile_serialization=False)
    fidelity = FeatureExtractorInceptionV3(
        "inception", ["2048", "logits_unbiased"], str(path)
    )
    answers = {}
    for size in SIZES:
        answer = fidelity(channels_first(images(*size)[:2]))
        answers |= {
            f"{part} {size[0]}x{size[1]}": tensor.numpy()
            for part, tensor in zip(("vectors", "logits"), answer)
        }
    state = torch.load(path)
    pytorch_fid.inception.load_state_dict_from_url = lambda *_, **__: state
    network = pytorch_fid.inception.InceptionV3(
        resize_input=False, normalize_input=False
    ).eval()
    with torch.no_grad():
        (answer,) = network((channels_first(images(299, 299)[:2]).float() - 128) / 128)
    return answers | {"pytorch-fid 299x299": answer.numpy()[:, :, 0, 0]}


def perceptual(folder, name, maker):
    """Answers of lpips with a random backbone, for all sizes."""
    backbone = getattr(torchvision.models, maker)(weights=None)
    torch.save(backbone.state_dict(), folder / f"lpips_{name}.pth")
    setattr(lpips.pretrained_networks.tv, maker, lambda **_: backbone)
    network = lpips.LPIPS(net=name, pnet_rand=True, verbose=False)
    torch.save(
        {key: value for key, value in network.state_dict().items() if "lin" in key},
        folder / f"lpips_{name}_heads.pth",
    )
    answers = {}
    for size in SIZES:
        a, b = channels_first(images(*size)).float().chunk(2)
        with torch.no_grad():
            answer = network(a / 127.5 - 1, b / 127.5 - 1)
        answers[f"lpips_{name} {size[0]}x{size[1]}"] = answer.numpy().reshape(-1)
    return answers


def main(folder):
    """Writes weights, images and answers."""
    torch.manual_seed(SEED)
    answers = inception(folder)
    answers |= perceptual(folder, "squeeze", "squeezenet1_1")
    answers |= perceptual(folder, "alex", "alexnet")
    np.savez(folder / "answers.npz", **answers)
    shown = {f"{height}x{width}": images(height, width) for height, width in SIZES}
    np.savez(folder / "images.npz", **shown)
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    (folder / "versions.json").write_text(json.dumps(versions))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
