"""Weights that a person got elsewhere, put where the feature network finds them.

python -m ter_gan.images.features.convert cifarresnet56 resnet56-4bfd9763.th
"""

import pathlib

from ter_gan.commands import Parser, run
from ter_gan.images.features import cifar_resnet, downloads, inception

DESCRIPTION = """\
Puts a published weights file into the cache, as the feature network loads it.

cifarresnet56 becomes an .npz, and PyTorch is not needed for it. The file of inception
is kept as it is. Only the published content is taken, known by its sha256."""

EXAMPLES = """\
  python -m ter_gan.images.features.convert cifarresnet56 resnet56-4bfd9763.th
  python -m ter_gan.images.features.convert inception \\
      pt_inception-2015-12-05-6726825d.pth"""

CONVERT = {"cifarresnet56": cifar_resnet.convert, "inception": inception.convert}


def parser():
    """The command's options."""
    found = Parser("ter_gan.images.features.convert", DESCRIPTION, EXAMPLES)
    found.add_argument("name", choices=list(CONVERT), help="the feature network")
    found.add_argument("file", type=pathlib.Path, help="the published weights file")
    return found


def main(arguments):
    """Converts one file; returns the exit code."""
    options = parser().parse_args(arguments)
    written = CONVERT[options.name](options.file)
    print(f"{options.file}: sha256 {downloads.sha256(options.file)}")
    print(f"written to {written}")
    return 0


if __name__ == "__main__":
    run(main)
