"""A second way to compute a workbook: cells are read from its XML, formulas evaluated here."""

from __future__ import annotations

import io
import math
import re
import zipfile
from typing import Any

from lxml import etree

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CELL = r"\$?[A-Z]+\$?\d+"


def blank(value: Any) -> Any:
    return 0.0 if value is None else value


class Workbook:
    """Cells of all sheets; formulas are computed from their text, stored results are not used."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            shared = [
                "".join(item.itertext())
                for item in etree.fromstring(parts.read("xl/sharedStrings.xml"))
            ]
            names = [
                sheet.get("name")
                for sheet in etree.fromstring(parts.read("xl/workbook.xml")).iter(
                    f"{SPREADSHEET}sheet"
                )
            ]
            self.cells: dict[str, dict[str, Any]] = {}
            self.stored: dict[str, dict[str, str]] = {}
            for at, name in enumerate(names, 1):
                root = etree.fromstring(parts.read(f"xl/worksheets/sheet{at}.xml"))
                self.cells[name], self.stored[name] = {}, {}
                for cell in root.iter(f"{SPREADSHEET}c"):
                    self._keep(name, cell, shared)
        self.known: dict[tuple[str, str], Any] = {}

    def _keep(self, sheet: str, cell: Any, shared: list[str]) -> None:
        formula, value = cell.find(f"{SPREADSHEET}f"), cell.find(f"{SPREADSHEET}v")
        if formula is not None:
            self.cells[sheet][cell.get("r")] = "=" + formula.text
            self.stored[sheet][cell.get("r")] = "" if value is None else value.text
        elif value is not None:
            text = cell.get("t") == "s"
            self.cells[sheet][cell.get("r")] = (
                ("text", shared[int(value.text)]) if text else float(value.text)
            )

    def value(self, sheet: str, cell: str) -> Any:
        key = (sheet, cell.replace("$", ""))
        if key not in self.known:
            found = self.cells[sheet].get(key[1])
            if isinstance(found, tuple):
                found = found[1]
            elif isinstance(found, str):
                found = self._compute(sheet, found[1:])
            self.known[key] = found
        return self.known[key]

    def _compute(self, sheet: str, formula: str) -> Any:
        def area(first: str, last: str, there: str = sheet) -> list[Any]:
            letter, start, end = (
                re.sub(r"[\d$]", "", first),
                *(int(re.sub(r"\D", "", cell)) for cell in (first, last)),
            )
            return [self.value(there, f"{letter}{row}") for row in range(start, end + 1)]

        def lookup(wanted: float, keys: list[float], values: list[float]) -> float:
            return [value for key, value in zip(keys, values, strict=True) if key <= wanted][-1]

        texts = re.split(r'("[^"]*")', formula)
        for at in range(0, len(texts), 2):
            part = re.sub(rf"({CELL}):({CELL})", r"area('\1', '\2')", texts[at])
            part = re.sub(
                rf"(?<!['A-Z$\d]){CELL}(?!['\d(])", lambda m: f"cell('{m.group()}')", part
            )
            part = re.sub(r"'([^']+)'!cell\('([^']+)'\)", r"other('\1', '\2')", part)
            part = re.sub(r"'([^']+)'!area\(([^)]+)\)", r"area(\2, '\1')", part)
            texts[at] = part.replace("^", "**").replace("IF(", "IF_(")
        functions = {
            "area": area, "cell": lambda cell: blank(self.value(sheet, cell)),
            "other": lambda name, cell: blank(self.value(name, cell)),
            "SUM": lambda values: math.fsum(blank(value) for value in values),
            "SUMPRODUCT": lambda a, b: math.fsum(x * y for x, y in zip(a, b, strict=True)),
            "LOOKUP": lookup, "AND": lambda *tests: all(tests),
            "ISNUMBER": lambda value: isinstance(value, float | int),
            "ROUND": round, "ROUNDUP": lambda value, digits: math.ceil(value),
        }  # fmt: skip
        return _evaluate("".join(texts), functions)


def _evaluate(text: str, functions: dict[str, Any]) -> Any:
    """Evaluate with IF as a choice of which only one side is computed."""
    while "IF_(" in text:
        start = text.rindex("IF_(")
        parts, depth, at, piece = [], 1, start + 4, ""
        quoted = False
        while depth:
            sign = text[at]
            quoted ^= sign == '"'
            depth += (sign == "(") - (sign == ")") if not quoted else 0
            if depth == 1 and sign == "," and not quoted:
                parts.append(piece)
                piece = ""
            elif depth:
                piece += sign
            at += 1
        parts.append(piece)
        test, yes, no = parts
        text = f"{text[:start]}(({yes}) if ({test}) else ({no})){text[at:]}"
    return eval(text, {"__builtins__": {}}, functions)  # noqa: S307
