"""The headings of a note as sections inside those of the SOAP note; in assessment and plan, problem by problem."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from opd_desktop.domain import fhir_codes as codes
from opd_desktop.domain.note_template import Heading
from opd_desktop.fhir.common import Json, clean, coding, narrative, without_empty


class _Sentence(Protocol):
    @property
    def text(self) -> str: ...

    @property
    def heading(self) -> str | None: ...

    @property
    def problem(self) -> str: ...


def by_problem(sentences: Sequence[_Sentence], titles: Mapping[str, str]) -> list[Json]:
    """One section for each heading of what is about no problem, then one for each problem, with its own headings.

    Sentences with neither are left to the section around.

    Args:
        titles: titles by code of heading, where they are not the standard ones.
    """
    general = by_heading([one for one in sentences if not one.problem], titles)
    problems = dict.fromkeys(one.problem for one in sentences if one.problem)
    return [*general, *(_problem(name, [one for one in sentences if one.problem == name], titles) for name in problems)]


def by_heading(sentences: Iterable[_Sentence], titles: Mapping[str, str]) -> list[Json]:
    """One section for each heading, in the order in which they come up."""
    found: dict[str, list[str]] = {}
    for one in sentences:
        if one.heading:
            found.setdefault(one.heading, []).append(one.text)
    return [_section(code, texts, titles) for code, texts in found.items()]


def _problem(name: str, sentences: Sequence[_Sentence], titles: Mapping[str, str]) -> Json:
    inside = by_heading(sentences, titles)
    texts = [clean(one.text) for one in sentences if not one.heading]
    text = narrative(texts) or (None if inside else narrative(["–"]))
    return without_empty({"title": clean(name), "text": text, "section": inside})


def _section(code: str, texts: Iterable[str], titles: Mapping[str, str]) -> Json:
    known = _heading(code)
    title = titles.get(code)
    loinc = codes.HEADINGS.get(known) if known else None
    codings = [*([coding(codes.LOINC, *loinc)] if loinc else []), coding(codes.HEADING, _code(code))]
    return without_empty(
        {
            "title": clean(title or (known.standard_title if known else code)),
            "code": without_empty({"coding": codings, "text": clean(title or "")}),
            "text": narrative(clean(text) for text in texts) or narrative(["–"]),
        }
    )


def _heading(code: str) -> Heading | None:
    try:
        return Heading(code)
    except ValueError:
        return None


def _code(code: str) -> str:
    """The code without what FHIR's type does not allow: no blanks around or doubled, no control characters.

    See http://hl7.org/fhir/R4/datatypes.html#code.
    """
    return " ".join(clean(code).split()) or "-"
