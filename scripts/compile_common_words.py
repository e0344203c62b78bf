"""Compile the words of ordinary prose: those that many documents write in lower case.

    python -m scripts.compile_common_words SHARED

Counts, over half of the Californian plans and the Beige Books in SHARED/text, in how many
documents a word stands in lower case; keeps those in at least 20 of about 157. A fact of
frequency, not a text. Words for things that such documents seldom name, and that are also places
of the United Kingdom or the United States, and British words are added by hand.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import polars as pl

OUT = Path(__file__).parent.parent / "src" / "placewise" / "data" / "names" / "common-words.txt"
LOWER = re.compile(r"(?<![A-Za-z'\u2019-])[a-z]{2,}(?![A-Za-z])")
LEAST = 20
BRITISH = """
ageing amongst analyse behaviour borough boroughs bungalow catalogue centre centres cheque colour
colours councillor councillors defence dialogue dwelling enrol favour fulfil grey gypsy harbour
kerb labour learnt licence metre metres modelling motorway motorways neighbour neighbourhood
neighbourhoods neighbours plough programme programmes roundabout roundabouts showpeople skilful
storey storeys theatre theatres tonne tonnes traveller travellers travelling tyre whilst windfall
yes bus buses railway railways tram trams apprenticeship apprenticeships tourism holiday masterplan
masterplans disadvantages inspectorate inspector minister ministers levy
"""
BY_HAND = """
beacon beeches birch commons coppice court garden gardens lodge manor oak roman vale white woods
corona hercules highland marina seaside
accord acre ash barking bath battle beer bell bishop bolt bountiful bow box branch bread
bright buckle buffalo bugle bury champion chase cheddar climax cold commerce concord convent
corona crook deal deeping derby diamond dinosaur diss ditch eagle economy eighty enterprise
eureka ewe eye fairness falcon flash flint fortune frame freedom friend frost gas globe ham
harmony hazard hook hope hull hurricane independence industry intercourse jewel justice lark
launder liberty lizard loose lover lucky march marvel mercury mobile mouse mumbles mumps
nasty needles normal novelty opportunity orange ore over paddock paradise peculiar piddle
pie pity plain plenty poll portal prosperity protection purple quick rainbow random reading
rest rhyme rough rugby ruin rye sale sandwich sandy seal secret send settle sheep shop
slough sparks staple stilton stock stone street success sunflower superior surprise
temperance thong thrush tombstone tongue triumph truth twelve ugly unity upper utopia
volcano ware wash weed welcome wells westward whale why wing winner wool worth wrestling wye
yelling zebra
"""


def main(shared: Path) -> None:
    """Count, and write the list."""
    text = shared / "text"
    plans = pl.read_parquet(text / "us_ca_general_plans_dev.parquet")["text"].to_list()[::2]
    books = pl.read_parquet(text / "us_beige_books_dev.parquet")["text"].to_list()
    documents = [*plans, *("\n".join(books[start::40]) for start in range(0, 40, 2))]
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(set(LOWER.findall(document)))
    words = {word for word, count in counts.items() if count >= LEAST}
    # The documents are American: the same words as the British write them.
    words |= {re.sub(r"z(?=e|ing|ation)", "s", word) for word in words if "iz" in word}
    by_hand = set(BRITISH.split()) | set(BY_HAND.split())
    words |= by_hand
    OUT.write_text(
        f"# Words that stand in lower case in at least {LEAST} of {len(documents)} documents, and "
        f"{len(by_hand)} added by hand.\n# python -m scripts.compile_common_words SHARED\n"
        + "\n".join(sorted(words))
        + "\n",
        encoding="utf-8",
    )
    print(f"{OUT}: {len(words):,} words")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where the texts are: python -m scripts.compile_common_words SHARED")
    main(Path(sys.argv[1]))
