"""Indicators of the sample: levels summed over districts, rates rebuilt from levels."""

from __future__ import annotations

from pathlib import Path

import polars as pl

OLD_CODES = {"E08000016": "E08000038", "E08000019": "E08000039"}
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
    ("pay times residents", "District median weekly pay 2025 times population", "GBP", None, None,
     None),
    ("residents with pay", "Population of districts with a published pay figure", "persons", None,
     None, None),
    ("ratio times residents", "District affordability ratio 2025 times population", "ratio", None,
     None, None),
    ("residents with ratio", "Population of districts with a published affordability ratio",
     "persons", None, None, None),
    ("density", "People per square kilometre", "persons per square kilometre", "population",
     "land area", 1.0),
    ("GVA per hour", "GVA per hour worked", "GBP", "GVA", "hours", 1.0),
    ("GVA per job", "GVA per filled job", "GBP", "GVA", "filled jobs", 1.0),
    ("share qualified to level 4", "Share with NVQ level 4 or above", "per cent",
     "qualified to level 4", "people 16 to 64", 100.0),
    ("share without qualifications", "Share without qualifications", "per cent",
     "no qualifications", "people 16 to 64", 100.0),
    ("weekly pay", "Median weekly pay, mean of districts weighted by residents", "GBP",
     "pay times residents", "residents with pay", 1.0),
    ("affordability ratio", "House price over earnings, mean of districts weighted by residents",
     "ratio", "ratio times residents", "residents with ratio", 1.0),
]  # fmt: skip


def indicator_tables(uk: Path, members: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the definitions and the values for every strategy area and for England."""
    definitions = pl.DataFrame(
        [(*row[:3], row[3] is None, *row[3:], "indicators") for row in DEFINITIONS],
        schema={
            "indicator": pl.String, "title": pl.String, "unit": pl.String, "additive": pl.Boolean,
            "numerator": pl.String, "denominator": pl.String, "scale": pl.Float64,
            "dataset": pl.String,
        },
        orient="row",
    )  # fmt: skip
    levels = pl.concat([from_panel(uk), from_productivity(uk), from_survey(uk), weighted(uk)])
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
    return definitions, finished(summed, definitions)


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
        .filter(pl.col("cell").str.starts_with("Total - All people aged 16-64 : "))
        .with_columns(pl.col("cell").str.strip_prefix("Total - All people aged 16-64 : "))
        .join(changes, on="geo_code")
    )
    names = {"NVQ4+": "qualified to level 4", "None": "no qualifications"}
    parts = raw.filter(pl.col("cell").is_in(list(names))).select(
        "member", indicator=pl.col("cell").replace(names), value="number", half="conf95"
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


def weighted(uk: Path) -> pl.DataFrame:
    """Return medians of districts times residents, and the residents they stand for."""
    panel = pl.read_parquet(uk / "panel_english_lad_latest.parquet").select(
        member="lad_code", people="pop2022"
    )
    published = pl.read_parquet(uk / "els_indicators_long_all_areas.parquet").filter(
        (pl.col("year") == 2025) & pl.col("value").is_not_null()
    )
    frames = []
    for dataset, top, bottom in (
        ("gross-median-weekly-pay", "pay times residents", "residents with pay"),
        ("housing-affordability-ratio", "ratio times residents", "residents with ratio"),
    ):
        values = (
            published.filter(pl.col("dataset") == dataset)
            .select(member=pl.col("areacd").replace(OLD_CODES), value="value")
            .unique("member")
        )
        both = panel.with_columns(pl.col("member").replace(OLD_CODES)).join(
            values, on="member", how="left"
        )
        known = pl.col("value").is_not_null()
        product = pl.when(known).then(pl.col("value") * pl.col("people")).otherwise(0.0)
        people = pl.when(known).then(pl.col("people")).otherwise(0)
        frames += [level(both, top, 2025, product), level(both, bottom, 2025, people)]
    return pl.concat(frames)
