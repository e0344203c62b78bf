"""Take the picture of a report that the README shows; needs chromium.

python -m scripts.picture
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from placewise import Workbench
from placewise.report.html import diagnosis_html

PICTURE = Path(__file__).parent.parent / "docs" / "images" / "report.png"


def take(place: str = "Greater Lincolnshire") -> None:
    """Diagnose a place and photograph the top of its page."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(diagnosis_html(Workbench.open().diagnose(place)), encoding="utf-8")
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--disable-background-networking", "--no-first-run",
                f"--user-data-dir={folder}/profile", "--window-size=900,1500",
                f"--screenshot={PICTURE}", page.as_uri(),
            ],
            check=True, capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    take()
