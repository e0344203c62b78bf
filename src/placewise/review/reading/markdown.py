"""Markdown: headings, paragraphs, lists, tables and footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from placewise.review.reading.blocks import Block, Found, table_text
from placewise.review.reading.cleaning import one_line
from placewise.review.reading.contents import without_contents
from placewise.review.reading.html import parse_html
from placewise.review.reading.limits import ReadingLimits
from placewise.review.reading.text import decoded

_FRONT = re.compile(r"\A---\n(.*?)\n(?:---|\.\.\.)\n", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"^\[\^[^\]\s]{1,40}\]:\s*")
_REFERENCE = re.compile(r"\[\^[^\]\s]{1,40}\]")


def read_markdown(data: bytes, name: str, limits: ReadingLimits) -> Found:  # noqa: ARG001
    """Read Markdown.

    Args:
        data: the bytes of the file.
        name: name of the file, for messages.
        limits: bounds of the text.
    """
    text = decoded(data, name).replace("\r\n", "\n").replace("\r", "\n")
    title = ""
    if front := _FRONT.match(text):
        told = _TITLE.search(front.group(1))
        title, text = (told.group(1) if told else ""), text[front.end() :]
    # A footnote's definition is a link's to plain Markdown: set apart, it becomes a paragraph.
    text = re.sub(r"^\[(\^[^\]\s]{1,40}\]:)", r"\n\\[\1", text, flags=re.MULTILINE)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    blocks, left_out = without_contents(_blocks(tokens, name))
    return Found("markdown", blocks, title, left_out)


def _blocks(tokens: Sequence[Token], name: str) -> list[Block]:
    blocks: list[Block] = []
    items, level = 0, None
    rows: list[list[str]] | None = None
    for token in tokens:
        kind = token.type
        if rows is not None:
            rows = _into_table(token, rows, blocks)
        elif kind == "table_open":
            rows = []
        elif kind in ("heading_open", "heading_close"):
            level = int(token.tag[1]) if kind == "heading_open" else None
        elif kind in ("list_item_open", "list_item_close"):
            items += token.nesting
        elif kind == "inline":
            blocks.append(_block(_inline(token), level, items))
        elif kind in ("code_block", "fence"):
            blocks.append(Block("paragraph", token.content))
        elif kind == "html_block" and one_line(token.content):
            text = " ".join(parse_html(f"<div>{token.content}</div>", name).itertext())
            blocks.append(Block("paragraph", text))
    return blocks


def _into_table(token: Token, rows: list[list[str]], blocks: list[Block]) -> list[list[str]] | None:
    """Put a token into the table that is open; None where it closes the table."""
    if token.type == "table_close":
        blocks.append(Block("table", table_text(rows)))
        return None
    if token.type == "tr_open":
        rows.append([])
    elif token.type == "inline":
        rows[-1].append(_inline(token))
    return rows


def _block(text: str, level: int | None, items: int) -> Block:
    if level is not None:
        return Block("heading", text, level=level)
    if note := _FOOTNOTE.match(text):
        return Block("footnote", text[note.end() :])
    return Block("list item" if items else "paragraph", _REFERENCE.sub("", text))


def _inline(token: Token) -> str:
    """Return the text of inline Markdown without its marks."""
    pieces = []
    for part in token.children or []:
        if part.type in ("text", "code_inline", "text_special"):
            pieces.append(part.content)
        elif part.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
    return "".join(pieces)
