"""Drafting a visit of about ten minutes, against only splitting it into turns."""

import time
from collections.abc import Callable

from opd_desktop.bench import Result

_TALK = """\
[doctor] {n} , what about the {symptom} you told the nurse about ?
[patient] i've had {symptom} for {n} days , and my {part} hurts since {n} weeks .
[doctor] any fever or chills with the {symptom} ?
[patient] no , but i have some pain in my left {part} when i walk for {n} minutes .
[doctor] are you taking anything for the {part} ?
[patient] i take {drug} {n} mg twice a day , and lisinopril {n} mg for my blood pressure .
[doctor] on your exam the {part} is tender . your blood pressure is {n} over 92 .
[doctor] i think you have {symptom} from the {part} . i will order an x-ray of the {part} and {drug} {n} mg .
[patient] okay , {n} mg of {drug} .
"""
_SYMPTOMS = ("cough", "headache", "rash", "dizziness", "nausea", "fatigue", "wheezing")
_PARTS = ("knee", "shoulder", "hip", "ankle", "elbow", "wrist", "back", "neck", "foot", "hand", "calf")
_DRUGS = ("ibuprofen", "metformin", "amoxicillin", "omeprazole", "atorvastatin")
#: People speak about 150 words a minute.
_PARTS_OF_A_VISIT = 1500 // len(_TALK.split()) + 1


def run(rounds: int) -> Result:
    """Draft the same long visit ``rounds`` times; caches are warmed by one other visit."""
    from opd_desktop.scribe import drafting, turns

    visits = [visit(number) for number in range(2 * rounds + 1)]
    drafting.draft(turns.from_text(visits.pop()))
    ours = [_timed(lambda text: drafting.draft(turns.from_text(text)), text) for text in visits[:rounds]]
    bare = [_timed(turns.from_text, text) for text in visits[rounds:]]
    notes = {"words": len(visits[0].split())}
    return Result("draft", "SOAP draft of a ten-minute visit", ours, "its turns only", bare, notes)


def visit(number: int) -> str:
    """A long visit in which no sentence is heard twice, so that no cache answers."""
    parts = range(number * _PARTS_OF_A_VISIT, (number + 1) * _PARTS_OF_A_VISIT)
    return "".join(
        _TALK.format(
            n=100 + part,
            symptom=_SYMPTOMS[part % len(_SYMPTOMS)],
            part=_PARTS[part % len(_PARTS)],
            drug=_DRUGS[part % len(_DRUGS)],
        )
        for part in parts
    )


def _timed(work: Callable[[str], object], text: str) -> float:
    begin = time.perf_counter()
    work(text)
    return 1000 * (time.perf_counter() - begin)
