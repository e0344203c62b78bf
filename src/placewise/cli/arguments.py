"""What was typed and cannot be understood, told like every other error of placewise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cyclopts import CoercionError, MissingArgumentError, UnusedCliTokensError

from placewise.errors import InputError

if TYPE_CHECKING:
    from cyclopts import Argument, CycloptsError

KINDS = {int: "a whole number", float: "a number"}


def input_error(error: CycloptsError) -> InputError:
    """Say of a command line that cannot be parsed what, where, what is allowed and what to do.

    Args:
        error: what the parser found.

    Returns:
        The error to show. What is not among the three usual slips keeps the parser's sentence.
    """
    command = " ".join(("placewise", *(error.command_chain or ())))
    look = f"see {command} --help"
    if isinstance(error, UnusedCliTokensError):
        return InputError(
            f"One word too many: {' '.join(error.unused_tokens or ())}",
            where=command,
            action=f'put a name of several words in quotes, like "Tees Valley"; {look}',
        )
    if isinstance(error, MissingArgumentError) and error.argument is not None:
        return _missing(error, error.argument, command, look)
    if isinstance(error, CoercionError) and error.target_type in KINDS and error.token is not None:
        return InputError(
            f"Not {KINDS[error.target_type]}: {error.token.value}",
            where=f"{command}, {error.token.keyword}",
            allowed=KINDS[error.target_type],
            action=look,
        )
    return InputError(str(error).rstrip("."), where=command, action=look)


def _missing(
    error: MissingArgumentError, argument: Argument, command: str, look: str
) -> InputError:
    """A file, a place or the value of an option that was not given."""
    if error.keyword is None and not argument.tokens and argument.index is not None:
        return InputError(
            f"No {argument.name.lstrip('-')} given",
            where=command,
            action=f"write it behind the command; {look}",
        )
    printed = ', or "-" to print instead' if argument.name == "--json" else ""
    return InputError(
        f"{argument.name} needs a value",
        where=command,
        action=f"write it behind {argument.name}{printed}; {look}",
    )
