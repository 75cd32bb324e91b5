"""Speech without punctuation is cut into sentences; nothing of it is lost, and written sentences stay whole."""

from __future__ import annotations

import re

import pytest

from opd_desktop.scribe.boundaries import cut, plain


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("i have been coughing for a week it's worse at night and i can't sleep", "i have been coughing for a week"),
        ("the knee is a bit swollen today i'm going to order an x-ray of the knee", "the knee is a bit swollen today"),
    ],
)
def test_a_new_sentence_is_cut_off(said: str, first: str) -> None:
    assert cut(said)[0] == first


def test_no_word_is_lost() -> None:
    said = (
        "well i was at work and i lifted a box my back started to hurt right away it's been four days now i took "
        "ibuprofen 400 mg twice and it did not do anything do i need a scan"
    )
    assert plain(" ".join(cut(said))) == plain(said)


@pytest.mark.parametrize(
    "said",
    [
        "i took it yesterday",
        "When I climb stairs, I get short of breath, and then I have to sit down, for a minute or two.",
        "if it is not better by then",
    ],
)
def test_short_and_punctuated_speech_stays_whole(said: str) -> None:
    assert cut(said) == [said]


def test_a_condition_keeps_what_follows_from_it() -> None:
    said = "if the pain gets worse we will get an mri of your lower back next week"
    assert len(cut(said)[0].split()) >= 9 or not re.match("if", cut(said)[0])
