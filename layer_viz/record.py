"""Records what the layers of a saved Keras model do with a folder of images.

python -m layer_viz.record --model classifier.keras --images photos
"""

from pathlib import Path

from layer_viz import imagefolder
from ter_gan import commands
from ter_gan.errors import UserError

EXAMPLES = """  python -m layer_viz.record --model classifier.keras --images photos
  python -m layer_viz.record --model epoch1.keras epoch2.keras --images photos
  python -m layer_viz.record --model D.keras --images digits --range -1,1
  python -m layer_viz.record --model mine.keras --images photos --import my.layers
  python -m layer_viz.record --model vgg.keras --images photos --labels none --no-exam

Several models are the epochs of one training, in the order given. Sub-folders of the
images are the classes, in alphabetical order the model's outputs; without them, what
is explained is the class that the model names. One output means realness, as of a
discriminator."""
RANGES = {"0,1": (0.0, 1.0), "-1,1": (-1.0, 1.0), "0,255": (0.0, 255.0)}


def parser():
    """The options of this command."""
    result = commands.Parser("layer_viz.record", __doc__.splitlines()[0], EXAMPLES)
    result.add_argument("--model", nargs="+", required=True, help=".keras files")
    result.add_argument("--images", required=True, help="a folder of images")
    result.add_argument("--out", help="where to write [runs/inside-MODEL]")
    result.add_argument(
        "--range",
        choices=["auto", *RANGES],
        default="auto",
        metavar="LOW,HIGH",
        help="pixel values that the model takes: 0,1 or -1,1 or 0,255; auto: 0,255 "
        "if it has a layer Rescaling or Normalization, else 0,1 [auto]",
    )
    result.add_argument(
        "--labels",
        choices=["auto", "none"],
        default="auto",
        help="none: sub-folders are no classes [auto]",
    )
    result.add_argument(
        "--import",
        dest="modules",
        nargs="+",
        default=[],
        help="modules that define the model's own layers, such as ter_gan.layers",
    )
    result.add_argument(
        "--no-exam", action="store_true", help="no proofs and no dissection: quicker"
    )
    return result


def _joined(argv):
    """`--range -1,1` as `--range=-1,1`: argparse would take -1,1 for an option."""
    joined = list(argv)
    if "--range" in joined[:-1]:
        at = joined.index("--range")
        joined[at : at + 2] = [f"--range={joined[at + 1]}"]
    return joined


def main(argv):
    """The command; returns its exit code."""
    arguments = parser().parse_args(_joined(argv))
    paths = [Path(path) for path in arguments.model]
    for path in paths:
        if not path.is_file():
            raise UserError(f"There is no file {path}; give a .keras file.")
    listed = imagefolder.listed(arguments.images)
    commands.use_backend("tensorflow")
    from layer_viz import gallery, saved
    from layer_viz.examination import examine

    models = saved.load(paths, arguments.modules)
    value_range = RANGES.get(arguments.range) or saved.value_range(models[0])
    print("pixels from {:g} to {:g} (--range)".format(*value_range))
    view = saved.view(models[0], listed, value_range, arguments.labels == "auto")
    out = Path(arguments.out or f"runs/inside-{paths[0].stem}")
    title = ", ".join(path.stem for path in paths)
    record = saved.record(out / "layer_viz", view, models, title)
    if not arguments.no_exam:
        examine(record, view)
    print(f"gallery: {gallery.build([record], out / 'gallery')}")
    return 0


if __name__ == "__main__":
    commands.run(main)
