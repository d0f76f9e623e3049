"""One page that shows what the studies found; it needs the pictures beside it."""

from html import escape

from PIL import Image

STYLE = """
:root { color-scheme: light dark; --paper: #fbfbfa; --card: #fff; --ink: #1b1f24;
  --soft: #555d68; --edge: #d9dce1; --accent: #1f5fa8; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171b; --card: #1c2026;
  --ink: #e8eaed; --soft: #aab2bd; --edge: #363c45; --accent: #8fc0f5; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main, header { max-width: 1100px; margin: 0 auto; padding: 0 1rem; }
section { background: var(--card); border: 1px solid var(--edge); border-radius: 10px;
  padding: .4rem 1.2rem 1.2rem; margin: 1rem 0; }
h1, h2 { line-height: 1.25; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; }
p { max-width: 78ch; overflow-wrap: anywhere; }
.soft { color: var(--soft); } a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
figure { margin: 1rem 0 0; }
figcaption { color: var(--soft); font-size: .9rem; padding-bottom: .2rem; }
.scroll { overflow-x: auto; }
.scroll img { display: block; max-width: none; border: 1px solid var(--edge); }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; }
"""


def page(folder, title, lead, parts, not_made):
    """`index.html`, which links and shows all parts.

    Args:
        folder: path of the pictures.
        title: str, e.g. the run's name.
        lead: str: what was looked at.
        parts: dict from names to `Part`.
        not_made: dict from names of studies to why they were not made.

    Returns:
        str, the page.
    """
    links = "".join(
        f'<a href="#{name}">{escape(part.title)}</a>' for name, part in parts.items()
    )
    missing = "".join(
        f"<p>{escape(name)}: {escape(str(why))}</p>" for name, why in not_made.items()
    )
    if missing:
        missing = f"<section><h2>Not made</h2>{missing}</section>"
    sections = "".join(_section(folder, name, part) for name, part in parts.items())
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}: latent space</title>"
        f'<link rel="icon" href="data:,"><style>{STYLE}</style></head>\n<body>'
        f"<header><h1>{escape(title)}: latent space</h1>"
        f'<p class="soft">{escape(lead)}</p><nav>{links}'
        '<a href="latent.json">All numbers</a></nav></header>\n'
        f"<main>{sections}{missing}</main></body></html>\n"
    )


def _section(folder, name, part):
    text = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in part.text)
    links = "".join(
        f'<p><a href="{escape(file)}">{escape(words)}</a></p>\n'
        for file, words in part.links.items()
    )
    figures = "".join(
        _figure(folder, file, words) for file, words in part.pictures.items()
    )
    return (
        f'<section id="{name}"><h2>{escape(part.title)}</h2>\n{text}{links}{figures}'
        f"</section>\n"
    )


def _figure(folder, file, words):
    """A picture at its own size, in a box that scrolls where it is too wide."""
    with Image.open(folder / file) as image:
        width, height = image.size
    return (
        f'<figure><figcaption>{escape(words)}</figcaption><div class="scroll" '
        f'tabindex="0" role="group" aria-label="{escape(words)}"><img '
        f'src="{escape(file)}" width="{width}" height="{height}" '
        f'alt="{escape(words)}"></div></figure>\n'
    )
