"""Hold the pages to the rules of axe-core in a real browser; needs chromium and a copy of axe.

python -m scripts.accessibility PATH/TO/axe.min.js [--workspace FOLDER --place NAME --kind KIND]

The report of a place, the page of each of its topics, its plan, a comparison of places, the index
of all places, the review of the example strategy and the page of many reviews, light and dark, at
360 and 1,440 pixels. Prints every violation and exits with 1 if there is one. axe-core itself is
not part of this repository: install the package axe-core of the npm registry wherever you like.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path
from typing import Any

from placewise import Workbench
from placewise.data.glossary import read_glossary
from placewise.model.plan import PlanSettings
from placewise.report.answer_page import answer_page
from placewise.report.compare_page import compare_page
from placewise.report.html import diagnosis_html, index_html
from placewise.report.plan_page import plan_page
from placewise.report.review_json import review_json
from placewise.report.review_matrix import review_matrix_html, row_of
from placewise.report.review_page import review_html
from placewise.report.sections import section_of

RUN = """
axe.run(document, {resultTypes: ["violations"]}).then(result => parent.postMessage(JSON.stringify({
  violations: result.violations, passes: result.passes.length, width: innerWidth,
}), "*"));
"""
FRAME = """<!doctype html><iframe src="page.html" width="WIDTH" height="900"></iframe><script>
addEventListener("message", event => {
  const told = document.createElement("pre");
  told.id = "told";
  told.textContent = event.data;
  document.body.append(told);
});
</script>"""
"""A frame, because the window of a browser without a screen is never narrower than 500 pixels."""
BUDGET = 100e6
EXAMPLE = "examples/strategy-hull-and-east-yorkshire.md"
DARK = "@media screen and (prefers-color-scheme: dark)"


def pages(workspace: str, place: str, kind: str | None) -> dict[str, str]:
    """Return the pages to look at, by name."""
    bench = Workbench.open(workspace)
    diagnosis = bench.diagnose(place, kind=kind)
    plan = bench.plan(diagnosis.place, PlanSettings(BUDGET))
    review = Workbench.open("sample").review(EXAMPLE, "Hull and East Yorkshire")
    row = row_of(json.loads(review_json(review)), "a.html")
    rows = [
        {"place": diagnosis.place.name, "file": "a.html", "demonstrable": ["Manufacturing"]},
        {"place": "Another place", "file": "b.html", "demonstrable": []},
    ]
    comparison = bench.compare("combined authority", PlanSettings(budget=500, draws=100))
    glossary = read_glossary()
    answers = {
        answer.key: answer_page(answer, [section_of(answer)], glossary)
        for answer in diagnosis.answers
    }
    return {
        "report": diagnosis_html(diagnosis, glossary),
        **answers,
        "plan": plan_page(plan, glossary),
        "compare": compare_page(comparison, glossary),
        "index": index_html(f"places like {diagnosis.place.name}", rows),
        "review": review_html(review),
        "matrix": review_matrix_html([row, row | {"place": "Another place", "file": "b.html"}]),
    }


def judged(page: str, axe: str, width: int) -> dict[str, Any]:
    """Return what axe finds on a page at one width of the window."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "frame.html"
        path.write_text(FRAME.replace("WIDTH", str(width)), encoding="utf-8")
        tested = page.replace("</body>", f"<script>{axe}</script><script>{RUN}</script></body>")
        (Path(folder) / "page.html").write_text(tested, encoding="utf-8")
        done = subprocess.run(
            [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--virtual-time-budget=60000", "--dump-dom",
                f"--user-data-dir={folder}/profile", "--window-size=1600,1000", path.as_uri(),
            ],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    told = re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)
    if told is None:
        sys.exit("axe did not run to its end: is the file axe.min.js?")
    found: dict[str, Any] = json.loads(unescape(told[1]))
    return found


def main() -> None:
    """Look at every page and say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("axe", type=Path)
    parser.add_argument("--workspace", default="sample")
    parser.add_argument("--place", default="Greater Manchester")
    parser.add_argument("--kind")
    asked = parser.parse_args()
    axe = asked.axe.read_text(encoding="utf-8")
    wrong = 0
    for name, page in pages(asked.workspace, asked.place, asked.kind).items():
        unfolded = re.sub(r"<details(?![^>]* open)", "<details open", page)
        for colours in ("light", "dark"):
            shown = unfolded if colours == "light" else unfolded.replace(DARK, "@media all")
            for width in (360, 1440):
                found = judged(shown, axe, width)
                wrong += len(found["violations"])
                size = f"{name}, {colours}, {found['width']} px"
                bad, good = len(found["violations"]), found["passes"]
                print(f"{size}: {bad} violations, {good} rules passed")
                for violation in found["violations"]:
                    places = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
                    print(f"  {violation['id']}: {violation['help']}: {places}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
