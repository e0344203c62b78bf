"""Why is this place as productive as it is: the job of the answer on productivity."""

from placewise.workbench.productivity.answers import (
    ProductivityAnswers,
    productivity_answers,
)

__all__ = ["ProductivityAnswers", "productivity_answers"]
