"""The columns of a spreadsheet of options: what stands in each, and what it may hold."""

from __future__ import annotations

from placewise.model.barriers import FAILURES
from placewise.model.options import KINDS, POWERS, PROJECT_TYPES, SHAPES

SPANS = {
    "effect": "gross effect, a level that is held while it lasts",
    "value_per_unit": "what one unit is worth to society, money a year",
    "deadweight": "share of the gross effect that would have come anyway, 0 to 1",
    "displacement": "share of the rest that others in the place lose, 0 to 1",
    "leakage": "share of the rest that goes elsewhere, 0 to 1",
    "substitution": "share of the rest for which the helped drop something of their own, 0 to 1",
    "multiplier": "what follows by suppliers and spending, a factor such as 1.2",
}
"""Ranges: each has three columns, low, central and high; all but the effect may be left empty."""
SHARES = ("deadweight", "displacement", "leakage", "substitution")
SHAPED = ("effect", "value_per_unit")
"""Ranges that may be lognormal."""
ENDS = ("low", "central", "high")
TEMPLATE_YEARS = 10
"""Years of cost in the template; a file may have more or fewer, from year 0 without a gap."""
COST = "cost_year_"
TEXTS = {
    "key": "a short word for the option, by which others name it",
    "title": "as a heading",
    "intervention": "key of the intervention, as in the evidence",
    "policy_area": "such as skills or transport",
    "barrier": "key of the barrier it addresses, such as skills",
    "failure": "the failure it corrects: " + ", ".join(FAILURES),
    "kind": "sector or horizontal",
    "sectors": "sectors it is for, with ; between them; empty where it is horizontal",
    "loss_bearer": "who bears the loss if it fails",
    "lead": "who leads it",
    "powers": "the powers it needs",
    "power": "does the lead hold them: " + ", ".join(POWERS),
    "counterfactual": "what would happen without it, and how that is known",
    "effect_unit": "what the effect counts, such as jobs",
    "effect_shape": "how the effect is drawn: triangular or lognormal; empty for triangular",
    "value_per_unit_shape": "how the value of a unit is drawn; empty for triangular",
    "project_type": "kind of project: " + ", ".join(PROJECT_TYPES),
    "evidence": "keys of the evidence it rests on, with ; between them",
    "conditions": "what must hold for it to work",
    "sunset": "when and on what test it ends; empty where it has no end",
    "requires": "keys of options it needs, with ; between them",
    "excludes": "keys of options it cannot stand beside, with ; between them",
}
NEEDED_TEXTS = (
    "key", "title", "intervention", "policy_area", "barrier", "failure", "kind", "power",
    "effect_unit", "project_type",
)  # fmt: skip
NUMBERS = {
    "reach_residents": "residents it touches; empty where unknown",
    "reach_jobs": "jobs it touches; empty where unknown",
    "reach_firms": "firms it touches; empty where unknown",
    "private_share": "share of the costs that firms or people pay, 0 to 1",
    "years_to_effect": "whole years from the start until there is an effect",
    "duration": "whole years for which it lasts",
    "decay": "share of the effect lost each year after the first, from 0 to below 1",
    "mitigation": "share of the optimism bias shown to be dealt with, 0 to 1; empty for 0",
}
MAY_BE_EMPTY = ("reach_residents", "reach_jobs", "reach_firms", "mitigation", "decay")
LISTS = ("sectors", "evidence", "requires", "excludes")
CHOICES: dict[str, tuple[str, ...]] = {
    "failure": FAILURES, "kind": KINDS, "power": POWERS, "project_type": PROJECT_TYPES,
    "effect_shape": SHAPES, "value_per_unit_shape": SHAPES,
}  # fmt: skip
COLUMNS: dict[str, str] = (
    TEXTS
    | NUMBERS
    | {f"{name}_{end}": f"{meaning}: {end}" for name, meaning in SPANS.items() for end in ENDS}
)
"""Columns that a file must have, with what stands in them; costs come on top."""
EXAMPLES: tuple[dict[str, str], ...] = (
    {
        "key": "example advice", "title": "Example: a broker for firms of 10 to 250",
        "intervention": "managed brokerage", "policy_area": "business advice",
        "barrier": "management", "failure": "asymmetric information", "kind": "horizontal",
        "loss_bearer": "the combined authority; firms lose their fee", "lead": "growth hub",
        "powers": "none beyond spending", "power": "held",
        "counterfactual": "Firms that applied in vain did not buy advice (delete the examples)",
        "effect_unit": "jobs", "effect_shape": "lognormal", "project_type": "revenue programme",
        "evidence": "business advice", "conditions": "Advisers are paid by result",
        "sunset": "After 3 years unless firms by lot did better than those without",
        "reach_firms": "400", "reach_jobs": "16000", "private_share": "0.3",
        "years_to_effect": "1", "duration": "8", "decay": "0.1",
        "effect_low": "60", "effect_central": "120", "effect_high": "240",
        "value_per_unit_low": "8000", "value_per_unit_central": "14000",
        "value_per_unit_high": "20000", "deadweight_low": "0.3", "deadweight_central": "0.45",
        "deadweight_high": "0.6", "displacement_low": "0.1", "displacement_central": "0.25",
        "displacement_high": "0.4",
        f"{COST}0": "1200000", f"{COST}1": "1200000", f"{COST}2": "1200000",
    },
    {
        "key": "example site", "title": "Example: a site for makers of batteries",
        "intervention": "site assembly", "policy_area": "housing and land",
        "barrier": "land and premises", "failure": "coordination failure", "kind": "sector",
        "sectors": "Electrical equipment", "loss_bearer": "the council until the site is let",
        "lead": "council", "powers": "compulsory purchase", "power": "shared",
        "counterfactual": "Four owners have not agreed in ten years (delete the examples)",
        "effect_unit": "jobs", "project_type": "standard civil engineering",
        "evidence": "", "conditions": "A tenant has signed before work begins",
        "sunset": "Sold if it is not let within 5 years", "excludes": "",
        "requires": "example advice", "reach_jobs": "900", "reach_firms": "6",
        "private_share": "0", "years_to_effect": "3", "duration": "20", "mitigation": "0.2",
        "effect_low": "150", "effect_central": "400", "effect_high": "700",
        f"{COST}0": "2000000", f"{COST}1": "9000000", f"{COST}2": "4000000",
    },
)  # fmt: skip
