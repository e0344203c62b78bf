"""Rules from barriers to what may help, as they ship or from a user's own file."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from placewise.data.entries import refuse
from placewise.errors import InputError
from placewise.model.evidence import STATUSES
from placewise.model.options import ADVICE, KINDS, CandidateRule

WORDS = (
    "barrier", "intervention", "title", "policy_area", "kind", "advice", "reason", "source",
    "status",
)  # fmt: skip


def read_candidate_rules(
    barriers: Collection[str], own: Path | None = None
) -> tuple[CandidateRule, ...]:
    """Return the rules that ship, or those of a user's own file in their place.

    Args:
        barriers: keys of the barriers that rules may be about.
        own: a TOML file of the same form.

    Raises:
        InputError: the file cannot be read, or rules are not as they should be; lists all faults.
    """
    if own is None:
        name, file = "candidates.toml", files("placewise.data.evidence") / "candidates.toml"
    else:
        name, file = str(own), own
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8")).get("candidate", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"Cannot read the rules: {error}", where=name, allowed="a TOML file in UTF-8"
        ) from error
    faults = [
        f"candidate {at}: {fault}"
        for at, entry in enumerate(entries, 1)
        for fault in _faults(entry, barriers)
    ]
    pairs = [(entry.get("barrier"), entry.get("intervention")) for entry in entries]
    faults += [
        f'two rules lead from "{barrier}" to "{intervention}"'
        for barrier, intervention in dict.fromkeys(pairs)
        if pairs.count((barrier, intervention)) > 1
    ]
    if not entries:
        faults.append("there is no [[candidate]]")
    refuse(faults, "rules", name)
    return tuple(
        CandidateRule(**{word: entry[word] for word in WORDS}, evidence=tuple(entry["evidence"]))
        for entry in entries
    )


def _faults(entry: Mapping[str, Any], barriers: Collection[str]) -> list[str]:
    faults = [f"{key} is not known" for key in sorted(set(entry) - {*WORDS, "evidence"})]
    faults += [
        f"{word} is missing or no text"
        for word in WORDS
        if not isinstance(entry.get(word), str) or not (entry[word] or word == "source")
    ]
    evidence = entry.get("evidence")
    if not isinstance(evidence, list) or not all(isinstance(one, str) for one in evidence):
        faults.append("evidence is no list of names")
    allowed = {"barrier": barriers, "kind": KINDS, "advice": ADVICE, "status": STATUSES}
    faults += [
        f'{word} "{entry[word]}" is none of {", ".join(sorted(values))}'
        for word, values in allowed.items()
        if isinstance(entry.get(word), str) and entry[word] not in values
    ]
    return faults
