"""The models of operations are made at their first use; here all of them are."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from opd_desktop.domain.events import Event
from opd_desktop.services.dto.common import Dto, Request
from opd_desktop.services.registry import all_operations

all_operations()


def _kinds(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for kind in base.__subclasses__():
        if kind.__module__.startswith("opd_desktop."):
            yield kind
        yield from _kinds(kind)


@pytest.mark.parametrize("base", [Dto, Request, Event])
def test_every_model_can_be_made(base: type[BaseModel]) -> None:
    kinds = [kind for kind in _kinds(base) if not kind.__pydantic_generic_metadata__["parameters"]]
    assert len(kinds) > 20
    for kind in kinds:
        kind.model_rebuild()
        assert kind.__pydantic_complete__, kind
