"""The tables of a workspace: columns, types, units and rules, the same for every country.

Each class is one table. A recipe maps a publisher's file to one of them; the sample ships the same
tables. ``dataset`` names the load a row came from, and is the key into the manifest.
Importing this module loads dataframely (about 0.4 s), so only loading and validating do.
"""

from __future__ import annotations

import dataframely as dy
import polars as pl

AREA_KINDS = (
    "country",
    "nation",
    "region",
    "state",
    "ITL1",
    "ITL2",
    "ITL3",
    "NUTS1 2016",
    "NUTS2 2016",
    "NUTS3 2016",
    "combined authority",
    "local enterprise partnership",
    "local skills improvement plan area",
    "upper-tier authority",
    "district",
    "metropolitan or micropolitan area",
    "county",
    "other",
)
"""Kinds of area. A recipe may bring its own kind; these are the ones that ship."""

FLAGS = ("ok", "suppressed", "estimated", "low reliability", "not available")
"""What is known about a cell. Only ``ok``, ``estimated`` and ``low reliability`` carry a value."""


class Areas(dy.Schema):
    """Areas with kind and parent. Key: code."""

    code = dy.String(primary_key=True, min_length=1)
    name = dy.String(min_length=1)
    kind = dy.String(min_length=1)
    parent = dy.String(nullable=True)
    dataset = dy.String()


class AreaMembers(dy.Schema):
    """Which areas make up which: district to combined authority, county to metro.

    ``share`` is the part of the member (by area) that lies in the whole; a member that is split
    between two wholes has two rows.
    """

    whole = dy.String(primary_key=True)
    member = dy.String(primary_key=True)
    share = dy.Float64(min=0.0, max=1.0)
    dataset = dy.String()


class AreaChanges(dy.Schema):
    """Codes that were replaced, each with the code that replaced it.

    Several old codes of one code were merged into it. Changes may chain: the code in force is the
    last of the chain. A code in force may stand for itself.
    """

    old_code = dy.String(primary_key=True)
    code = dy.String()
    old_name = dy.String(nullable=True)
    dataset = dy.String()


class Industries(dy.Schema):
    """Industries with their level and parent. Key: classification and code."""

    classification = dy.String(primary_key=True)
    code = dy.String(primary_key=True)
    name = dy.String(min_length=1)
    level = dy.String()
    parent = dy.String(nullable=True)
    dataset = dy.String()


class IndustryValues(dy.Schema):
    """Jobs, employees, GVA or another level quantity by area, industry and year.

    ``value`` is missing where ``flag`` is ``suppressed`` or ``not available``, never zero.
    ``rounding`` is the unit a value was rounded to (25 means to the nearest 25), ``cv`` the
    published coefficient of variation as a fraction (0.18, not 18).
    """

    measure = dy.String(primary_key=True)
    area = dy.String(primary_key=True)
    classification = dy.String(primary_key=True)
    industry = dy.String(primary_key=True)
    year = dy.Int32(primary_key=True, min=1800, max=2200)
    value = dy.Float64(nullable=True)
    unit = dy.String()
    flag = dy.String()
    rounding = dy.Float64(nullable=True, min=0.0)
    cv = dy.Float64(nullable=True, min=0.0)
    dataset = dy.String(primary_key=True)

    @dy.rule()
    def known_flag(cls) -> pl.Expr:
        """Flags are those of FLAGS."""
        return pl.col("flag").is_in(FLAGS)

    @dy.rule()
    def missing_stays_missing(cls) -> pl.Expr:
        """A value is missing exactly where the flag says so."""
        return pl.col("value").is_null() == pl.col("flag").is_in(["suppressed", "not available"])

    @dy.rule()
    def counts_are_not_negative(cls) -> pl.Expr:
        """Only GVA may be negative: a subsidy can exceed what is produced."""
        may_be_negative = pl.col("measure").str.starts_with("gva")
        return pl.col("value").is_null() | (pl.col("value") >= 0) | may_be_negative


class Plants(dy.Schema):
    """Numbers of plants by area, industry, year and size band.

    ``size_from`` and ``size_to`` bound the jobs of a plant, both inclusive; an open band has no
    ``size_to``; a table without size bands has 1 and no ``size_to``.
    """

    unit_kind = dy.String(primary_key=True)  # enterprise, local unit, establishment
    area = dy.String(primary_key=True)
    classification = dy.String(primary_key=True)
    industry = dy.String(primary_key=True)
    year = dy.Int32(primary_key=True, min=1800, max=2200)
    size_from = dy.Int32(primary_key=True, min=0)
    size_to = dy.Int32(nullable=True)
    plants = dy.Float64(nullable=True, min=0.0)
    rounding = dy.Float64(nullable=True, min=0.0)
    dataset = dy.String(primary_key=True)


class IndicatorDefinitions(dy.Schema):
    """What an indicator is, and how it may be aggregated.

    A level (``additive``) is summed over areas. A rate is never summed: it is rebuilt as
    ``scale * sum(numerator) / sum(denominator)`` from the two level indicators it names; a rate
    that names none cannot be aggregated, and is said to be missing for a place of several areas.
    """

    indicator = dy.String(primary_key=True)
    title = dy.String()
    unit = dy.String()
    additive = dy.Bool()
    numerator = dy.String(nullable=True)
    denominator = dy.String(nullable=True)
    scale = dy.Float64(nullable=True)
    dataset = dy.String()

    @dy.rule()
    def a_level_has_no_parts(cls) -> pl.Expr:
        """Only a rate names a numerator and a denominator."""
        return ~pl.col("additive") | pl.col("numerator").is_null()


class Indicators(dy.Schema):
    """Indicators by area and period, with interval where published."""

    indicator = dy.String(primary_key=True)
    area = dy.String(primary_key=True)
    year = dy.Int32(primary_key=True, min=1800, max=2200)
    period = dy.String(primary_key=True)
    value = dy.Float64(nullable=True)
    unit = dy.String()
    lower = dy.Float64(nullable=True)
    upper = dy.Float64(nullable=True)
    flag = dy.String()
    dataset = dy.String(primary_key=True)

    @dy.rule()
    def known_flag(cls) -> pl.Expr:
        """Flags are those of FLAGS."""
        return pl.col("flag").is_in(FLAGS)


class Flows(dy.Schema):
    """Flows between areas, such as commuters, or a neighbour relation with its rank as value."""

    kind = dy.String(primary_key=True)
    origin = dy.String(primary_key=True)
    destination = dy.String(primary_key=True)
    year = dy.Int32(primary_key=True, min=1800, max=2200)
    value = dy.Float64(nullable=True)
    unit = dy.String()
    dataset = dy.String(primary_key=True)


class Boundaries(dy.Schema):
    """Outlines: one GeoJSON geometry (WGS 84) an area."""

    area = dy.String(primary_key=True)
    kind = dy.String()
    year = dy.Int32()
    geometry = dy.String()
    dataset = dy.String(primary_key=True)


class PlaceNames(dy.Schema):
    """A gazetteer: names of places with the area that they lie in."""

    name = dy.String(primary_key=True)
    kind = dy.String(primary_key=True)
    code = dy.String(primary_key=True)
    area = dy.String(primary_key=True)
    dataset = dy.String(primary_key=True)


TABLES: dict[str, type[dy.Schema]] = {
    "areas": Areas,
    "area_members": AreaMembers,
    "area_changes": AreaChanges,
    "industries": Industries,
    "industry_values": IndustryValues,
    "plants": Plants,
    "indicator_definitions": IndicatorDefinitions,
    "indicators": Indicators,
    "flows": Flows,
    "boundaries": Boundaries,
    "place_names": PlaceNames,
}
"""Every table of a workspace by its name."""
