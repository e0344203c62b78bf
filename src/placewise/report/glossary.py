"""Which terms of a glossary stand on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from placewise.model.glossary import Term

TAGS = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def terms_used(html: str, terms: Iterable[Term]) -> list[Term]:
    """Return the terms that a reader of a page meets, in the order of the glossary.

    Args:
        html: the page; its tags, styles and scripts are passed over.
        terms: the glossary.
    """
    text = TAGS.sub(" ", html)
    return [
        term
        for term in terms
        if re.search(
            rf"\b(?:{'|'.join(map(re.escape, (term.term, *term.forms)))})\b",
            text,
            0 if term.term.isupper() else re.IGNORECASE,
        )
    ]
