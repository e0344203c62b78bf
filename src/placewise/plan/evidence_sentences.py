"""What a record of evidence says, in words: never more than its counts bear."""

from __future__ import annotations

from placewise.model.evidence import (
    MARYLAND_LEVELS,
    Amount,
    EvidenceRecord,
    PooledEffect,
    PositiveShare,
)

NOTE = (
    "A share of evaluations that found a positive effect is no probability that an intervention "
    "works, and no size of effect."
)
"""Stands wherever a share is shown."""


def finding_sentence(record: EvidenceRecord, share: PositiveShare | None) -> str:
    """Return what evaluations found of an intervention and outcome, with its uncertainty."""
    if record.kept == 0:
        return "No study good enough was found: that is not the same as no effect."
    if record.direction == "not tested":
        return "No evaluation: a forecast, a benchmark, a model or a rule of design."
    if record.positive is not None and share is not None:
        return (
            f"{record.positive} of {_evaluations(record.kept)} found a positive effect. Among "
            f"evaluations like these the share is put at {_interval(share)}, "
            f"{_pooled_with(share.records - 1, record.area)}."
        )
    if record.most_positive is not None:
        return (
            f"Of {_evaluations(record.kept)} at most {record.most_positive} found a positive "
            f"effect; how many is not stated. {_concludes(record)}"
        )
    some = f"How many of {record.kept}" if record.kept is not None else "How many"
    return f"{some} evaluations found a positive effect is not stated. {_concludes(record)}"


def area_sentence(share: PositiveShare) -> str:
    """Return what may be said of an intervention of an area whose counts are not known."""
    return (
        f"{share.records} record{'' if share.records == 1 else 's'} with counts; another "
        f"intervention's share is put at {_interval(share)}"
    )


def effect_sentence(pooled: PooledEffect) -> str:
    """Return the mean effect of several studies in words."""
    text = (
        f"Mean effect of {len(pooled.keys)} studies: {pooled.mean:.3g} {pooled.unit} "
        f"({100 * pooled.level:.0f} % interval {pooled.lower:.3g} to {pooled.upper:.3g}); "
        f"I2 {100 * pooled.i2:.0f} %."
    )
    if pooled.prediction_lower is not None and pooled.prediction_upper is not None:
        text += (
            f" The true effect of another study: {pooled.prediction_lower:.3g} to "
            f"{pooled.prediction_upper:.3g}."
        )
    return text


def strength_words(record: EvidenceRecord) -> str:
    """Return the strength of the methods behind a record in words."""
    least, most = record.maryland_least, record.maryland_most
    if least is None and most is None:
        return "not stated"
    if least == most and least is not None:
        return f"level {least} ({MARYLAND_LEVELS[least]})" if least else MARYLAND_LEVELS[0]
    if most is None:
        return f"level {least} or higher"
    return f"level {most} at most" if least is None else f"level {least} to {most}"


def amount_words(amount: Amount) -> str:
    """Return an amount as the source words it; its figures alone where it has no words."""
    if amount.text or not amount.unit:
        return amount.text
    ends = [f"{end:g}" for end in (amount.low, amount.high) if end is not None]
    middle = "" if amount.value is None else f"{amount.value:g}"
    spread = f" ({' to '.join(ends)})" if middle and ends else " to ".join(ends)
    return f"{middle}{spread} {amount.unit}"


def _concludes(record: EvidenceRecord) -> str:
    return f"The source concludes: {record.direction}."


def _evaluations(count: int | None) -> str:
    return f"{count} evaluation" + ("" if count == 1 else "s")


def _interval(share: PositiveShare) -> str:
    return (
        f"{100 * share.value:.0f} % ({100 * share.level:.0f} % interval "
        f"{100 * share.lower:.0f} to {100 * share.upper:.0f} %)"
    )


def _pooled_with(others: int, area: str) -> str:
    if others == 0:
        return f"pooled with other policy areas (no other record of {area} has counts)"
    return f"pooled with {others} more record{'' if others == 1 else 's'} of {area}"
