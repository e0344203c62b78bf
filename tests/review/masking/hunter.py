"""A hunt for names that survived masking, by another way than masking goes.

One regular expression per name, letter by letter with any separators between the letters, over the
masked text with its placeholders made into a token that no name holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from placewise.model.masking import PLACEHOLDERS

PLACEHOLDER = re.compile("|".join(re.escape(text) for text in set(PLACEHOLDERS.values())))
EDGE_BEFORE, EDGE_BEHIND = r"(?<![^\W_])", r"(?![^\W_])"


def plain(text: str) -> str:
    """Return a text without accents, ligatures and soft hyphens."""
    decomposed = unicodedata.normalize("NFKD", text.replace("\u00ad", ""))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def survivors(masked: str, names: Iterable[str], *, any_case: bool) -> list[str]:
    """Return what of the names still stands in a masked text, letters apart or together.

    Args:
        masked: the masked text.
        names: names to hunt for.
        any_case: whether lower case counts too; else the first letter must be a capital.
    """
    text = plain(PLACEHOLDER.sub(" 0 ", masked))
    letters = {tuple(letter for letter in plain(name) if letter.isalnum()) for name in names}
    if not letters:
        return []
    patterns = [r"[\W_]*".join(re.escape(letter) for letter in word) for word in sorted(letters)]
    hunted = f"{EDGE_BEFORE}(?:{'|'.join(patterns)}){EDGE_BEHIND}"
    found = [hit.group() for hit in re.finditer(hunted, text, re.IGNORECASE)]
    return [hit for hit in found if any_case or hit[0].isupper()]
