"""Files into frames: every column as text or number as it stands, and the row it stood in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from placewise.errors import RecipeError

ROW = "row in the file"
FORMATS = {
    ".csv": "csv", ".tsv": "tsv", ".txt": "csv", ".parquet": "parquet", ".xlsx": "xlsx",
    ".xls": "xlsx", ".geojson": "geojson", ".json": "geojson",
}  # fmt: skip


def read_file(path: Path, options: Mapping[str, Any]) -> pl.LazyFrame:
    """Read a file lazily, with a column ``ROW`` that counts as a spreadsheet does.

    The header is row 1 of a text file and of a sheet; the first feature or record is row 1 of
    GeoJSON and Parquet. Text files are read as text throughout: a code keeps its zeros.

    Args:
        path: the file.
        options: ``format``, ``separator``, ``encoding``, ``sheet``, ``header_row``.

    Raises:
        RecipeError: the file is missing, empty, or not what its format says.
    """
    kind = str(options.get("format", FORMATS.get(path.suffix.lower(), "")))
    if not path.is_file():
        raise RecipeError(
            f"The file {path.name} is not there",
            where=str(path.parent),
            action="Name the folder that holds it with --from.",
        )
    if path.stat().st_size == 0:
        raise RecipeError(f"The file {path.name} is empty", where=str(path))
    readers = {"csv": _csv, "tsv": _csv, "parquet": _parquet, "xlsx": _xlsx, "geojson": _geojson}
    if kind not in readers:
        raise RecipeError(
            f"The format of {path.name} is not known",
            where=str(path),
            allowed=", ".join(sorted(set(readers))),
            action="Say which with format = ... in the recipe.",
        )
    try:
        return readers[kind](path, options)
    except RecipeError:
        raise
    except Exception as error:
        raise RecipeError(
            f"The file {path.name} cannot be read as {kind}: {str(error).splitlines()[0]}",
            where=str(path),
            action="Open it to see whether it is whole and of that format.",
        ) from error


def _csv(path: Path, options: Mapping[str, Any]) -> pl.LazyFrame:
    separator = str(options.get("separator", "\t" if path.suffix.lower() == ".tsv" else ","))
    header = int(options.get("header_row", 1))
    encoding = str(options.get("encoding", "utf-8"))
    if encoding.lower() in {"utf-8", "utf8", "utf-8-sig"}:
        _check_utf8(path)
        frame = pl.scan_csv(
            path, separator=separator, infer_schema=False, skip_rows=header - 1, row_index_name=ROW
        )
    else:
        text = path.read_text(encoding=encoding)
        frame = pl.read_csv(
            text.encode(), separator=separator, infer_schema=False, skip_rows=header - 1,
            row_index_name=ROW,
        ).lazy()  # fmt: skip
    names = frame.collect_schema().names()
    tidy = {name: name.lstrip("\ufeff").strip() for name in names}
    return frame.rename(tidy).with_columns(pl.col(ROW) + header + 1)


def _check_utf8(path: Path) -> None:
    """Refuse text that is not UTF-8, with the row it starts to fail in; reads in pieces."""
    row, rest = 1, b""
    with path.open("rb") as file:
        while piece := file.read(1 << 22):
            block = rest + piece
            end = block.rfind(b"\n") + 1 or len(block)
            try:
                block[:end].decode("utf-8")
            except UnicodeDecodeError as error:
                row += block[: error.start].count(b"\n")
                raise RecipeError(
                    f"The file {path.name} is not UTF-8: row {row} holds other bytes",
                    where=f"{path}, row {row}",
                    action='Say how it was written, such as encoding = "cp1252", in the recipe.',
                ) from None
            row += block[:end].count(b"\n")
            rest = block[end:]


def _parquet(path: Path, _: Mapping[str, Any]) -> pl.LazyFrame:
    frame = pl.scan_parquet(path, row_index_name=ROW)
    frame.collect_schema()
    return frame.with_columns(pl.col(ROW) + 1)


def _xlsx(path: Path, options: Mapping[str, Any]) -> pl.LazyFrame:
    header = int(options.get("header_row", 1))
    sheet = options.get("sheet")
    frame = pl.read_excel(
        path,
        sheet_name=str(sheet) if sheet is not None else None,
        engine="calamine",
        read_options={"header_row": header - 1},
        infer_schema_length=0,
    )
    return frame.with_row_index(ROW, offset=header + 1).lazy()


def _geojson(path: Path, _: Mapping[str, Any]) -> pl.LazyFrame:
    with path.open(encoding="utf-8") as file:
        features = json.load(file)["features"]
    records = [
        {**feature["properties"], "geometry": json.dumps(feature["geometry"])}
        for feature in features
    ]
    return pl.DataFrame(records, infer_schema_length=None).with_row_index(ROW, offset=1).lazy()
