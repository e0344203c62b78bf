"""Reuse: what is found of planted copies, beside rensa alone; growth; the Californian plans.

    python -m benchmarks.bench_reuse [SHARED]

Each line is a process of its own: its CPU seconds and its peak memory, all threads and the reading
of the file included. Rensa alone is what it is made for: a set of three-word shingles a
paragraph, 128 permutations, 64 bands, and the estimated Jaccard similarity as the verdict. Both
get the same words, the name of the own place left out, and have to name the pairs.
"""

from __future__ import annotations

import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import astuple, fields
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.planted import KINDS, PARAGRAPHS, Planted, documents_of, plant
from numpy.typing import NDArray

SIZES = (25_000, 50_000, 100_000, 200_000)
JACCARD = 0.2
"""Estimated similarity from which rensa's candidates count: with 0.15 its precision is 0.967."""
BANDS = 64
"""With half as many it misses a quarter of the copies with words changed."""
KNOWN = (
    ("Jackson", "Plymouth"), ("Downey", "Pico Rivera"), ("Montague", "Mount Shasta"),
    ("Corcoran", "Lemoore"), ("Hermosa Beach", "Manhattan Beach"),
)  # fmt: skip
PLANS = (58, 116, 174, 233)
PAGES_CHARACTERS = 450_000
"""About 150 pages of 3,000 characters."""
TOGETHER = 50
"""Documents that are looked up at a time."""
Array = NDArray[Any]
Pairs = set[tuple[int, int]]


def read_only(path: Path) -> Pairs:
    """Read the file and do nothing with it."""
    for _ in documents_of(path):
        pass
    return set()


def ours(path: Path) -> Pairs:
    """Index the documents; find the passages of each in the documents before it."""
    from placewise.model.reuse import IndexedWords, Runs, Words
    from placewise.review.reuse.fingerprints import fingerprint_index
    from placewise.review.reuse.names import own_name_spans
    from placewise.review.reuse.passages import Bounds, passage_matches
    from placewise.review.reuse.runs import common_runs
    from placewise.review.reuse.words import words_of

    columns: tuple[list[Array], ...] = ([], [], [])
    begins, bounds = [], [0]
    for place, paragraphs in documents_of(path):
        text = "\n\n".join(paragraphs)
        words = words_of(text, own_name_spans(text, place))
        for column, values in zip(columns, _arrays(words), strict=True):
            column.append(values)
        offsets = np.cumsum([0, *(len(paragraph) + 2 for paragraph in paragraphs)])[:-1]
        begins.append(np.searchsorted(words.starts, offsets) + bounds[-1])
        bounds.append(bounds[-1] + len(words.hashes))
    everything = Words(*(_taken(column) for column in columns))
    edges = np.array(bounds, dtype=np.int64)
    passages = np.append(np.concatenate(begins), edges[-1]).astype(np.int64)
    names = tuple(str(number) for number in range(len(bounds) - 1))
    index = IndexedWords(
        names, names, everything, edges, *fingerprint_index(everything.hashes, edges)
    )
    found: Pairs = set()
    for first in range(0, len(names), TOGETHER):
        last = min(first + TOGETHER, len(names))
        low, high = bounds[first], bounds[last]
        part = Words(*(values[low:high] for values in _arrays(everything)))
        runs = common_runs(part.hashes, index, np.arange(len(names)) < last)
        before = runs.document < np.searchsorted(edges, runs.first + low, "right") - 1
        runs = Runs(*(values[before] for values in _arrays(runs)))
        ends = passages[first * PARAGRAPHS : last * PARAGRAPHS + 1] - low
        matches = passage_matches(part, Bounds(ends[:-1], ends[1:]), runs, index)
        for passage, document, start, end in matches.select(
            "passage", "document", "other_start", "other_end"
        ).iter_rows():
            number = int(document)
            own = everything.starts[bounds[number] : bounds[number + 1]]
            word = bounds[number] + int(np.searchsorted(own, (start + end) // 2, "right")) - 1
            other = int(np.searchsorted(passages, word, "right")) - 1
            found.add((other, first * PARAGRAPHS + passage))
    return found


def _arrays(of: Any) -> list[Array]:
    """Return the arrays of a dataclass, not copied."""
    return [getattr(of, field.name) for field in fields(of)]


def _taken(parts: list[Array]) -> Array:
    """Join arrays and let go of the parts."""
    joined = np.concatenate(parts)
    parts.clear()
    return joined


def rensa_alone(path: Path) -> Pairs:
    """Sketch every paragraph, and take each candidate whose estimated similarity is enough."""
    from rensa import RMinHash, RMinHashLSH

    sketches = []
    for place, paragraphs in documents_of(path):
        shingles = []
        for paragraph in paragraphs:
            words = paragraph.replace(place, " ").lower().replace(".", " ").split()
            shingles.append([" ".join(words[at : at + 3]) for at in range(len(words) - 2)])
        sketches += RMinHash.from_token_sets(shingles, 128, 1)
    lsh = RMinHashLSH(JACCARD, 128, BANDS)
    lsh.insert_many(sketches)
    found: Pairs = set()
    for number, candidates in enumerate(lsh.query_all(sketches)):
        for other in candidates:
            if other // PARAGRAPHS < number // PARAGRAPHS and (
                sketches[number].jaccard(sketches[other]) >= JACCARD
            ):
                found.add((other, number))
    return found


WORK: dict[str, Callable[[Path], Pairs]] = {
    "placewise": ours, "rensa alone": rensa_alone, "reading the file": read_only,
}  # fmt: skip


def measured(work: Callable[[], dict[str, float]]) -> None:
    """Do some work in this process; print what it answers, its CPU seconds and peak memory."""
    begin = os.times()
    answer = work()
    end = os.times()
    used = end.user + end.system - begin.user - begin.system
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**answer, "cpu": used, "megabytes": peak}))


def name_pairs(work: str, path: Path) -> dict[str, float]:
    """Find pairs and write them beside the file."""
    found = WORK[work](path)
    (path.parent / "pairs.json").write_text(json.dumps(sorted(found)), encoding="utf-8")
    return {"pairs": len(found)}


def plant_file(path: Path, paragraphs: int) -> dict[str, float]:
    """Write the planted documents, and the truth beside them."""
    truth = [astuple(row) for row in plant(path, paragraphs)]
    path.with_name("truth.json").write_text(json.dumps(truth), encoding="utf-8")
    return {"planted": len(truth)}


def _run(module_arguments: list[str]) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_reuse", *module_arguments],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _plant(path: Path, size: int) -> list[Planted]:
    """Write the documents in a process of its own: a child counts the memory of its parent."""
    _run(["--plant", str(path), str(size)])
    rows = json.loads((path.parent / "truth.json").read_text(encoding="utf-8"))
    return [Planted(*row) for row in rows]


def planted() -> None:
    """Print what is found of the planted copies, for each size, beside rensa alone."""
    kinds = " | ".join(KINDS)
    print(f"| work | paragraphs | CPU s | peak MB | recall | precision | {kinds} |")
    print("|---|---|---:|---:|---:|---:|" + "---:|" * len(KINDS), flush=True)
    spent = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents.jsonl"
        for size in SIZES:
            truth = _plant(path, size)
            right = {tuple(sorted((p.original, p.copy))) for p in truth if p.kind != "near miss"}
            for work in WORK if size == SIZES[-1] else ("placewise",):
                took = _run(["--pairs", work, str(path)])
                found = {
                    (low, high) for low, high in
                    json.loads((path.parent / "pairs.json").read_text(encoding="utf-8"))
                }  # fmt: skip
                by_kind = [
                    np.mean([tuple(sorted((p.original, p.copy))) in found
                             for p in truth if p.kind == kind])
                    for kind in KINDS
                ]  # fmt: skip
                recall = len(found & right) / len(right)
                precision = len(found & right) / len(found) if found else math.nan
                shares = " | ".join(f"{share:.4f}" for share in by_kind)
                print(
                    f"| {work} | {size:,} | {took['cpu']:.1f} | {took['megabytes']:.0f} "
                    f"| {recall:.4f} | {precision:.4f} | {shares} |", flush=True,
                )  # fmt: skip
                if work == "placewise":
                    spent.append(took["cpu"])
    slope = np.polyfit(np.log(SIZES), np.log(spent), 1)[0]
    print(f"\nThe CPU seconds of placewise grow with the number of paragraphs to the {slope:.2f}.")


def index_plans(file: Path, folder: Path, plans: int) -> dict[str, float]:
    """Add the first plans of a file to a new corpus."""
    from placewise.data.corpus import Corpus
    from placewise.data.corpus_sources import rows_of
    from placewise.review.plain_text import plain_document
    from placewise.workbench.corpus import words_indexing

    corpus = Corpus.create(folder)
    corpus.add(
        (
            (entry, plain_document(text, file.name, entry.title, sha256))
            for entry, text, sha256 in islice(rows_of(file), plans)
        ),
        words_indexing(),
    )
    on_disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"characters": float(corpus.documents()["characters"].sum()), "disk": on_disk / 2**20}


def look_up(folder: Path, characters: int) -> dict[str, float]:
    """Find what is anyone's in the plan whose length is nearest to a number of characters."""
    import polars as pl

    from placewise.data.corpus import Corpus
    from placewise.workbench.corpus import reuse_of

    corpus = Corpus.open(folder)
    rows = corpus.documents()
    row = rows.sort((pl.col("characters") - characters).abs()).row(0, named=True)
    document = corpus.document(row["document"])
    begin = time.perf_counter()
    found = reuse_of(document, row["place"], Corpus.open(folder))
    return {
        "seconds": time.perf_counter() - begin, "characters": len(document.text),
        "matches": found.matches.height, "documents": rows.height,
    }  # fmt: skip


def overlaps(folder: Path) -> None:
    """Print what is found of the known overlaps, and how much is boilerplate in the median plan."""
    import polars as pl

    from placewise.data.corpus import Corpus
    from placewise.workbench.corpus import reuse_of

    corpus = Corpus.open(folder)
    rows = corpus.documents()
    found = {
        row["place"].removesuffix(", California"): (
            row["passages"], reuse_of(corpus.document(row["document"]), row["place"], corpus)
        )
        for row in rows.iter_rows(named=True)
    }  # fmt: skip
    print("| plan | overlaps with | passages in common | of | rank among all plans |")
    print("|---|---|---:|---:|---:|")
    for pair in KNOWN:
        for one, other in (pair, pair[::-1]):
            if one not in found or other not in found:
                print(f"| {one} | {other} | not both in the file | | |")
                continue
            passages, reuse = found[one]
            ranked = (
                reuse.matches.group_by("place").agg(pl.len()).sort("len", descending=True)
                .with_columns(rank=pl.col("len").rank("min", descending=True))
                .filter(pl.col("place") == f"{other}, California")
            )  # fmt: skip
            count, rank = ranked.select("len", "rank").row(0) if ranked.height else (0, "none")
            print(f"| {one} | {other} | {count} | {passages} | {rank} |")
    for name, shares in (
        ("at least one other place", [reuse.boilerplate for _, reuse in found.values()]),
        ("at least five", [reuse.boilerplate_five for _, reuse in found.values()]),
    ):
        print(f"\nWords that stand in plans of {name}, median plan: {np.median(shares):.3f}")


def californian(file: Path) -> None:
    """Print how long the plans take to index and to look one up, for each number of plans."""
    print(
        "\n| plans | M characters | CPU s to add | peak MB | MB on disk | 150 pages: s | peak MB |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    spent, sizes = [], []
    with tempfile.TemporaryDirectory() as folder:
        for plans in PLANS:
            corpus = str(Path(folder) / str(plans))
            made = _run(["--index", str(file), corpus, str(plans)])
            asked = _run(["--look-up", corpus, str(PAGES_CHARACTERS)])
            sizes.append(made["characters"])
            spent.append(made["cpu"])
            print(
                f"| {plans} | {made['characters'] / 1e6:.0f} | {made['cpu']:.1f} "
                f"| {made['megabytes']:.0f} | {made['disk']:.0f} | {asked['seconds']:.2f} "
                f"| {asked['megabytes']:.0f} |", flush=True,
            )  # fmt: skip
        slope = np.polyfit(np.log(sizes), np.log(spent), 1)[0]
        print(f"\nThe CPU seconds to index grow with the characters to the {slope:.2f}.\n")
        overlaps(Path(corpus))


def main(shared: Path | None) -> None:
    """Print all tables."""
    planted()
    file = shared / "text" / "us_ca_general_plans_dev.parquet" if shared else None
    if file is not None and file.is_file():
        californian(file)


TASKS: dict[str, Callable[..., dict[str, float]]] = {
    "--pairs": lambda work, path: name_pairs(work, Path(path)),
    "--plant": lambda path, size: plant_file(Path(path), int(size)),
    "--index": lambda file, folder, plans: index_plans(Path(file), Path(folder), int(plans)),
    "--look-up": lambda folder, characters: look_up(Path(folder), int(characters)),
}

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in TASKS:
        measured(lambda: TASKS[sys.argv[1]](*sys.argv[2:]))
    else:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
