"""Pages that are partly written by the code say what the code says."""

import pytest

from docs import write_tables

PAGES = write_tables.pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_generated_tables_are_current(page):
    advice = "run python -m docs.write_tables"
    assert page.read_text(encoding="utf-8") == PAGES[page], advice
