"""Every operation of the program, in one list."""

import importlib
import pkgutil
from typing import Any

from opd_desktop import services
from opd_desktop.services.operations import OPERATIONS, Operation


def named(name: str) -> Operation[Any, Any]:
    """The operation ``name``, whether its module has been imported yet or not.

    Raises:
        KeyError: there is none of this name.
    """
    if name not in OPERATIONS:
        all_operations()
    return OPERATIONS[name]


def all_operations() -> list[Operation[Any, Any]]:
    """Import all service modules, which registers their operations, and return these by name."""
    for module in pkgutil.iter_modules(services.__path__):
        if module.name != "registry":
            importlib.import_module(f"{services.__name__}.{module.name}")
    return [OPERATIONS[name] for name in sorted(OPERATIONS)]
