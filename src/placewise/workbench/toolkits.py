"""The job of toolkits: one page a policy area, made of records, official figures and rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from placewise.data.barriers import read_barriers
from placewise.data.evidence.appraisal import read_appraisal_evidence
from placewise.data.evidence.candidates import read_candidate_rules
from placewise.data.evidence.toolkits import read_toolkit_texts
from placewise.errors import UnknownNameError
from placewise.model.appraisal import AppraisalEvidence
from placewise.model.barriers import Barrier
from placewise.model.evidence import EvidenceEntry
from placewise.model.options import CandidateRule
from placewise.model.plan import Toolkit
from placewise.model.toolkits import COST, DESIGN, EVALUATE, FOUND, RULES, Statement, ToolkitText
from placewise.model.wording import capital, in_sentence, number_in_words
from placewise.plan.evidence_sentences import NOTE, amount_words, area_sentence
from placewise.workbench.evidence import EvidenceBase, open_evidence

LOSSES = ("deadweight", "displacement", "leakage")
"""Adjustments for which an appraisal takes a central figure by policy area."""
UNWRITTEN = "Nobody has written down yet which failure {area} answers: say so for your own option."


def toolkits_for(areas: Sequence[str], base: EvidenceBase | None = None) -> tuple[Toolkit, ...]:
    """Return the toolkits of some policy areas, each once, in the order given.

    An area is found whatever its capitals and hyphens. One that nobody has written of gets a
    toolkit that says so, with the records of the base on it, if there are any.

    Args:
        areas: names of policy areas, such as those of options.
        base: of evidence; the one that ships unless given.
    """
    found = base or open_evidence()
    texts = {_plain(text.area): text for text in read_toolkit_texts()}
    named = {_plain(area): area for area in reversed(areas)}
    return tuple(
        _toolkit(texts.get(plain) or _unwritten(named[plain], found), found)
        for plain in dict.fromkeys(map(_plain, areas))
    )


def find_toolkit(area: str, base: EvidenceBase | None = None) -> Toolkit:
    """Return the toolkit of one policy area.

    Raises:
        UnknownNameError: nobody has written of such an area, and the base has no record of it.
    """
    found = base or open_evidence()
    known = toolkit_areas(found)
    if _plain(area) not in map(_plain, known):
        raise UnknownNameError.among(
            "policy area", area, known,
            action="`placewise evidence toolkit` lists the policy areas.",
        )  # fmt: skip
    return toolkits_for([area], found)[0]


def toolkit_areas(base: EvidenceBase | None = None) -> tuple[str, ...]:
    """Return every policy area of the rules, of the toolkits that ship, and of a base."""
    written = [text.area for text in read_toolkit_texts()]
    rules = [rule.policy_area for rule in read_candidate_rules(_barriers())]
    named = {_plain(area): area for area in (*(base or open_evidence()).areas, *rules, *written)}
    return tuple(sorted(named.values()))


def _plain(area: str) -> str:
    """Return an area as it is looked up: area-based and area based are one."""
    return " ".join(area.casefold().replace("-", " ").split())


def _barriers() -> dict[str, Barrier]:
    return {barrier.key: barrier for barrier in read_barriers()}


def _unwritten(area: str, base: EvidenceBase) -> ToolkitText:
    """Return what stands for an area that nobody has written of."""
    own = tuple(name for name in base.areas if _plain(name) == _plain(area))
    return ToolkitText(
        area=area, title=capital(area), example="", areas=own, records=(), programmes=(),
        project_types=(), rationale=(Statement("", UNWRITTEN.format(area=area), "proposal"),),
        design=(), evaluate=(),
    )  # fmt: skip


def _toolkit(text: ToolkitText, base: EvidenceBase) -> Toolkit:
    entries = [
        entry for entry in base.select()
        if entry.record.area in text.areas or entry.record.key in text.records
    ]  # fmt: skip
    figures = read_appraisal_evidence()
    barriers = _barriers()
    rules = [
        rule for rule in read_candidate_rules(barriers)
        if _plain(rule.policy_area) == _plain(text.area)
    ]  # fmt: skip
    return Toolkit(
        area=text.area,
        title=text.title,
        rationale=tuple(statement.text for statement in text.rationale),
        rests_on=tuple(_rests_on(statement) for statement in text.rationale),
        found=pl.DataFrame([_found(entry) for entry in entries], schema=FOUND, orient="row"),
        cost=pl.DataFrame(_costs(text, entries, figures), schema=COST, orient="row"),
        design=pl.DataFrame(_design(text, entries), schema=DESIGN, orient="row"),
        evaluate=pl.DataFrame(
            [(one.about, one.text, one.maryland, one.source, one.status) for one in text.evaluate],
            schema=EVALUATE, orient="row",
        ),
        example=text.example,
        headline=_headline(text, entries, base),
        rules=_rules(rules, barriers) if rules else None,
        areas=text.areas,
    )  # fmt: skip


def _rests_on(statement: Statement) -> str:
    return f"{statement.status}: {statement.source}" if statement.source else statement.status


def _headline(
    text: ToolkitText, entries: Sequence[EvidenceEntry], base: EvidenceBase
) -> tuple[str, ...]:
    """Return what the records together say; that nothing was collected is said, not left out."""
    if not entries:
        return (
            f"No evaluation on {in_sentence(text.title)} was collected here: what it does is "
            "unknown, which is not the same as no effect.",
        )
    counted = sum(entry.share is not None for entry in entries)
    records = f"{number_in_words(len(entries))} record{'' if len(entries) == 1 else 's'}"
    sentences = [
        f"{capital(records)} on {in_sentence(text.title)}; how many evaluations found a positive "
        f"effect is stated by {number_in_words(counted)}, and unknown of the others, never nought."
    ]
    sentences += [
        f"{capital(area)}: {area_sentence(base.area_shares[area])}."
        for area in text.areas
        if area in base.area_shares
    ]
    if counted:
        sentences.append(NOTE)
    levels = [entry.record.maryland_most or entry.record.maryland_least for entry in entries]
    told = [level for level in levels if level]
    if told:
        least, most = min(told), max(told)
        sentences.append(
            f"{capital(number_in_words(len(told)))} of them state a level of the Maryland scale, "
            + (f"from {least} to {most}" if least < most else f"all level {most}")
            + ": the minimum that a review asked for, or the ceiling of a method."
        )
    return tuple(sentences)


def _found(entry: EvidenceEntry) -> tuple[object, ...]:
    record, share = entry.record, entry.share
    return (
        record.key, record.intervention, record.outcome, entry.sentence,
        amount_words(record.effect), record.direction, record.positive, record.kept,
        share.value if share else None, share.lower if share else None,
        share.upper if share else None, entry.strength, record.source, record.url, record.status,
    )  # fmt: skip


def _costs(
    text: ToolkitText, entries: Sequence[EvidenceEntry], figures: AppraisalEvidence
) -> list[tuple[object, ...]]:
    """Return what records state, each statement once; then benchmarks and general figures."""
    rows: dict[tuple[object, ...], None] = {}
    for record in (entry.record for entry in entries):
        cost = record.cost
        if cost.text or cost.unit:
            rows[(
                record.intervention, cost.value, cost.low, cost.high, cost.unit, cost.text,
                record.source, record.status,
            )] = None  # fmt: skip
    programmes = {one.programme: one for one in figures.benchmarks}
    for name in text.programmes:
        one = programmes[name]
        rows[(
            f"Elsewhere: {one.programme}", one.value, one.low, one.high, one.currency, one.note,
            one.source, one.status,
        )] = None  # fmt: skip
    for kind in text.project_types:
        bias = figures.optimism[kind]
        rows[(
            f"Optimism bias of costs: {kind}", bias.costs, None, None, "share added to costs",
            "the upper bound, of which mitigation takes off what was dealt with", bias.source,
            bias.status,
        )] = None  # fmt: skip
    # A source of the official figures ends with its status.
    source, status = figures.sources["additionality"].rsplit("; ", 1)
    central = {_plain(area): values for area, values in figures.central.items()}
    stated = central.get(_plain(text.area), {})
    for name in LOSSES:
        span = figures.ranges[name]
        rows[(
            f"{capital(name)}, where an option states none", stated.get(name, span.central),
            span.low, span.high, "share of the effect", "a curated general range", source, status,
        )] = None  # fmt: skip
    return list(rows)


def _design(text: ToolkitText, entries: Iterable[EvidenceEntry]) -> list[tuple[object, ...]]:
    """Return the lessons of records, each once, then what is written by hand."""
    lessons: dict[str, tuple[object, ...]] = {}
    for record in (entry.record for entry in entries):
        if record.lesson and record.lesson not in lessons:
            lessons[record.lesson] = (
                capital(record.intervention), record.lesson, record.source, record.url,
                record.status,
            )  # fmt: skip
    own = [(one.about, one.text, one.source, one.url, one.status) for one in text.design]
    return [*lessons.values(), *own]


def _rules(rules: Sequence[CandidateRule], barriers: dict[str, Barrier]) -> pl.DataFrame:
    rows = [
        (
            rule.barrier, barriers[rule.barrier].title,
            ", ".join(barriers[rule.barrier].failures), barriers[rule.barrier].failure,
            barriers[rule.barrier].status, rule.advice, rule.title, rule.reason, rule.source,
            rule.status,
        )
        for rule in sorted(rules, key=lambda rule: rule.advice != "consider")
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=RULES, orient="row")
