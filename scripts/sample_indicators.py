"""Indicators of the sample: levels summed over districts, rates rebuilt, medians as published."""

from __future__ import annotations

from pathlib import Path

import polars as pl

OLD_CODES = {"E08000016": "E08000038", "E08000019": "E08000039"}
"""Barnsley and Sheffield have old codes in several tables and new ones in others."""
DEFINITIONS = [
    # indicator, title, unit, numerator, denominator, scale (None: a level)
    ("population", "Population, mid-2022", "persons", None, None, None),
    ("population 2011", "Population, mid-2011", "persons", None, None, None),
    ("land area", "Land area from generalised boundaries", "square kilometres", None, None, None),
    ("GVA", "Gross value added 2022, current prices", "GBP million", None, None, None),
    ("hours", "Hours worked 2022, as GVA over GVA per hour", "million hours", None, None, None),
    ("filled jobs", "Productivity jobs 2022, as GVA over GVA per job", "million jobs", None, None,
     None),
    ("people 16 to 64", "People aged 16 to 64 in the Annual Population Survey 2021", "persons",
     None, None, None),
    ("qualified to level 4", "People aged 16 to 64 with NVQ level 4 or above, 2021", "persons",
     None, None, None),
    ("no qualifications", "People aged 16 to 64 without qualifications, 2021", "persons", None,
     None, None),
    ("density", "People per square kilometre", "persons per square kilometre", "population",
     "land area", 1.0),
    ("GVA per hour", "GVA per hour worked", "GBP", "GVA", "hours", 1.0),
    ("GVA per job", "GVA per filled job", "GBP", "GVA", "filled jobs", 1.0),
    ("share qualified to level 4", "Share with NVQ level 4 or above", "per cent",
     "qualified to level 4", "people 16 to 64", 100.0),
    ("share without qualifications", "Share without qualifications", "per cent",
     "no qualifications", "people 16 to 64", 100.0),
]  # fmt: skip
MEDIANS = [
    # indicator, title, unit, name in the publisher's table
    ("weekly pay", "Median gross weekly pay of employees", "GBP",
     "gross-median-weekly-pay"),
    ("affordability ratio", "Median house price over median yearly earnings of residents", "ratio",
     "housing-affordability-ratio"),
]  # fmt: skip
"""Rates without levels: only figures published for the very same districts are shown."""
QUALIFICATIONS = {"NVQ4+": "qualified to level 4", "None": "no qualifications"}
AGED_16_TO_64 = "Total - All people aged 16-64 : "
FORMER_AUTHORITIES = ("North East", "North of Tyne")
"""Combined authorities of 2021 whose districts are not those of today's of that name."""


def indicator_tables(uk: Path, members: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the definitions and the values for every strategy area and for England."""
    definitions = pl.DataFrame(
        [(*row[:3], row[3] is None, *row[3:], "indicators") for row in DEFINITIONS]
        + [(*row[:3], False, None, None, None, "indicators") for row in MEDIANS],
        schema={
            "indicator": pl.String, "title": pl.String, "unit": pl.String, "additive": pl.Boolean,
            "numerator": pl.String, "denominator": pl.String, "scale": pl.Float64,
            "dataset": pl.String,
        },
        orient="row",
    )  # fmt: skip
    levels = pl.concat([from_panel(uk), from_productivity(uk), from_survey(uk)])
    england = levels.select("member").unique().filter(pl.col("member").str.starts_with("E"))
    whole = pl.concat(
        [
            members.select("whole", "member"),
            england.select(pl.lit("E92000001").alias("whole"), "member"),
        ]
    )
    indicators = levels.select("indicator", "year").unique()
    summed = (
        whole.join(indicators, how="cross")
        .join(levels, on=["member", "indicator", "year"], how="left")
        .group_by("whole", "indicator", "year")
        .agg(
            # The City of London and the Isles of Scilly are too small for most surveys.
            small=pl.col("member").is_in(["E06000053", "E09000001"]).all(),
            missing=(
                pl.col("value").is_null() & ~pl.col("member").is_in(["E06000053", "E09000001"])
            ).any(),
            value=pl.col("value").sum(),
            half=(pl.col("half") ** 2).sum().sqrt(),
        )
        .with_columns(value=pl.when(pl.col("missing")).then(None).otherwise(pl.col("value")))
    )
    same = same_districts(uk, whole)
    complete = filled_in(summed, published_survey(uk), same)
    medians = published_medians(uk, same, whole["whole"].unique())
    return definitions, pl.concat([finished(complete, definitions), medians])


def same_districts(uk: Path, whole: pl.DataFrame) -> pl.DataFrame:
    """Return the codes under which figures of exactly the districts of an area are published.

    Counties, regions and single districts are compared with the areas of the sample, and those
    with one another: York and North Yorkshire is a combined authority, a LEP and an ITL2 area.
    """
    lookup = pl.read_csv(uk / "lookup_lad_all_codes_since2011.csv")
    member = pl.col("LADCD_ACTIVE").replace(OLD_CODES)
    others = [
        lookup.select(code=pl.col(column).replace(OLD_CODES), member=member)
        for column in ("LADCD_ACTIVE", "UTLACD", "RGNCD")
    ]
    own = whole.select(code="whole", member="member")
    sets = (
        pl.concat([own, *others])
        .drop_nulls()
        .unique()
        .group_by("code")
        .agg(districts=pl.col("member").sort().str.join(" "))
    )
    wanted = sets.join(whole.select(code="whole").unique(), on="code").rename({"code": "whole"})
    return wanted.join(sets, on="districts").select("whole", "code")


def published_survey(uk: Path) -> pl.DataFrame:
    """Return qualifications of 2021 published for England, LEPs and combined authorities."""
    authorities = pl.read_csv(uk / "lookup_lad25_combined_authority_may2025.csv").select(
        code="CAUTH25CD", geo_name="CAUTH25NM"
    )
    cell = pl.col("cell").str.strip_prefix(AGED_16_TO_64)
    raw = (
        pl.read_parquet(uk / "aps_qualifications_nvq_2017_2021.parquet")
        .filter((pl.col("year") == 2021) & pl.col("number").is_not_null())
        .with_columns(indicator=cell.replace(QUALIFICATIONS))
        .filter(cell.is_in(list(QUALIFICATIONS)))
    )
    coded = raw.filter(pl.col("geo_type").is_in(["lep21", "country"])).select(
        "indicator", "number", "conf95", code="geo_code"
    )
    named = (
        raw.filter((pl.col("geo_type") == "mca") & ~pl.col("geo_name").is_in(FORMER_AUTHORITIES))
        .join(authorities.unique(), on="geo_name")
        .select("indicator", "number", "conf95", "code")
    )
    return pl.concat([coded, named])


def filled_in(summed: pl.DataFrame, published: pl.DataFrame, same: pl.DataFrame) -> pl.DataFrame:
    """Put the figure published for the area where a district is too small to be published."""
    found = (
        same.join(published, on="code")
        .sort("code")
        .unique(["whole", "indicator"], keep="first", maintain_order=True)
        .select("whole", "indicator", "number", "conf95")
    )
    gap = pl.col("value").is_null()
    return summed.join(found, on=["whole", "indicator"], how="left").with_columns(
        value=pl.when(gap).then(pl.col("number")).otherwise(pl.col("value")),
        half=pl.when(gap).then(pl.col("conf95")).otherwise(pl.col("half")),
    )


def published_medians(uk: Path, same: pl.DataFrame, areas: pl.Series) -> pl.DataFrame:
    """Return medians published for the very districts of an area; missing for the others.

    A mean of medians is no median: weighted by residents it is 2.7 % off for weekly pay in South
    Yorkshire and 5.5 % for the affordability ratio of England.
    """
    names = {source: indicator for indicator, _, _, source in MEDIANS}
    units = {indicator: unit for indicator, _, unit, _ in MEDIANS}
    published = (
        pl.read_parquet(uk / "els_indicators_long_all_areas.parquet")
        .filter((pl.col("year") == 2025) & pl.col("dataset").is_in(list(names)))
        .filter(pl.col("value").is_not_null())
        .select(
            code=pl.col("areacd").replace(OLD_CODES), indicator=pl.col("dataset").replace(names),
            value="value", lower="lci_95", upper="uci_95",
        )
        .join(same, on="code")
        .sort("code")
        .unique(["whole", "indicator"], keep="first", maintain_order=True)
    )  # fmt: skip
    wanted = pl.DataFrame({"whole": areas}).join(
        pl.DataFrame({"indicator": list(units)}), how="cross"
    )
    return wanted.join(published, on=["whole", "indicator"], how="left").select(
        indicator="indicator", area="whole", year=pl.lit(2025, pl.Int32), period=pl.lit("2025"),
        value=pl.col("value").cast(pl.Float64), unit=pl.col("indicator").replace(units),
        lower=pl.col("lower").cast(pl.Float64).round_sig_figs(5),
        upper=pl.col("upper").cast(pl.Float64).round_sig_figs(5),
        flag=pl.when(pl.col("value").is_null()).then(pl.lit("not available"))
        .otherwise(pl.lit("ok")),
        dataset=pl.lit("indicators"),
    )  # fmt: skip


def finished(levels: pl.DataFrame, definitions: pl.DataFrame) -> pl.DataFrame:
    """Add the rates to the levels, and give both the columns of the table."""
    rates = definitions.filter(~pl.col("additive"))
    top = levels.rename({"indicator": "numerator", "value": "top", "half": "top_half"})
    bottom = levels.select("whole", denominator="indicator", bottom="value")
    built = (
        rates.join(top, on="numerator")
        .join(bottom, on=["whole", "denominator"])
        .with_columns(
            value=pl.col("scale") * pl.col("top") / pl.col("bottom"),
            half=pl.col("scale") * pl.col("top_half") / pl.col("bottom"),
        )
    )
    units = definitions.select("indicator", "unit")
    both = pl.concat(
        [frame.select("whole", "indicator", "year", "value", "half") for frame in (levels, built)]
    ).join(units, on="indicator")
    known = pl.col("half") > 0
    return both.select(
        indicator="indicator", area="whole", year=pl.col("year").cast(pl.Int32),
        period=pl.col("year").cast(pl.String), value=pl.col("value").round_sig_figs(5), unit="unit",
        lower=pl.when(known).then((pl.col("value") - pl.col("half")).round_sig_figs(5)),
        upper=pl.when(known).then((pl.col("value") + pl.col("half")).round_sig_figs(5)),
        flag=pl.when(pl.col("value").is_null()).then(pl.lit("not available"))
        .otherwise(pl.lit("ok")),
        dataset=pl.lit("indicators"),
    )  # fmt: skip


def level(frame: pl.DataFrame, indicator: str, year: int, value: pl.Expr) -> pl.DataFrame:
    """Return one level indicator of districts."""
    return frame.select(
        member=pl.col("member").replace(OLD_CODES),
        indicator=pl.lit(indicator),
        year=pl.lit(year),
        value=value.cast(pl.Float64),
        half=pl.lit(0.0),
    )


def from_panel(uk: Path) -> pl.DataFrame:
    """Return population and land area of English districts."""
    panel = pl.read_parquet(uk / "panel_english_lad_latest.parquet").rename({"lad_code": "member"})
    return pl.concat(
        [
            level(panel, "population", 2022, pl.col("pop2022")),
            level(panel, "population 2011", 2011, pl.col("pop2011")),
            level(panel, "land area", 2024, pl.col("area_km2")),
        ]
    )


def from_productivity(uk: Path) -> pl.DataFrame:
    """Return GVA of 2022 with the hours and jobs that its productivity implies."""
    gva = (
        pl.read_parquet(uk / "gva_by_industry_lad_1998_2023.parquet")
        .filter((pl.col("year") == 2022) & (pl.col("industry_code") == "Total"))
        .select(member="lad_code", gva=pl.col("gva_current_gbp_m").cast(pl.Float64))
    )
    per = (
        pl.read_parquet(uk / "productivity_lad_2002_2022.parquet")
        .filter((pl.col("year") == 2022) & pl.col("variable_name").str.ends_with("(£)"))
        .pivot(on="variable_name", index="geography_code", values="value")
        .rename({"geography_code": "member"})
    )
    both = gva.join(per, on="member")
    return pl.concat(
        [
            level(both, "GVA", 2022, pl.col("gva")),
            level(both, "hours", 2022, pl.col("gva") / pl.col("GVA per hour worked (£)")),
            level(both, "filled jobs", 2022, pl.col("gva") / pl.col("GVA per job (£)")),
        ]
    )


def from_survey(uk: Path) -> pl.DataFrame:
    """Return qualifications of 2021 with the half-width of their interval."""
    changes = pl.read_csv(uk / "lookup_lad_all_codes_since2011.csv").select(
        geo_code="LADCD", member="LADCD_ACTIVE"
    )
    raw = (
        pl.read_parquet(uk / "aps_qualifications_nvq_2017_2021.parquet")
        .filter((pl.col("year") == 2021) & (pl.col("geo_type") == "lad21"))
        .filter(pl.col("cell").str.starts_with(AGED_16_TO_64))
        .with_columns(pl.col("cell").str.strip_prefix(AGED_16_TO_64))
        .join(changes, on="geo_code")
    )
    parts = raw.filter(pl.col("cell").is_in(list(QUALIFICATIONS))).select(
        "member", indicator=pl.col("cell").replace(QUALIFICATIONS), value="number", half="conf95"
    )
    # The people aged 16 to 64 are the survey's own count, so that shares have one source.
    status = (
        pl.read_parquet(uk / "aps_employment_status_2018_2022.parquet")
        .filter((pl.col("year") == 2021) & (pl.col("geo_type") == "lad21"))
        .filter(pl.col("cell").str.starts_with("Aged 16-64 - All"))
        .join(changes, on="geo_code")
        .select("member", indicator=pl.lit("people 16 to 64"), value="number", half=pl.lit(0.0))
    )
    summed = (
        pl.concat([parts, status])
        .with_columns(pl.col("member").replace(OLD_CODES))
        .group_by("member", "indicator")
        .agg(
            value=pl.when(pl.col("value").is_null().any()).then(None)
            .otherwise(pl.col("value").sum()),
            half=(pl.col("half") ** 2).sum().sqrt(),
        )
    )  # fmt: skip
    return summed.select("member", "indicator", pl.lit(2021).alias("year"), "value", "half")
