"""The two comparators of barriers, until the comparators of all topics are here."""

from __future__ import annotations

import numpy as np
import polars as pl

from placewise.model.comparators import Comparator
from placewise.model.words import Place
from placewise.workbench.shelf import Shelf

BY = ("density", "share qualified to level 4", "employment rate", "median weekly pay")


class StandInComparators:
    """All others of a kind, and the ten nearest by a few concepts."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._tables: dict[tuple[Place, ...], np.ndarray] = {}

    def of(self, place: Place) -> tuple[Comparator, ...]:
        places = self._shelf.compared(place)
        if places not in self._tables:
            columns = []
            for key in BY:
                rows = self._shelf.latest(key, places)
                order = pl.DataFrame({"place": [p.name for p in places]})
                v = (
                    order.join(rows.unique("place"), on="place", how="left", maintain_order="left")[
                        "value"
                    ]
                    .cast(pl.Float64)
                    .fill_null(np.nan)
                    .to_numpy()
                )
                if np.isfinite(v).sum() > 2:
                    r = np.full(len(v), 0.5)
                    ok = np.isfinite(v)
                    r[ok] = v[ok].argsort().argsort() / ok.sum()
                    columns.append(r)
            self._tables[places] = np.array(columns).T if columns else np.zeros((len(places), 1))
        t = self._tables[places]
        at = places.index(place)
        d = ((t - t[at]) ** 2).sum(1)
        near = [i for i in d.argsort(kind="stable") if i != at][:10]
        others = tuple(p for p in places if p != place)
        return (
            Comparator("nation", f"the other {len(others)} of its kind", others, ""),
            Comparator("similar", "the ten most similar", tuple(places[i] for i in near), ""),
        )
