"""Reading a document: bytes of any format into passages with page and offsets. Pure."""

from placewise.review.reading.limits import ReadingLimits
from placewise.review.reading.read import read_document

__all__ = ["ReadingLimits", "read_document"]
