"""Collections of garbage leave the program itself alone, and still find what the desk throws away."""

import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from opd_desktop.ui.collecting import pause_collections, spare_collections


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.enable()
    gc.unfreeze()


class Knot:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.me = self


def test_what_the_program_is_made_of_is_not_walked_through_again() -> None:
    looked_at = len(gc.get_objects())
    spare_collections()
    assert gc.get_freeze_count() > looked_at / 2
    assert len(gc.get_objects()) < looked_at / 2


def test_what_is_thrown_away_later_is_still_freed() -> None:
    spare_collections()
    gone = ref(Knot())
    gc.collect()
    assert gone() is None


def test_a_day_of_sixty_doctors_can_be_planned_without_one_collection_of_everything() -> None:
    spare_collections()
    before = gc.get_stats()[2]["collections"]
    kept = [{"slot": [number]} for number in range(30_000)]
    assert len(kept) == 30_000
    assert gc.get_stats()[2]["collections"] == before


def test_loading_is_not_interrupted_and_collections_come_again_after_it() -> None:
    pause_collections()
    before = gc.get_stats()[0]["collections"]
    kept = [{"slot": [number]} for number in range(10_000)]
    assert len(kept) == 10_000
    assert gc.get_stats()[0]["collections"] == before
    spare_collections()
    assert gc.isenabled()
