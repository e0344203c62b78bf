"""A text of which only lines are known, as a document: passages of some sentences each."""

from __future__ import annotations

from placewise.model.document import Document, Passage

LONG = 400
"""Characters after which a passage ends with the next line that ends a sentence."""
LONGEST = 1_000
"""Characters after which it ends with the line."""


def plain_document(text: str, name: str, title: str, sha256: str) -> Document:
    """Return a document of the paragraphs of a text.

    An empty line ends a passage. Where there are none, as in text drawn out of pages, a passage
    ends with a line that ends a sentence, once it is about as long as a paragraph.
    """
    passages: list[Passage] = []
    at, lines, size = 0, list[str](), 0

    def close() -> None:
        nonlocal at, lines, size
        if lines:
            joined = " ".join(lines)
            passages.append(Passage(len(passages), "paragraph", joined, at, at + len(joined)))
            at += len(joined) + 2
            lines, size = [], 0

    for line in text.splitlines():
        words = line.strip()
        if not words:
            close()
            continue
        lines.append(words)
        size += len(words)
        if size >= LONGEST or (size >= LONG and words[-1] in ".:;?!"):
            close()
    close()
    return Document(
        name, "text", title, "\n\n".join(passage.text for passage in passages), tuple(passages),
        sha256=sha256,
    )  # fmt: skip
