"""Names that give a place away, and names that every place has."""

from __future__ import annotations

import pytest

from placewise.workbench.reviewing.identify import _is_telling


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("water", "River Nene"),
        ("road", "A47"),
        ("organisation", "Roddens Housing Association"),
        ("institution", "Anglia Ruskin University"),
    ],
)
def test_a_name_that_only_some_would_know_tells(kind: str, name: str) -> None:
    assert _is_telling(kind, name)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("organisation", "Ordnance Survey"),
        ("organisation", "District Council"),
        ("organisation", "Highways Agency"),
        ("organisation", "Network Rail"),
        ("organisation", "Planning Inspectorate"),
        ("organisation", "Sport England"),
        ("organisation", "Housing Corporation"),
        ("road", "High Street"),
        ("water", "Ouse"),
        ("place", "Wisbech Castle"),
    ],
)
def test_a_name_that_every_place_has_does_not(kind: str, name: str) -> None:
    assert not _is_telling(kind, name)
