"""The encounter's status machine: what may follow what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.domain.encounter import TRANSITIONS, EncounterStatus, check_move
from opd_desktop.domain.errors import Conflict

S = EncounterStatus


def test_the_moves_are_those_of_the_design() -> None:
    expected = {
        "planned": "arrived triaged in-progress cancelled",
        "arrived": "triaged in-progress cancelled",
        "triaged": "in-progress cancelled",
        "in-progress": "arrived onleave finished cancelled",
        "onleave": "in-progress",
        "finished": "in-progress cancelled",
        "cancelled": "arrived",
    }
    moves = {(S(start), S(end)) for start, ends in expected.items() for end in ends.split()}
    moves |= {(start, S.ENTERED_IN_ERROR) for start in S if start is not S.ENTERED_IN_ERROR}
    assert moves == TRANSITIONS


@given(st.sampled_from(S), st.sampled_from(S))
def test_a_move_outside_the_table_is_refused_with_both_ends(start: S, end: S) -> None:
    if (start, end) in TRANSITIONS:
        check_move(start, end)
        return
    with pytest.raises(Conflict) as refused:
        check_move(start, end)
    assert refused.value.code == "encounter.illegal_move"
    assert refused.value.params == {"start": start.value, "end": end.value}


@given(st.lists(st.sampled_from(S), max_size=8))
def test_no_visit_is_finished_without_having_been_in_progress(path: list[S]) -> None:
    reached = [S.PLANNED]
    for step in path:
        if (reached[-1], step) in TRANSITIONS:
            reached.append(step)
    if S.FINISHED in reached:
        assert reached[reached.index(S.FINISHED) - 1] is S.IN_PROGRESS
    if S.ENTERED_IN_ERROR in reached:
        assert reached[-1] is S.ENTERED_IN_ERROR
