"""What is said of a model: its paper and its idea."""

import typing


class Member(typing.NamedTuple):
    """A model's paper and idea.

    Args:
        paper: str. Authors and year.
        arxiv: str. Its number at arxiv.org, else its name at openreview.net, or empty.
        idea: str. One sentence.
        here: str. What differs here from the paper, besides sizes and what `dcgan`
            says of all that share its networks.
    """

    paper: str
    arxiv: str
    idea: str
    here: str
