"""Relatedness and complexity that other packages have computed, reproduced."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from placewise.diagnose.complexity import complexity, fitness
from placewise.diagnose.relatedness import (
    presence,
    proximity,
    relatedness_density,
    revealed_advantage,
)

Floats = NDArray[np.float64]

pytestmark = pytest.mark.shared
EXACT = 1e-9


@pytest.fixture(scope="module")
def oracles(shared: Path) -> Path:
    return shared / "oracles"


def wide(rows: pl.DataFrame, row: str, column: str, value: str) -> tuple[Floats, list[str]]:
    """Return the table, sorted both ways, a missing pair as nothing, and its rows."""
    table = rows.sort(column).pivot(on=column, index=row, values=value).sort(row).fill_null(0)
    return table.drop(row).to_numpy().astype(np.float64), table[row].cast(pl.String).to_list()


def test_stata_fixture(oracles: Path) -> None:
    name = "eci_stata_fixture_1995"
    exports, _ = wide(pl.read_csv(oracles / f"{name}_input.csv"), "origin", "hs92", "export_val")
    countries = pl.read_csv(oracles / f"{name}_expected_country.csv").sort("origin")
    products = pl.read_csv(oracles / f"{name}_expected_product.csv").sort("hs92")
    present = presence(revealed_advantage(exports))
    found = complexity(present)
    density = relatedness_density(present, proximity(present))
    assert found.diversity.tolist() == countries["diversity"].to_list()
    assert found.ubiquity.tolist() == products["ubiquity"].to_list()
    assert density[0] == pytest.approx(products["density_aut"].to_numpy(), abs=EXACT)
    # Stata takes the standard deviation over the 300 rows, with n - 1.
    factor = np.sqrt(299 / 300)
    assert found.eci * factor == pytest.approx(countries["eci"].to_numpy(), abs=EXACT)
    assert found.pci * factor == pytest.approx(products["pci"].to_numpy(), abs=EXACT)
    assert found.components == 1


@pytest.fixture(scope="module")
def world(oracles: Path) -> tuple[Floats, list[str], list[str]]:
    """Trade of 226 countries in 785 products, with the names of both."""
    rows = pl.read_parquet(oracles / "eci_R_world_trade_1998_2000.parquet")
    table, countries = wide(rows, "country", "product", "value")
    return table, countries, rows["product"].unique().sort().to_list()


def test_economiccomplexity_presence_and_proximity(
    oracles: Path, world: tuple[Floats, list[str], list[str]]
) -> None:
    present = presence(revealed_advantage(world[0]))
    expected = pl.read_parquet(oracles / "eci_R_expected_balassa.parquet").to_numpy()
    np.testing.assert_array_equal(present, expected)
    phi = proximity(present)
    theirs = pl.read_parquet(oracles / "eci_R_expected_proximity_product.parquet").to_numpy()
    upper = np.triu_indices(len(phi), 1)
    np.testing.assert_allclose(phi[upper], theirs[upper], atol=6e-8)  # stored in 32 bits
    assert np.median(phi[upper]) == pytest.approx(0.2, abs=EXACT)
    assert phi[upper].mean() == pytest.approx(0.2057056, abs=5e-8)
    assert phi.max() == pytest.approx(0.8450704, abs=5e-8)
    # Theirs counts an industry as near itself.
    density = relatedness_density(present, phi + np.eye(len(phi)))
    assert density.mean() == pytest.approx(0.1879806, abs=5e-8)
    assert density.max() == pytest.approx(0.9482619, abs=5e-8)


def test_economiccomplexity_indices(world: tuple[Floats, list[str], list[str]]) -> None:
    table, countries, products = world
    found = complexity(presence(revealed_advantage(table)))
    # They standardise countries and products each on their own, with n - 1.
    eci = (found.eci - found.eci.mean()) / found.eci.std(ddof=1)
    pci = (found.pci - found.pci.mean()) / found.pci.std(ddof=1)
    first = {"sgs": 2.334748, "jpn": 2.257621, "hmd": 1.985243, "gbr": 1.919962, "deu": 1.880205}
    assert [countries[place] for place in np.argsort(-eci)[:5]] == list(first)
    assert np.sort(eci)[::-1][:5] == pytest.approx(list(first.values()), abs=5e-7)
    top = {"7284": 2.235941, "8939": 2.221119, "8983": 2.211456}
    assert [products[product] for product in np.argsort(-pci)[:3]] == list(top)
    assert np.sort(pci)[::-1][:3] == pytest.approx(list(top.values()), abs=5e-7)


def test_economiccomplexity_fitness(
    oracles: Path, world: tuple[Floats, list[str], list[str]]
) -> None:
    table, countries, _ = world
    present = presence(revealed_advantage(table))
    # Theirs stops after 20 steps, the first of which sets all to 1.
    found = fitness(present, tolerance=0.0, most_iterations=19)
    for name, expected, ours in (
        ("country", countries, found.fitness), ("product", world[2], found.complexity),
    ):  # fmt: skip
        theirs = pl.read_parquet(oracles / f"eci_R_expected_{name}.parquet")
        assert theirs[name].to_list() == expected
        assert ours == pytest.approx(theirs["fitness"].to_numpy(), abs=EXACT)
    best = np.argsort(-found.fitness)[:3]
    assert [countries[place] for place in best] == ["deu", "esp", "ita"]
    assert found.fitness[best] == pytest.approx([3.812896, 3.359721, 3.234117], abs=5e-7)
    converged = fitness(present)
    assert converged.converged
    assert converged.fitness == pytest.approx(found.fitness, abs=5e-4)


def test_datawheel_revealed_advantage(oracles: Path) -> None:
    rows = pl.read_csv(oracles / "eci_datawheel_fixture_exports.csv")
    table, _ = wide(rows, "Exporter Country ID", "Section ID", "Trade Value")
    advantage = revealed_advantage(table)
    for section, expected in (
        (1, (3.484895, 8.261088, 0.718371, 47.724923)),
        (9, (1.959028, 6.469812, 0.267903, 75.963223)),
    ):
        one = advantage[:, section - 1]
        found = (one.mean(), one.std(ddof=1), np.median(one), one.max())
        assert found == pytest.approx(expected, abs=5e-7)
