"""Conditions of lists: what a request asks for, as SQL."""

from typing import Any

from pydantic import BaseModel


def equal_to(request: BaseModel, table: str, *names: str) -> tuple[list[str], dict[str, Any]]:
    """Conditions on columns for those fields of the same names that a request has set, and their parameters.

    Args:
        table: the name that the statement has for the table.
    """
    params = {name: value for name in names if (value := getattr(request, name)) is not None}
    return ["true", *(f"{table}.{name} = :{name}" for name in params)], params
