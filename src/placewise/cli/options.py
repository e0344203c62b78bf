"""Options that many commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

Workspace = Annotated[
    str, Parameter(name=["--workspace", "-w"], help="Folder of a workspace; else the sample.")
]

JsonFile = Annotated[Path | None, Parameter(allow_leading_hyphen=True)]
