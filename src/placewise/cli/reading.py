"""What the command on reading prints and writes."""

from __future__ import annotations

import json as json_format
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from placewise.cli.outputs import Outputs, check_outputs, is_printed, write_whole
from placewise.model.document import LEFT_OUT_KINDS, PASSAGE_KINDS, Document
from placewise.workbench.reading import open_document

MOST_HEADINGS = 12
PLURALS = {"running header": "running headers", "running footer": "running footers",
           "page number": "page numbers", "contents list": "lines of contents lists"}  # fmt: skip


def show_reading(path: Path, json: Path | None) -> None:
    """Read a document and print what was read, or write all of it as JSON."""
    check_outputs(Outputs(json=json), {"FILE": path}, usual=None)
    document = open_document(path)
    if json is not None:
        written = json_format.dumps(asdict(document), ensure_ascii=False, indent=1) + "\n"
        if is_printed(json):
            print(written, end="")
            return
        write_whole(json, written)
    print(reading_text(document))


def reading_text(document: Document) -> str:
    """Return what was read of a document, as lines for the terminal."""
    pages = f", {document.pages} page{'s' if document.pages != 1 else ''}" if document.pages else ""
    lines = [f"{document.name}: {document.format}{pages}, {len(document.text):,} characters"]
    if document.title:
        lines.append(f'It calls itself "{document.title}".')
    kinds = Counter(passage.kind for passage in document.passages)
    lines.append(f"{len(document.passages):,} passages:")
    lines += [f"  {kinds[kind]:>6,}  {_plural(kind)}" for kind in PASSAGE_KINDS if kinds[kind]]
    out = Counter(part.kind for part in document.left_out)
    if out:
        lines.append(f"{len(document.left_out):,} kept out of them:")
        lines += [f"  {out[kind]:>6,}  {PLURALS[kind]}" for kind in LEFT_OUT_KINDS if out[kind]]
    headings = [passage for passage in document.passages if passage.kind == "heading"]
    if headings:
        lines.append("Headings:")
        lines += [
            f"  {'  ' * ((passage.level or 1) - 1)}{passage.text}"
            + (f"  (page {passage.page})" if passage.page else "")
            for passage in headings[:MOST_HEADINGS]
        ]
        if len(headings) > MOST_HEADINGS:
            lines.append(f"  and {len(headings) - MOST_HEADINGS} more; --json FILE writes all.")
    lines += [f"Note: {note}" for note in document.notes]
    return "\n".join(lines)


def _plural(kind: str) -> str:
    return f"{kind}s"
