"""XML and HTML parsed without entities, external files or network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from placewise.errors import DocumentError

Element = Any
"""An element of lxml, which has no types of its own."""

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def parse_xml(data: bytes, member: str, name: str) -> Element:
    """Return the root of an XML part of a document.

    Args:
        data: the part.
        member: its name inside the archive.
        name: name of the file, for messages.

    Raises:
        DocumentError: it is broken or nested too deeply, or it declares a document type, through
            which entity bombs and references to other files come; no word processor writes one.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True, recover=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
            raise _hostile(member, name) from None
        raise DocumentError(
            f"The document is broken: its part {member} is no XML ({str(error)[:200]})",
            where=name,
            action="Open it in a word processor and save it again.",
        ) from None
    if root is None:
        raise DocumentError(f"The document is broken: its part {member} is empty", where=name)
    if root.getroottree().docinfo.doctype:
        raise _hostile(member, name)
    return root


def _hostile(member: str, name: str) -> DocumentError:
    return DocumentError(
        f"The document declares entities in {member}, which no word processor does",
        where=name,
        action="Do not open it; ask its sender for a PDF.",
    )


def local(element: Element) -> str:
    """Return the name of an element without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, wanted: str) -> str | None:
    """Return an attribute by its name without namespace; None where it is missing."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == wanted:
            return str(value)
    return None


def child(element: Element, *path: str) -> Element | None:
    """Return the first element down a path of names without namespace; None where there is none."""
    for step in path:
        element = next((part for part in element if local(part) == step), None)
        if element is None:
            return None
    return element


def children(element: Element, wanted: str) -> Iterator[Element]:
    """Yield the children of a name without namespace."""
    return (part for part in element if local(part) == wanted)


def title_in(archive_part: bytes | None, member: str, name: str) -> str:
    """Return the title that a document's description gives, "" where it gives none."""
    if archive_part is None:
        return ""
    root = parse_xml(archive_part, member, name)
    found = next((e for e in root.iter() if local(e) == "title"), None)
    return (found.text or "") if found is not None else ""
