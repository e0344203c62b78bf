"""The sample that ships: official figures for the strategy areas of England."""

from placewise.data.sample.sample import Sample

__all__ = ["Sample"]
