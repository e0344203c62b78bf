"""Experiments that show whether the numbers of placewise can be believed."""
