"""Masking: a text with the names of places, organisations and people hidden, level by level."""

from placewise.review.masking.levels import mask

__all__ = ["mask"]
