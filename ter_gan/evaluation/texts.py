"""Texts on a page: whatever they hold, it is shown and does nothing."""

from html import escape

from ter_gan.characters import visible


def texts_of(texts):
    """A `ter_gan.evaluation.metric.Texts` with its title and caption."""
    head = "".join(
        f'<th scope="col">{escape(visible(cell))}</th>' for cell in texts.heading
    )
    body = "".join(
        "<tr>" + "".join(f"<td>{_marked(cell)}</td>" for cell in row) + "</tr>\n"
        for row in texts.rows
    )
    look = "texts short" if texts.short else "texts"
    return (
        f'<figure class="wide"><strong>{escape(texts.title)}</strong>'
        f"<figcaption>{escape(texts.caption)}</figcaption>"
        f'<div class="scroll" tabindex="0"><table class="{look}"><thead><tr>{head}</tr>'
        f"</thead>\n<tbody>{body}</tbody></table></div></figure>\n"
    )


def _marked(cell):
    return "".join(
        f"<mark>{escape(visible(text))}</mark>" if marked else escape(visible(text))
        for text, marked in cell
    )
