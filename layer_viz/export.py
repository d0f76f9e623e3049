"""Draws a record as labelled figures and films, for reports.

python -m layer_viz.export runs/00001-mnist-dcgan --layer g_relu_2 --out layer.png
"""

import functools

from layer_viz.store import Record
from ter_gan import commands
from ter_gan.errors import UserError

EXAMPLES = """  python -m layer_viz.export runs/00001-mnist-dcgan
  python -m layer_viz.export runs/00001-mnist-dcgan --layer g_relu_2 d_conv_1 \\
      --epochs all --units top:16 --out layers.gif
  python -m layer_viz.export runs/00001-mnist-dcgan --samples --epochs 0,1,5 \\
      --out samples.png
  python -m layer_viz.export runs/00001-mnist-dcgan --map gradient --overlay \\
      --probes 0,1,2,3 --out map.pdf
  python -m layer_viz.export runs/00001-mnist-dcgan --stats --out curves.pdf"""


def parser():
    """The options of this command."""
    result = commands.Parser("layer_viz.export", __doc__.splitlines()[0], EXAMPLES)
    add = result.add_argument
    add("run", metavar="RUN", help="a run folder, or a record of layer_viz")
    add("--layer", nargs="+", help="layers whose units are drawn, as d_conv_1")
    add("--samples", action="store_true", help="generated samples beside real ones")
    add("--map", metavar="METHOD", help="which pixels decide, as gradient")
    add("--overview", action="store_true", help="one probe through all layers")
    add("--stats", action="store_true", help="curves of layers over the epochs")
    add("--out", help="a .png, a .gif film, or a .pdf with a page per epoch")
    add(
        "--epochs",
        help="0,1,5, all or last [last for .png; all for .gif, .pdf and --stats]",
    )
    add("--stream", help="D.real or D.fake [the first of the layer's network]")
    add("--units", help="0,3,7, or top:16 by --sort [all that were recorded]")
    add("--probes", help="0,1 [8; the first for several epochs of a layer]")
    add("--sort", help="variance, difference or index [index; variance for top:]")
    add(
        "--scale",
        default="fixed",
        help="of colours: fixed over the epochs, or by epoch or unit [%(default)s]",
    )
    add("--overlay", action="store_true", help="maps over the samples, not below")
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    record = Record.find(arguments.run)
    from layer_viz import pictures
    from layer_viz.pictures import files
    from layer_viz.pictures.listing import plural

    draw = _figure(arguments)
    if draw is None:
        if arguments.out:
            raise UserError(
                "Say what to draw: --layer, --samples, --map, --overview or --stats."
            )
        print(pictures.listing(record, f"python -m layer_viz.export {arguments.run}"))
        return 0
    if not arguments.out:
        raise UserError("Name a file to write: --out figure.png, film.gif, pages.pdf.")
    out = files.check(arguments.out)
    choice = _choice(arguments, record, out.suffix)
    if arguments.stats and out.suffix == ".pdf":
        pages = functools.partial(_all_epochs, draw, choice)
        pictures.save(pages, choice.epochs[-1:], out)
    else:
        pictures.save(functools.partial(draw, choice), choice.epochs, out)
    print(f"{plural(len(choice.epochs), 'epoch')}: {out}")
    return 0


def _all_epochs(draw, choice, _):
    return draw(choice, choice.epochs)


def _figure(arguments):
    """The function that draws what is asked for, or `None`."""
    from layer_viz import pictures

    asked = {
        "--samples": (arguments.samples, pictures.samples_figure),
        "--map": (arguments.map, pictures.map_figure),
        "--overview": (arguments.overview, pictures.overview),
        "--stats": (arguments.stats, pictures.statistics_curves),
    }
    found = [name for name, (value, _) in asked.items() if value]
    if len(found) > 1:
        raise UserError(f"{' and '.join(found)} are different figures; name one.")
    if arguments.layer and found not in ([], ["--stats"]):
        raise UserError(f"{found[0]} has no --layer; leave one of them out.")
    if arguments.overlay and found != ["--map"]:
        raise UserError("--overlay is for --map METHOD.")
    _check_layer_options(arguments, found)
    if found:
        return asked[found[0]][1]
    return pictures.contact_sheet if arguments.layer else None


def _check_layer_options(arguments, found):
    """Some options say something of `--layer` alone."""
    given = {"--units": arguments.units, "--sort": arguments.sort}
    wrong = [name for name, value in given.items() if value]
    wrong += ["--scale unit"] * (arguments.scale == "unit")
    if found and wrong:
        raise UserError(f"{wrong[0]} is for --layer; {found[0]} does not obey it.")


def _choice(arguments, record, suffix):
    """What is drawn, checked before anything is written."""
    from layer_viz import pictures
    from layer_viz.pictures import choice as choices
    from layer_viz.pictures import maps

    if arguments.stats and suffix == ".gif":
        raise UserError("--stats are curves over the epochs: write a .png or .pdf.")
    every = arguments.stats or suffix in (".gif", ".pdf")
    text = arguments.epochs or ("all" if every else "last")
    epochs = choices.find_epochs(record, text)
    if arguments.map:
        strict = text not in ("all", "last")
        epochs = maps.epochs_with(record, arguments.map, epochs, strict)
    top = arguments.units is not None and arguments.units.startswith("top:")
    return pictures.Choice(
        record,
        epochs,
        layers=arguments.layer or [],
        stream=arguments.stream,
        probes=choices.find_probes(arguments.probes),
        units=choices.find_units(arguments.units),
        sort=choices.one_of(
            "sort", arguments.sort or ("variance" if top else "index"), choices.SORTS
        ),
        scale=choices.one_of("scale", arguments.scale, choices.SCALES),
        method=arguments.map,
        overlaid=arguments.overlay,
    )


if __name__ == "__main__":
    commands.run(main)
