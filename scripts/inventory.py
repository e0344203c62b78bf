"""Write the inventory of modules in ARCHITECTURE.md from the first line of each docstring.

python scripts/inventory.py
"""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
START, END = "<!-- inventory -->", "<!-- end of inventory -->"


def rows() -> list[str]:
    """Return one line of the table for each module, in the order of folders and names."""
    found = []
    for path in sorted((ROOT / "src" / "placewise").rglob("*.py")):
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        first = doc.split("\n\n")[0].replace("\n", " ").replace("|", "\\|").strip()
        found.append(f"| `{path.relative_to(ROOT / 'src')}` | {first} |")
    return found


def written(text: str) -> str:
    """Return ARCHITECTURE.md with the inventory as it is now."""
    before, rest = text.split(START)
    after = rest.split(END)[1]
    table = "\n".join(["| module | what it is |", "|---|---|", *rows()])
    return f"{before}{START}\n{table}\n{END}{after}"


if __name__ == "__main__":
    page = ROOT / "ARCHITECTURE.md"
    page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")
