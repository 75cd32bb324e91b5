"""What all translators share: references, codes, extensions, narrative, clean text."""

import html
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from opd_desktop.domain.fhir_codes import HL7

Json = dict[str, Any]

_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
#: Control characters, lone surrogates and non-characters: FHIR strings and XHTML can't hold them.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text as FHIR can hold it: illegal characters become blanks, everything else stays.

    See http://hl7.org/fhir/R4/datatypes.html#string. A text of exotic blanks only becomes plain blanks.
    """
    text = _ILLEGAL.sub(" ", text)
    return text if re.search(r"[ \r\n\t\S]", text) else " " * len(text)


def ref(kind: str, key: UUID | None) -> Json:
    """A literal reference, ``Patient/<id>``."""
    return {"reference": f"{kind}/{key}"}


def coding(system: str, code: str | None, display: str | None = None) -> Json:
    """A Coding without what is unknown."""
    return without_empty({"system": system, "code": code, "display": display})


def hl7_concept(system: str, code: str, display: str | None = None) -> Json:
    """A CodeableConcept of one of HL7's own code systems."""
    return {"coding": [coding(f"{HL7}{system}", code, display)]}


def text_concept(text: str) -> Json:
    """A CodeableConcept of free text, or one that says that the text is unknown."""
    return {"text": text} if text else {"extension": [{"url": _ABSENT, "valueCode": "unknown"}]}


def extension(url: str, parts: Iterable[tuple[str, str, Any]], turns: Iterable[int] = ()) -> Json:
    """A complex extension of (url, value[x] name, value); empty texts and None are left out."""
    inner = [{"url": name, kind: value} for name, kind, value in parts if value is not None and value != ""]
    return {"url": url, "extension": [*inner, *({"url": "turn", "valueInteger": turn} for turn in turns)]}


def narrative(paragraphs: Iterable[str], items: Iterable[str] = ()) -> Json | None:
    """Generated XHTML narrative: paragraphs, then a list. None when there is nothing to say."""
    body = "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in paragraphs if text.strip())
    lines = "".join(f"<li>{html.escape(text, quote=False)}</li>" for text in items if text.strip())
    if not body and not lines:
        return None
    inside = body + (f"<ul>{lines}</ul>" if lines else "")
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{inside}</div>'}


def instant(at: datetime | None) -> str | None:
    """A FHIR dateTime or instant of a timezone-aware time."""
    return None if at is None else at.isoformat()


def without_empty(resource: Json) -> Json:
    """The same without None, empty texts, lists and objects: FHIR has no empty values."""
    return {name: value for name, value in resource.items() if value is not None and value not in ("", [], {})}
