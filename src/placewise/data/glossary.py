"""The glossary that ships: terms of the field in plain words."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from placewise.model.glossary import Term


@lru_cache(maxsize=1)
def read_glossary() -> tuple[Term, ...]:
    """Return the terms, sorted by their first letters."""
    text = (files("placewise.data") / "glossary.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)["term"]
    terms = [Term(e["term"], e["meaning"], tuple(e.get("forms", ()))) for e in entries]
    return tuple(sorted(terms, key=lambda term: term.term.casefold()))
