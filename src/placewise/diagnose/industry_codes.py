"""Codes of industries inside other codes, for SIC 2007 and NAICS 2017."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from placewise.model.claims import Concordance, Sector, SectorSight

SECTIONS = {
    "A": (1, 3), "B": (5, 9), "C": (10, 33), "D": (35, 35), "E": (36, 39), "F": (41, 43),
    "G": (45, 47), "H": (49, 53), "I": (55, 56), "J": (58, 63), "K": (64, 66), "L": (68, 68),
    "M": (69, 75), "N": (77, 82), "O": (84, 84), "P": (85, 85), "Q": (86, 88), "R": (90, 93),
    "S": (94, 96), "T": (97, 98), "U": (99, 99),
}  # fmt: skip
"""Divisions of each section of SIC 2007 (Office for National Statistics)."""

MANUFACTURING_GROUPS = {
    "CA": (10, 12), "CB": (13, 15), "CC": (16, 18), "CD": (19, 19), "CE": (20, 20),
    "CF": (21, 21), "CG": (22, 23), "CH": (24, 25), "CI": (26, 26), "CJ": (27, 27),
    "CK": (28, 28), "CL": (29, 30), "CM": (31, 33),
}  # fmt: skip
"""Divisions of the groups of manufacturing that national accounts publish (A*38 of NACE 2)."""

MOSTLY = 0.5
"""An industry stands for a sector if at least this share of its jobs belongs to the sector."""
LEAST_SEEN = 0.6
"""A table measures a sector if it sees at least this share of its jobs."""
LEAST_PURITY = 0.6
"""And if at least this share of the jobs it counts belongs to the sector."""
ENOUGH_TO_CONTRADICT = 0.75
"""What a table must see, and how pure, before a low figure contradicts a claim."""


Within = list[tuple[str, tuple[str, ...], float]]
"""An industry of a table, the codes that lie in it, and their national jobs."""


def prefixes(code: str, classification: str) -> tuple[str, ...]:
    """Return the codes of divisions or subsectors that a code stands for.

    Sections, groups of national accounts and ranges become the divisions they hold; a code of
    digits stands for itself.

    Examples:
        >>> prefixes("49-51", "SIC 2007")
        ('49', '50', '51')
        >>> prefixes("CA-CB", "SIC 2007")
        ('10', '11', '12', '13', '14', '15')
    """
    if classification == "SIC 2007" and code[:1].isalpha():
        return _of_letters(code)
    if "-" in code:
        first, last = code.split("-", 1)
        if first.isdigit() and last.isdigit():
            return tuple(f"{number:02d}" for number in range(int(first), int(last) + 1))
    return (code,)


def _of_letters(code: str) -> tuple[str, ...]:
    """Return the divisions of a section, of joined sections, or of groups of manufacturing."""
    if code in SECTIONS:
        return _divisions(SECTIONS[code])
    if code in MANUFACTURING_GROUPS:
        return _divisions(MANUFACTURING_GROUPS[code])
    first, dash, last = code.partition("-")
    if dash and first in MANUFACTURING_GROUPS and last in MANUFACTURING_GROUPS:
        return _divisions((MANUFACTURING_GROUPS[first][0], MANUFACTURING_GROUPS[last][1]))
    letters = code.replace("+", "")
    if letters and all(letter in SECTIONS for letter in letters):
        return tuple(d for letter in letters for d in _divisions(SECTIONS[letter]))
    return (code,)


def _divisions(span: tuple[int, int]) -> tuple[str, ...]:
    return tuple(f"{number:02d}" for number in range(span[0], span[1] + 1))


def nested(codes: Iterable[str], classification: str) -> list[tuple[str, str]]:
    """Return pairs of codes of which one lies in the other: they would be counted twice."""
    listed = [(code, prefixes(code, classification)) for code in codes]
    return [
        (inner, outer)
        for i, (inner, inside) in enumerate(listed)
        for j, (outer, around) in enumerate(listed)
        if i != j and all(any(a.startswith(b) for b in around) for a in inside)
    ]


def sight(
    sector: Sector,
    industries: Iterable[str],
    classification: str,
    jobs: Mapping[str, float],
) -> SectorSight:
    """Say how well a table's industries see a sector.

    An industry is taken if it is mostly made of the sector, by national jobs; so a sector is
    never measured by a section of which it is a small part.

    Args:
        sector: the sector.
        industries: codes of the table, none inside another.
        classification: their classification.
        jobs: national jobs by the finest codes.
    """
    return _sight(sector, _jobs_within(industries, classification, jobs), classification, jobs)


def _jobs_within(
    industries: Iterable[str], classification: str, jobs: Mapping[str, float]
) -> Within:
    """Return which codes each industry holds, and how many jobs; the same for all sectors."""
    found = []
    for industry in industries:
        within = prefixes(industry, classification)
        total = sum(value for code, value in jobs.items() if code.startswith(within))
        found.append((industry, within, total))
    return found


def _sight(
    sector: Sector, industries: Within, classification: str, jobs: Mapping[str, float]
) -> SectorSight:
    """Say how well the industries of a table see a sector."""
    held = tuple(
        prefix for code in sector.codes(classification) for prefix in prefixes(code, classification)
    )
    inside = {code: value for code, value in jobs.items() if code.startswith(held)}
    whole = sum(inside.values())
    taken, seen, counted = [], 0.0, 0.0
    for industry, within, total in industries if whole > 0 else ():
        part = sum(value for code, value in inside.items() if code.startswith(within))
        if total > 0 and part >= MOSTLY * total:
            taken.append(industry)
            seen += part
            counted += total
    return SectorSight(
        sector=sector.key,
        industries=tuple(taken),
        seen=min(1.0, seen / whole) if whole > 0 else 0.0,
        purity=min(1.0, seen / counted) if counted > 0 else 0.0,
    )


def sights(
    concordance: Concordance, industries: Iterable[str], classification: str
) -> dict[str, SectorSight]:
    """Return the sectors that a table measures, by key."""
    jobs = concordance.jobs.get(classification, {})
    within = _jobs_within(industries, classification, jobs)
    found = {
        sector.key: _sight(sector, within, classification, jobs) for sector in concordance.sectors
    }
    return {
        key: one
        for key, one in found.items()
        if one.industries and one.seen >= LEAST_SEEN and one.purity >= LEAST_PURITY
    }


def parts_of(
    sector: Sector,
    industries: Iterable[str],
    classification: str,
    jobs: Mapping[str, float],
) -> list[float]:
    """Return the share of each industry's national jobs that belongs to a sector, from 0 to 1.

    Args:
        sector: the sector.
        industries: codes of a table, none inside another.
        classification: their classification.
        jobs: national jobs by the finest codes.
    """
    held = tuple(
        prefix for code in sector.codes(classification) for prefix in prefixes(code, classification)
    )
    return [
        sum(value for code, value in jobs.items() if code.startswith(within) and
            code.startswith(held)) / total if total > 0 and held else 0.0
        for _, within, total in _jobs_within(industries, classification, jobs)
    ]  # fmt: skip
