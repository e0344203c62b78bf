"""Passages that stand, the same or nearly so, in other documents. Pure: arrays in, tables out."""
