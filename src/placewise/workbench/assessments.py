"""Tables assessed once for all places of a kind, and kept for the next job that asks."""

from __future__ import annotations

import polars as pl

from placewise.data.maps import place_map
from placewise.diagnose.assessment import Assessment, assess_table
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.workbench.catalogue import Entry
from placewise.workbench.tables import Tables


class Assessments:
    """Tables assessed once and kept, because all places of a kind share them."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._kept: dict[tuple[Entry, str, str | None, float], Assessment] = {}
        self._maps: dict[tuple[Place, ...], pl.DataFrame] = {}
        self._datasets: dict[str, set[str]] = {}

    def datasets_of(self, store: Store, table: str) -> set[str]:
        """Return the names of the datasets that a table of the store comes from."""
        if table not in self._datasets:
            names = store.table(table).select("dataset").unique().collect()["dataset"]
            self._datasets[table] = set(names)
        return self._datasets[table]

    def map_of(self, store: Store, places: tuple[Place, ...]) -> pl.DataFrame:
        """Return where some places lie on a page."""
        if places not in self._maps:
            self._maps[places] = place_map(store, places)
        return self._maps[places]

    def of(self, entry: Entry, place: Place, settings: DiagnosisSettings) -> Assessment:
        """Return the assessment of one table for the places that one place is compared with."""
        against, threshold = settings.against, settings.threshold
        compared = place.name if place.kind == "own" else place.kind
        key = (entry, compared, against, threshold)
        if key not in self._kept:
            self._kept[key] = assess_table(self.tables.build(entry, place, against), threshold)
        return self._kept[key]
