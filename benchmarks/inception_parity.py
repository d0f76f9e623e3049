"""Do our FID Inception and LPIPS say what the published tools say?

python -m benchmarks.inception_parity --peers PEERS/bin/python

The published tools live in an environment of their own:

    python3 -m venv PEERS
    PEERS/bin/pip install torch torchvision --index-url \\
        https://download.pytorch.org/whl/cpu
    PEERS/bin/pip install torch-fidelity==0.4.0 pytorch-fid==0.3.0 lpips==0.1.4

There `inception_peers.py` draws random weights with the names and shapes of the
published ones, writes them as weights files, and writes down what the tools answer
for random images. Here the same files are read without PyTorch, and our networks
answer for the same images. This proves the architectures, the resizing and the
reading of the files; the published weights themselves are not needed. The heads of
LPIPS are small and come with its package: they are the published ones.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import keras
import numpy as np

from benchmarks import records
from ter_gan.images.features import inception
from ter_gan.images.metrics import perceptual
from ter_gan.interop import torch_file

PEERS = pathlib.Path(__file__).with_name("inception_peers.py")
ALLOWED = 1e-4  # relative difference
THEIRS = {
    "vectors": "torch-fidelity, 2048 features",
    "logits": "torch-fidelity, 1008 logits without bias",
    "pytorch-fid": "pytorch-fid, 2048 features",
    "lpips_squeeze": "lpips, SqueezeNet 1.1",
    "lpips_alex": "lpips, AlexNet",
}


def answers_of_inception(folder, images):
    """Vectors and logits of our Inception, for images of each size."""
    model = inception.build()
    inception.set_weights(model, torch_file.read(folder / "inception.pth"))
    outputs = [model.get_layer(name).output for name in ("vectors", "fc")]
    network = keras.Model(model.inputs, outputs)
    answers = {}
    for size, batch in images.items():
        vectors, logits = network.predict_on_batch(batch[:2])
        answers |= {f"vectors {size}": vectors, f"logits {size}": logits}
    return answers | {"pytorch-fid 299x299": answers["vectors 299x299"]}


def answers_of_lpips(folder, images, name):
    """Our LPIPS of the first and the last images of each size."""
    backbone, heads = (
        torch_file.read(folder / f"{name}{part}.pth") for part in ("", "_heads")
    )
    distance = perceptual.lpips_of(name, backbone, heads)
    return {
        f"{name} {size}": distance(batch[:2], batch[2:])
        for size, batch in images.items()
    }


def difference(ours, theirs):
    """The largest difference as a part of the largest absolute value."""
    return float(np.abs(ours - theirs).max() / np.abs(theirs).max())


def compare(folder):
    """Relative differences by name."""
    with np.load(folder / "images.npz") as stored:
        images = dict(stored)
    ours = answers_of_inception(folder, images)
    for name in perceptual.LPIPS:
        ours |= answers_of_lpips(folder, images, name)
    with np.load(folder / "answers.npz") as theirs:
        return {name: difference(ours[name], theirs[name]) for name in theirs}


def table(differences):
    """The differences as Markdown."""
    lines = [
        "# Our FID Inception and LPIPS beside the published tools",
        "",
        "The same random weights (of LPIPS: random networks, its published heads), "
        "read from PyTorch files, and the same random images: the largest difference "
        f"as a part of the largest absolute value; at most {ALLOWED:g} is allowed.",
        "",
        "| published tool | image (pixels) | difference |",
        "|---|---|---|",
    ]
    for name, value in differences.items():
        tool, size = name.split()
        lines.append(f"| {THEIRS[tool]} | {size} | {value:.1e} |")
    return "\n".join(lines)


def main():
    """Writes `results/inception_parity`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", required=True, help="their Python")
    peers = parser.parse_args().peers
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        subprocess.run([peers, PEERS, folder], check=True)
        versions = json.loads((folder / "versions.json").read_text())
        differences = compare(folder)
    facts = {"seed": 0, "peers": versions, "allowed": ALLOWED}
    peers = ", ".join(f"{name} {version}" for name, version in versions.items())
    text = f"{table(differences)}\n\nPeers: {peers}."
    records.write("inception_parity", facts | {"differences": differences}, text)
    if max(differences.values()) > ALLOWED:
        raise SystemExit("A difference is larger than allowed.")


if __name__ == "__main__":
    main()
