"""Compile the sample that ships from official tables: sums over districts, rounded, with source.

    python -m scripts.compile_sample SHARED

SHARED is the folder that holds ``data/uk``. Writes Parquet files into
``src/placewise/data/sample``; what each column is stands in docs/reference/sample.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
from scripts.sample_concepts import concept_tables
from scripts.sample_indicators import OLD_CODES, indicator_tables
from scripts.sample_places import place_name_table
from scripts.sample_tiles import tile_table

OUT = Path(__file__).parent.parent / "src" / "placewise" / "data" / "sample"
ROUND_JOBS = 10.0
GREAT_BRITAIN, ENGLAND, UNITED_KINGDOM = "K03000001", "E92000001", "K02000001"
BRES_BANDS = [(0, 0), (49, 5), (249, 25), (499, 50), (999, 100), (2499, 250), (4999, 500)]
OPEN_BAND_UNIT = 1000

SECTIONS = {
    "A": "Agriculture, forestry and fishing",
    "B": "Mining and quarrying",
    "C": "Manufacturing",
    "D": "Electricity, gas and steam supply",
    "E": "Water supply, sewerage and waste",
    "F": "Construction",
    "G": "Wholesale and retail trade",
    "H": "Transportation and storage",
    "I": "Accommodation and food services",
    "J": "Information and communication",
    "K": "Financial and insurance activities",
    "L": "Real estate activities",
    "M": "Professional, scientific and technical activities",
    "N": "Administrative and support services",
    "O": "Public administration and defence",
    "P": "Education",
    "Q": "Health and social work",
    "R": "Arts, entertainment and recreation",
    "S": "Other service activities",
    "T": "Activities of households",
}
MERGED = {
    "AB": "Agriculture, forestry, fishing; mining and quarrying",
    "DE": "Electricity, gas, water; sewerage and waste",
}
GROUPS = {
    "CA-CB": ("Food, drink, textiles and clothing", "C"),
    "CC": ("Wood, paper and printing", "C"),
    "CD-CG": ("Petroleum, chemicals, pharmaceuticals, plastics and minerals", "C"),
    "CH": ("Metals and metal products", "C"),
    "CI-CL": ("Electronic, electrical, machinery and transport equipment", "C"),
    "CM": ("Other manufacturing, repair and installation", "C"),
    "41": ("Construction of buildings", "F"),
    "42": ("Civil engineering", "F"),
    "43": ("Specialised construction activities", "F"),
    "45": ("Motor trades", "G"),
    "46": ("Wholesale trade", "G"),
    "47": ("Retail trade", "G"),
    "49-51": ("Land, water and air transport", "H"),
    "52-53": ("Warehousing, transport support, postal and courier services", "H"),
    "58-60": ("Publishing, film, television and broadcasting", "J"),
    "61-63": ("Telecommunications and information technology", "J"),
    "69": ("Legal and accounting activities", "M"),
    "70": ("Head offices and management consultancy", "M"),
    "71": ("Architecture and engineering", "M"),
    "72-75": ("Research, advertising, veterinary and other professional activities", "M"),
    "77": ("Rental and leasing", "N"),
    "78-80": ("Employment agencies, travel and security services", "N"),
    "81": ("Services to buildings and landscape", "N"),
    "82": ("Office administration and business support", "N"),
    "94-95": ("Membership organisations; repair of household goods", "S"),
    "96": ("Other personal services", "S"),
}
ITL3_PARTS = {
    "CA": "CA-CB", "CB": "CA-CB", "CI-CJ": "CI-CL", "CK-CL": "CI-CL", "52": "52-53", "53": "52-53",
    "72-73": "72-75", "74-75": "72-75", "94": "94-95", "95": "94-95",
}  # fmt: skip
"""Industries that are finer at ITL3 than in districts."""
ENTERPRISE_GROUPS = {
    1: "A", 2: "B+D+E", 3: "C", 4: "F", 5: "45", 6: "46", 7: "47", 8: "H", 9: "I", 10: "J",
    11: "K", 12: "L", 13: "M", 14: "N", 15: "O", 16: "P", 17: "Q", 18: "R+S+T+U",
}  # fmt: skip
SIZE_BANDS = {"micro": (0, 9), "small": (10, 49), "medium": (50, 249), "large": (250, None)}


def main(shared: Path) -> None:
    """Compile every table of the sample."""
    uk = shared / "data" / "uk"
    members = memberships(uk)
    areas = area_table(uk, members)
    jobs = jobs_table(uk, members)
    gva = gva_table(uk, members)
    definitions, indicators = indicator_tables(uk, members)
    write("areas", areas)
    concepts = concept_tables(shared)
    write("area_members", members.select("whole", "member", "share", dataset=pl.lit("areas")))
    write("industries", industry_table())
    write("industry_values", pl.concat([jobs, gva]))
    write("plants", plants_table(uk))
    write("indicator_definitions", pl.concat([definitions, concepts[0]]))
    write("indicators", pl.concat([indicators.select(concepts[1].columns), concepts[1]]))
    write("place_names", place_name_table(uk, areas))
    write("tiles", tile_table(uk, members))
    write("provenance", provenance_table(concepts[2]))
    size = sum(path.stat().st_size for path in OUT.glob("*.parquet"))
    print(f"{OUT}: {size:,} bytes")


def write(name: str, frame: pl.DataFrame) -> None:
    """Write one table, sorted so that a second run gives the same bytes."""
    OUT.mkdir(parents=True, exist_ok=True)
    frame.sort(frame.columns).write_parquet(OUT / f"{name}.parquet", compression="zstd")


def code_in_force(column: str) -> pl.Expr:
    """Return the code in force for the two districts that were recoded in 2025."""
    return pl.col(column).replace(OLD_CODES)


def memberships(uk: Path) -> pl.DataFrame:
    """Return which district makes up which strategy area; columns whole, member, share, kind."""
    authorities = pl.read_csv(uk / "lookup_lad25_combined_authority_may2025.csv").select(
        whole="CAUTH25CD", name="CAUTH25NM", member=code_in_force("LAD25CD"),
        kind=pl.lit("combined authority"),
    )  # fmt: skip
    partnerships = pl.read_csv(uk / "lookup_lad22_lep21_built_by_overlay.csv").select(
        whole="LEP21CD", name="LEP21NM", member=code_in_force("lad_code_active"),
        kind=pl.lit("local enterprise partnership"),
    )  # fmt: skip
    regions = (
        pl.read_csv(uk / "lookup_lad25_itl25.csv")
        .filter(pl.col("LAD25CD").str.starts_with("E"))
        .select(
            whole="ITL225CD", name="ITL225NM", member=code_in_force("LAD25CD"),
            kind=pl.lit("ITL2"),
        )
    )  # fmt: skip
    # A district in two partnerships counts wholly in both, as the published totals do.
    joined = pl.concat([authorities, partnerships, regions]).unique(["whole", "member"])
    return joined.with_columns(pl.col("name").str.strip_chars(), share=pl.lit(1.0)).sort(
        "whole", "member"
    )


def area_table(uk: Path, members: pl.DataFrame) -> pl.DataFrame:
    """Return strategy areas, their districts and the bases."""
    wholes = members.select(code="whole", name="name", kind="kind").unique()
    districts = (
        pl.read_csv(uk / "lookup_lad25_itl25.csv")
        .select(code=code_in_force("LAD25CD"), name="LAD25NM")
        .unique()
        .filter(pl.col("code").is_in(members["member"].unique().implode()))
        .with_columns(kind=pl.lit("district"))
    )
    bases = pl.DataFrame(
        {
            "code": [GREAT_BRITAIN, ENGLAND, UNITED_KINGDOM],
            "name": ["Great Britain", "England", "United Kingdom"],
            "kind": ["country", "nation", "country"],
        }
    )
    return pl.concat([wholes, districts, bases]).select(
        "code", "name", "kind", parent=pl.lit(None, pl.String), dataset=pl.lit("areas")
    )


def industry_table() -> pl.DataFrame:
    """Return the industries of both measures, and the groups that enterprises are counted in."""
    rows: list[tuple[str, str, str, str | None]] = [("Total", "All industries", "total", None)]
    rows += [(code, name, "section", None) for code, name in SECTIONS.items()]
    rows += [(code, name, "section", None) for code, name in MERGED.items()]
    rows += [(code, name, "division group", parent) for code, (name, parent) in GROUPS.items()]
    rows += [
        ("B+D+E", "Mining, quarrying and utilities", "enterprise group", None),
        ("R+S+T+U", "Arts, entertainment and other services", "enterprise group", None),
    ]
    frame = pl.DataFrame(rows, schema=["code", "name", "level", "parent"], orient="row")
    return frame.select(
        "code", "name", "level", "parent", classification=pl.lit("SIC 2007"),
        dataset=pl.lit("industries"),
    )  # fmt: skip


def jobs_table(uk: Path, members: pl.DataFrame) -> pl.DataFrame:
    """Return jobs by section 2024, with a rounding unit that carries the variance of the sum."""
    raw = pl.read_parquet(uk / "bres_jobs_section_lad_2024.parquet")
    counted = raw.group_by("area").agg(total=pl.col("jobs").sum()).filter(pl.col("total") > 0)
    active = pl.read_csv(uk / "lookup_lad_all_codes_since2011.csv")["LADCD_ACTIVE"].unique()
    valid = set(active) | set(OLD_CODES)
    districts = raw.filter(
        pl.col("area").is_in([code for code in counted["area"] if code in valid])
    ).select(
        member=code_in_force("area"), industry="section", value=pl.col("jobs").cast(pl.Float64),
        variance=bres_variance(pl.col("jobs")),
    )  # fmt: skip
    whole = wholes_and_bases(districts["member"].unique(), members, GREAT_BRITAIN)
    total = districts.with_columns(industry=pl.lit("Total"))
    summed = (
        whole.join(pl.concat([districts, total]), on="member")
        .group_by("whole", "industry")
        .agg(pl.col("value").sum(), pl.col("variance").sum())
    )
    rounded = pl.col("value").truediv(ROUND_JOBS).round() * ROUND_JOBS
    unit = (12 * (pl.col("variance") + ROUND_JOBS**2 / 12)).sqrt().round(1)
    return summed.select(
        measure=pl.lit("jobs"), area="whole", classification=pl.lit("SIC 2007"),
        industry="industry", year=pl.lit(2024, pl.Int32), value=rounded, unit=pl.lit("jobs"),
        flag=pl.lit("ok"), rounding=unit, cv=pl.lit(None, pl.Float64),
        dataset=pl.lit("jobs by section 2024"),
    )  # fmt: skip


def bres_variance(jobs: pl.Expr) -> pl.Expr:
    """Return the variance of one published cell from open-access rounding: unit squared over 12."""
    unit: pl.Expr = pl.lit(float(OPEN_BAND_UNIT))
    for most, width in reversed(BRES_BANDS):
        unit = pl.when(jobs <= most).then(float(width)).otherwise(unit)
    return unit**2 / 12


def wholes_and_bases(codes: pl.Series, members: pl.DataFrame, widest: str) -> pl.DataFrame:
    """Return membership of the strategy areas plus that of England and of all areas."""
    everything = pl.DataFrame({"member": codes})
    england = everything.filter(pl.col("member").str.starts_with("E"))
    return pl.concat(
        [
            members.select("whole", "member"),
            everything.select(whole=pl.lit(widest), member="member"),
            england.select(whole=pl.lit(ENGLAND), member="member"),
        ]
    )


def gva_table(uk: Path, members: pl.DataFrame) -> pl.DataFrame:
    """Return GVA by industry 2023; a sum with a suppressed district is suppressed."""
    raw = pl.read_parquet(uk / "gva_by_industry_lad_1998_2023.parquet").filter(
        pl.col("year") == 2023
    )
    codes = {**SECTIONS, **MERGED, **GROUPS, "Total": "", "68": ""}
    districts = raw.select(
        member=code_in_force("lad_code"),
        industry=pl.col("industry_code").str.replace(r" \(.*\)$", ""),
        value=pl.col("gva_current_gbp_m").cast(pl.Float64),
    )
    imputed = districts.filter(pl.col("industry") == "68IMP").select("member", imputed="value")
    # Imputed rent is no industry: total and section L are shown without it.
    districts = (
        districts.filter(pl.col("industry").is_in(list(codes)))
        .join(imputed, on="member", how="left")
        .with_columns(
            value=pl.when(pl.col("industry") == "Total").then(pl.col("value") - pl.col("imputed"))
            .otherwise(pl.col("value"))
        )
        .filter(pl.col("industry") != "L")
        .with_columns(industry=pl.col("industry").replace({"68": "L"}))
        .select("member", "industry", "value")
    )  # fmt: skip
    exact = exact_from_itl(uk)
    whole = wholes_and_bases(districts["member"].unique(), members, UNITED_KINGDOM)
    wanted = whole.join(districts.select("industry").unique(), how="cross")
    summed = (
        wanted.join(districts, on=["member", "industry"], how="left")
        .group_by("whole", "industry")
        .agg(
            value=pl.when(pl.col("value").is_null().any()).then(None)
            .otherwise(pl.col("value").sum()),
            cells=pl.len(),
        )
        .join(exact, on=["whole", "industry"], how="left")
        .with_columns(pl.coalesce("value", "published").alias("value"))
    )  # fmt: skip
    return summed.select(
        measure=pl.lit("gva"), area="whole", classification=pl.lit("SIC 2007"),
        industry="industry", year=pl.lit(2023, pl.Int32), value="value",
        unit=pl.lit("GBP million, current prices"),
        flag=pl.when(pl.col("value").is_null()).then(pl.lit("suppressed")).otherwise(pl.lit("ok")),
        rounding=pl.col("cells").cast(pl.Float64).sqrt().round(1), cv=pl.lit(None, pl.Float64),
        dataset=pl.lit("GVA by industry 2023"),
    )  # fmt: skip


def exact_from_itl(uk: Path) -> pl.DataFrame:
    """Return figures built from ITL3 areas, for sums that a suppressed district spoils.

    ITL3 areas are complete in every industry. They add up to ITL2 areas, to England and to the
    United Kingdom; Cornwall and Isles of Scilly is one of them.
    """
    raw = pl.read_parquet(uk / "gva_by_industry_itl_1998_2023.parquet").filter(
        (pl.col("year") == 2023) & (pl.col("geo_type") == "ITL3")
    )
    values = raw.select(
        code="itl_code",
        industry=pl.col("industry_code").str.replace(r" \(.*\)$", "").replace(ITL3_PARTS),
        value=pl.col("gva_current_gbp_m").cast(pl.Float64),
    )
    imputed = pl.col("industry") == "68IMP"
    less = values.filter(imputed).select("code", industry=pl.lit("Total"), value=-pl.col("value"))
    real_estate = less.with_columns(industry=pl.lit("L"))
    values = pl.concat([values.filter(~imputed), less, real_estate])
    england = values.filter(pl.col("code").str.slice(2, 1).is_in(list("CDEFGHIJK")))
    parts = [
        values.with_columns(code=pl.col("code").str.slice(0, 4)),
        values.filter(pl.col("code") == "TLK30").with_columns(code=pl.lit("E37000005")),
        england.with_columns(code=pl.lit(ENGLAND)),
        values.with_columns(code=pl.lit(UNITED_KINGDOM)),
    ]
    return (
        pl.concat(parts)
        .group_by(whole="code", industry="industry")
        .agg(published=pl.col("value").sum())
    )


def plants_table(uk: Path) -> pl.DataFrame:
    """Return enterprises by size band 2022, all districts of the United Kingdom and England."""
    raw = pl.read_parquet(
        uk / "ukbc_enterprises_18groups_sizeband_lad_lep_lsip_mca_2018_2022.parquet"
    ).filter((pl.col("year") == 2022) & (pl.col("geo_type") == "lad21"))
    long = raw.unpivot(
        on=list(SIZE_BANDS), index=["geo_code", "ind_no"], variable_name="band", value_name="plants"
    ).with_columns(industry=pl.col("ind_no").replace_strict(ENTERPRISE_GROUPS))
    frames = []
    for area, prefix in ((GREAT_BRITAIN, "EWS"), (ENGLAND, "E")):
        part = long.filter(pl.col("geo_code").str.slice(0, 1).is_in(list(prefix)))
        summed = part.group_by("industry", "band").agg(pl.col("plants").sum())
        frames.append(summed.with_columns(area=pl.lit(area)))
    bounds = {band: low for band, (low, _) in SIZE_BANDS.items()}
    tops = {band: high for band, (_, high) in SIZE_BANDS.items()}
    return pl.concat(frames).select(
        unit_kind=pl.lit("enterprise"), area="area", classification=pl.lit("SIC 2007"),
        industry="industry", year=pl.lit(2022, pl.Int32),
        size_from=pl.col("band").replace_strict(bounds, return_dtype=pl.Int32),
        size_to=pl.col("band").replace_strict(tops, return_dtype=pl.Int32),
        plants=pl.col("plants").cast(pl.Float64), rounding=pl.lit(5.0),
        dataset=pl.lit("enterprises by size 2022"),
    )  # fmt: skip


def provenance_table(concepts: pl.DataFrame) -> pl.DataFrame:
    """Return where each dataset of the sample came from, those of its concepts among them."""
    licence = "Open Government Licence v3.0"
    ons = "Office for National Statistics"
    rows = [
        ("areas", "Lookups of districts to combined authorities (May 2025), LEPs (2021) and ITL2 "
         "areas (2025)", ons, "2021 to 2025", "district in two LEPs counts in both"),
        ("industries", "UK Standard Industrial Classification 2007", ons, "2007",
         "titles shortened"),
        ("jobs by section 2024", "Business Register and Employment Survey, open access", ons,
         "2024", "summed over districts; rounded to 10; the rounding unit given is the one whose "
         "variance equals that of the sum of rounded district figures"),
        ("GVA by industry 2023", "Regional gross value added (balanced) by industry", ons,
         "2023, April 2025 release", "United Kingdom less Extra-Regio; summed over districts; "
         "imputed rent taken out of total and real estate; suppressed districts make a sum "
         "missing unless ITL3 areas add up to the area"),
        ("enterprises by size 2022", "UK Business Counts, enterprises", ons, "March 2022",
         "summed over districts; enterprises are counted at their head office"),
        ("indicators", "Subnational indicators, productivity, earnings, affordability and "
         "Annual Population Survey qualifications", ons, "2021 to 2025",
         "levels summed over districts, rates rebuilt from levels; where a district is missing, "
         "and for medians, the figure published for the same districts"),
        ("place names", "Names of districts and of built-up areas (2011), with their district; "
         "adjectives, demonyms and abbreviations listed for placewise", ons, "2011 to 2025",
         "parishes, wards and MSOAs left out"),
        ("tiles", "Tile-grid map laid out for placewise", "placewise", "2025",
         "one tile an area, by assignment of centroids to a grid"),
    ]  # fmt: skip
    frame = pl.DataFrame(
        rows, schema=["dataset", "source", "publisher", "vintage", "transformations"], orient="row"
    )
    own = pl.col("publisher") == "placewise"
    named = frame.with_columns(licence=pl.when(own).then(pl.lit("MIT")).otherwise(pl.lit(licence)))
    return pl.concat([named, concepts.select(named.columns)]).with_columns(
        retrieved=pl.lit(""), sha256=pl.lit(""),
    )  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where the official tables are: python -m scripts.compile_sample SHARED")
    np.seterr(all="raise")
    main(Path(sys.argv[1]))
