"""Writes a page that trains GANs of 2-D points in the browser, and opens it.

python -m ter_gan.lab
python -m ter_gan.lab --run runs/00001-ring-gan
"""

import webbrowser
from pathlib import Path

from ter_gan import commands
from ter_gan.errors import UserError
from ter_gan.runs import Run

EXAMPLES = """  python -m ter_gan.lab
  python -m ter_gan.lab --lang fr --out cours/gan.html
  python -m ter_gan.lab --run runs/00001-ring-gan
  python -m ter_gan.lab --no-open"""

MARK = '<meta name="generator" content="ter_gan lab">'


def parser():
    """The options of this command."""
    result = commands.Parser("ter_gan.lab", __doc__.splitlines()[0], EXAMPLES)
    result.add_argument(
        "--run", help="go on training this run of 2-D points in the page"
    )
    result.add_argument("--out", default="lab.html", help="the file [lab.html]")
    result.add_argument("--lang", choices=["en", "fr"], help="language [the browser's]")
    result.add_argument(
        "--no-open", action="store_true", help="write the page, open no browser"
    )
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    out = Path(arguments.out)
    _check(out)
    run = Run.find(arguments.run) if arguments.run else None
    commands.use_backend(run.backend if run else "tensorflow")
    from ter_gan.lab import build, export

    content = export.exported(run) if run else None
    build.write(out, content, arguments.lang or "")
    print(f"{out}  {out.stat().st_size / 1e6:.1f} MB")
    if arguments.no_open or not webbrowser.open(out.resolve().as_uri()):
        print("Open it in a browser; it needs no network.")
    return 0


def _check(out):
    if out.is_dir():
        raise UserError(f"--out names a file, received the folder {out}.")
    if out.exists() and MARK not in out.read_text(errors="replace")[:2000]:
        raise UserError(f"{out} exists and is no live page; choose another --out.")


if __name__ == "__main__":
    commands.run(main)
