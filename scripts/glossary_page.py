"""Write docs/reference/glossary.md from the glossary that ships.

python -m scripts.glossary_page
"""

from __future__ import annotations

from pathlib import Path

from placewise.data.glossary import read_glossary

PAGE = Path(__file__).parents[1] / "docs/reference/glossary.md"


def page() -> str:
    """Return the page."""
    lines = ["# Glossary", "", "Written by `python -m scripts.glossary_page`; a test holds it.", ""]
    for term in read_glossary():
        also = f" (also {', '.join(term.forms)})" if term.forms else ""
        lines += [f"**{term.term}**{also}: {term.meaning}", ""]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
