"""placewise: evidence for local industrial strategies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from placewise.errors import PlacewiseError
    from placewise.model.diagnosis import ClaimVerdict, Diagnosis, DiagnosisSettings
    from placewise.model.document import Document
    from placewise.model.review import Review, ReviewSettings
    from placewise.model.words import Place
    from placewise.workbench.bench import Workbench

__version__ = "0.1.0"
__all__ = [
    "ClaimVerdict",
    "Diagnosis",
    "DiagnosisSettings",
    "Document",
    "Place",
    "PlacewiseError",
    "Review",
    "ReviewSettings",
    "Workbench",
    "__version__",
]

_HOMES = {
    "ClaimVerdict": "placewise.model.diagnosis",
    "Diagnosis": "placewise.model.diagnosis",
    "DiagnosisSettings": "placewise.model.diagnosis",
    "Document": "placewise.model.document",
    "Place": "placewise.model.words",
    "PlacewiseError": "placewise.errors",
    "Review": "placewise.model.review",
    "ReviewSettings": "placewise.model.review",
    "Workbench": "placewise.workbench.bench",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import placewise`` stays quick."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"placewise has no name {name!r}; it has {', '.join(__all__)}")
