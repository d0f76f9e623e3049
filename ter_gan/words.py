"""Shows the word embeddings of a corpus or of a trained run: neighbours, a map.

python -m ter_gan.words grammar --near king --analogy man woman king
"""

from pathlib import Path

from jsonargparse.typing import NonNegativeInt, PositiveInt

from ter_gan import commands, files, kinds, recipes
from ter_gan.errors import UserError
from ter_gan.runs import Run

EXAMPLES = """  python -m ter_gan.words grammar
  python -m ter_gan.words coco --near dog pizza --embeddings glove
  python -m ter_gan.words file:novel.txt --picture novel.png
  python -m ter_gan.words runs/00001-grammar-gru --near king
  python -m ter_gan.words grammar --analogy man woman king"""


def parser():
    """The options of this command."""
    result = commands.Parser("ter_gan.words", __doc__.splitlines()[0], EXAMPLES)
    add = result.add_argument
    add("source", metavar="SOURCE", help="a dataset of text, or a run folder")
    add("--near", nargs="+", metavar="WORD", help="words whose neighbours are shown")
    add(
        "--analogy",
        nargs=3,
        metavar=("A", "B", "C"),
        help="what is to C as B is to A",
    )
    add(
        "--embeddings",
        default="ppmi",
        help="of a dataset: ppmi, glove or glove:PATH; a run has its own [ppmi]",
    )
    add("--dim", type=PositiveInt, default=64, help="numbers of a PPMI vector [64]")
    add("--k", type=PositiveInt, default=8, help="neighbours of a word [8]")
    add("--picture", default="words.png", help="where the map goes [words.png]")
    add("--seed", type=NonNegativeInt, default=0, help="[0]")
    add("--data-dir", help="look here for data first [$TER_GAN_DATA]")
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    out = Path(arguments.picture)
    if out.suffix != ".png" or not out.absolute().parent.is_dir():
        raise UserError(f"--picture must be a .png in a folder that is there: {out}")
    vectors, dataset, title = _vectors(arguments)
    from ter_gan.text.embeddings import Neighbours, picture

    words = Neighbours(dataset.vocabulary, vectors)
    for word in arguments.near or _frequent(dataset):
        print(f"{word}: {_list(words.near(word, arguments.k))}")
    if arguments.analogy:
        a, b, c = arguments.analogy
        print(f"{a} : {b} = {c} : {_list(words.analogy(a, b, c, arguments.k))}")
    with files.replacing(out) as part:
        picture(vectors, dataset.vocabulary, dataset.train.x, title=title).save(part)
    print(f"map: {out}")
    return 0


def _vectors(arguments):
    """(vectors, dataset, what they are): of a run, or of a dataset."""
    if Path(arguments.source).is_dir():
        return _of_run(Run.find(arguments.source), arguments.data_dir)
    recipe = recipes.resolve({"dataset": arguments.source})
    _check_text(recipe)
    commands.use_backend("tensorflow")
    from ter_gan import training
    from ter_gan.text import starting

    dataset = training.load(recipe, arguments.data_dir)
    start = arguments.embeddings
    dim = 50 if start.startswith("glove") else arguments.dim
    table = starting.table(start, dataset, dim, arguments.seed)
    if table is None:
        raise UserError("--embeddings random has no neighbours; use ppmi or glove.")
    return table, dataset, f"{start} vectors of {arguments.source}"


def _of_run(run, data_dir):
    _check_text(run.recipe)
    commands.use_backend(run.backend)
    from ter_gan import training
    from ter_gan.text.models.writer import word_vectors

    model, _ = training.restore(run)
    dataset = training.load(run.recipe, data_dir)
    table = word_vectors(model, len(dataset.vocabulary))
    return table, dataset, f"vectors of {run.path.resolve().name}"


def _check_text(recipe):
    if recipe.kind != "text":
        raise UserError(
            f"{recipe.dataset} has no words; datasets of text: "
            f"{', '.join(kinds.NAMES['text'])}, file:PATH."
        )


def _frequent(dataset, n=8):
    """The most frequent words that are longer than function words mostly are."""
    from ter_gan.text.embeddings.picture import most_frequent

    vocabulary = dataset.vocabulary
    ids = most_frequent(dataset.train.x, len(vocabulary), len(vocabulary))
    return [w for w in (vocabulary.words[i] for i in ids) if len(w) > 4][:n]


def _list(pairs):
    return ", ".join(f"{word} {cosine:.2f}" for word, cosine in pairs)


if __name__ == "__main__":
    commands.run(main)
