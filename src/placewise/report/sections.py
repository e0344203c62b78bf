"""Which file of the report lays out which topic."""

from __future__ import annotations

from placewise.errors import UnknownNameError
from placewise.model.answer import Answer
from placewise.report.section import Section


def section_of(answer: Answer) -> Section:
    """Return the section of an answer; its layout is imported only when it is asked for.

    Raises:
        UnknownNameError: no layout is known for its topic.
    """
    match answer.key:
        case "state":
            from placewise.report.state_section import state_section

            return state_section(answer)
        case "productivity":
            from placewise.report.productivity_section import productivity_section

            return productivity_section(answer)
        case "skills":
            from placewise.report.skills_section import skills_section

            return skills_section(answer)
        case "agglomeration":
            from placewise.report.agglomeration_section import agglomeration_section

            return agglomeration_section(answer, answer.map)
        case "paths":
            from placewise.report.paths_section import paths_section

            return paths_section(answer)
        case "barriers":
            from placewise.report.barriers_section import barriers_section

            return barriers_section(answer)
    raise UnknownNameError.among("topic", answer.key, ())
