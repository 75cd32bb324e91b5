"""What stands on the printed note of a visit: letterhead, patient, the note by heading, orders, codes, signature."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from opd_desktop import shipped_templates
from opd_desktop.domain.note import Order, Problem
from opd_desktop.domain.note_template import LANGUAGES, Heading, NoteTemplate
from opd_desktop.services.dto.encounters import Chart, EncounterDto, NoteDto, Vitals
from opd_desktop.services.dto.facilities import FacilityDto
from opd_desktop.ui.encounter import lines, vitals_rules
from opd_desktop.ui.encounter.grouping import Group, groups
from opd_desktop.ui.encounter.vitals_rules import MEASURE
from opd_desktop.ui.encounter.words import flag_text, order_status_text, order_type_text, vital_text
from opd_desktop.ui.text import age_text, clock_text, day_text, phone_text

_CONTEXT = "note_paper"
translate = QCoreApplication.translate

_ENDS = (".", "?", "!", ":", ";", "।", "؟")

Kind = Literal["heading", "problem", "text", "row", "warning"]


@dataclass(frozen=True)
class Paragraph:
    """A piece of the page that flows.

    Attributes:
        kind: ``heading`` and ``problem`` stay with what follows; ``row`` has its `label` in a column at the left;
            ``warning`` stands out.
        beside: said below the text in a paler tone.
    """

    kind: Kind
    text: str
    label: str = ""
    beside: str = ""


@dataclass(frozen=True)
class NotePaper:
    """A note in words, ready to be laid out.

    Attributes:
        facility: name, then address and phone.
        facts: label and value pairs about patient and visit.
        running: who and what, at the top of every page after the first.
        unsigned: "Not signed" and why, on every page; "" for a signed note.
        foot: where and when it was printed.
    """

    facility: tuple[str, ...]
    title: str
    facts: tuple[tuple[str, str], ...]
    running: str
    unsigned: str
    paragraphs: tuple[Paragraph, ...]
    signature: tuple[Paragraph, ...]
    foot: str

    @property
    def name(self) -> str:
        """For the file and the print job."""
        return self.running.replace("/", "-")


@dataclass(frozen=True)
class Printed:
    """What is to be printed.

    Attributes:
        note: what would be saved, without proposals.
        template: the one that the note is shown by.
        now: when it is printed.
        by: who prints it.
        signed: whether ``note`` is the signed text; an amendment that is being typed is not.
    """

    encounter: EncounterDto
    chart: Chart | None
    note: NoteDto
    template: NoteTemplate | None
    facility: FacilityDto
    now: datetime
    by: str
    signed: bool


def note_paper(printed: Printed) -> NotePaper:
    """The whole note in words; times in the zone of the facility, titles in the language of the note."""
    encounter, zone = printed.encounter, ZoneInfo(printed.facility.time_zone)
    at = (encounter.period_start or encounter.appointment_at or encounter.status_changed_at).astimezone(zone)
    day = day_text(at.date(), year=True)
    title = translate(_CONTEXT, "Note of the visit")
    printed_at = _moment(printed.now.astimezone(zone))
    return NotePaper(
        facility=_letterhead(printed.facility),
        title=title,
        facts=_facts(printed, at),
        running=f"{encounter.patient_name} · {encounter.patient_mrn} · {title}, {day}",
        unsigned="" if printed.signed else translate(_CONTEXT, "Not signed: a draft of {0}").format(printed_at),
        paragraphs=(
            *_vitals(encounter.vitals, encounter.patient_age, _titles(printed)),
            *_body(printed),
            *_problems(printed.note.problems),
            *_orders(printed.note.orders),
        ),
        signature=_signature(printed, zone),
        foot=translate(_CONTEXT, "{0} · Printed {1} by {2}").format(printed.facility.name, printed_at, printed.by),
    )


def _letterhead(facility: FacilityDto) -> tuple[str, ...]:
    return tuple(part for part in (facility.name, facility.address, phone_text(facility.phone)) if part)


def _moment(local: datetime) -> str:
    return f"{day_text(local.date(), year=True)} {clock_text(local)}"


def _facts(printed: Printed, at: datetime) -> tuple[tuple[str, str], ...]:
    one, chart = printed.encounter, printed.chart
    doctor = " · ".join(part for part in (one.practitioner_name, one.room) if part)
    found = [
        (translate(_CONTEXT, "Patient"), one.patient_name),
        (translate(_CONTEXT, "Visit"), _moment(at)),
        (translate(_CONTEXT, "Sex, age"), age_text(one.patient_sex, one.patient_age)),
        (translate(_CONTEXT, "Seen by"), doctor),
        (translate(_CONTEXT, "MRN"), one.patient_mrn),
        (translate(_CONTEXT, "Token"), one.token or ""),
        (translate(_CONTEXT, "Phone"), phone_text(one.patient_phone)),
        (translate(_CONTEXT, "Came for"), one.reason),
    ]
    if chart is not None:
        known = ", ".join(chart.allergies) or translate(_CONTEXT, "No allergy is known")
        found.append((translate(_CONTEXT, "Allergies"), known))
    return tuple((label, value) for label, value in found if value)


def _titles(printed: Printed) -> Mapping[Heading, str]:
    """The titles that the note was saved with, the others in its language."""
    language = printed.note.language or (printed.template.language if printed.template else LANGUAGES[0])
    found = dict(shipped_templates.titles(language))
    found |= {one.code: one.title for one in (printed.template.headings if printed.template else ())}
    return found | {code: printed.note.titles[code] for code in Heading if code in printed.note.titles}


def _body(printed: Printed) -> Iterable[Paragraph]:
    titles, template = _titles(printed), printed.template
    if template is not None:
        kept = tuple(one.model_copy(update={"title": titles[one.code]}) for one in template.headings)
        template = template.model_copy(update={"headings": kept})
    found = groups(lines.from_note(printed.note).lines, template, titles)
    for part in found.values():
        for group in part:
            yield from _group(group)


def _group(group: Group) -> Iterable[Paragraph]:
    if not group.lines:
        return
    if group.title:
        yield Paragraph("heading", group.title)
    if group.problem:
        yield Paragraph("problem", group.problem.strip().rstrip("."))
    named = [line for line in group.lines if line.problem]
    if group.problem or not named:
        yield Paragraph("text", _joined(line.text for line in group.lines))
        return
    # The problem's own line is the heading of the others.
    first, rest = group.lines[0], group.lines[1:]
    yield Paragraph("problem", first.text.strip().rstrip("."))
    if rest:
        yield Paragraph("text", _joined(line.text for line in rest))


def _joined(texts: Iterable[str]) -> str:
    """One after the other, each with a full stop."""
    stripped = (text.strip() for text in texts)
    return " ".join(text if text.endswith(_ENDS) else f"{text}." for text in stripped if text)


def _vitals(vitals: Vitals | None, age: int | None, titles: Mapping[Heading, str]) -> tuple[Paragraph, ...]:
    if vitals is None:
        return ()
    values = vitals.model_dump(include=set(MEASURE))
    shown = vitals_rules.typed(vitals)
    if vitals.bmi is not None:
        shown["bmi"] = f"{vitals.bmi:g}"
    units = {name: measure.unit for name, measure in MEASURE.items()} | {"blood_pressure": MEASURE["systolic"].unit}
    units["bmi"] = "kg/m²"
    parts = []
    for name, text in shown.items():
        if text:
            flag = flag_text(vitals_rules.flag_of(name, values, age))
            said = f"{vital_text(name)} {text} {units[name]}{f' ({flag})' if flag else ''}"
            parts.append(said.replace(" ", "\u00a0"))
    if not parts:
        return ()
    return Paragraph("heading", titles[Heading.VITALS]), Paragraph("text", " · ".join(parts))


def _problems(problems: Iterable[Problem]) -> Iterable[Paragraph]:
    for number, one in enumerate(problems, 1):
        if number == 1:
            yield Paragraph("heading", translate(_CONTEXT, "Problems and codes"))
        codes = (("ICD-10-CM", one.icd10, one.icd10_display), ("SNOMED CT", one.snomed, one.snomed_display))
        told = [f"{system} {code}{f' {display}' if display else ''}" for system, code, display in codes if code]
        name = one.text[:1].upper() + one.text[1:]
        yield Paragraph("row", name, f"{number}.", " · ".join(told) or translate(_CONTEXT, "No code"))


def _orders(orders: Iterable[Order]) -> Iterable[Paragraph]:
    for number, one in enumerate(orders):
        if not number:
            yield Paragraph("heading", translate(_CONTEXT, "Orders"))
        why = translate(_CONTEXT, "For: {0}").format(one.reason) if one.reason else ""
        beside = " · ".join(part for part in (order_status_text(one.status), why) if part)
        yield Paragraph("row", one.description, order_type_text(one.order_type), beside)


def _signature(printed: Printed, zone: ZoneInfo) -> tuple[Paragraph, ...]:
    one, note = printed.encounter, printed.note
    drafted = sum(sentence.origin != "human" for sentence in note.sentences)
    made: list[Paragraph] = []
    if not printed.signed or one.signed_at is None:
        made.append(Paragraph("warning", translate(_CONTEXT, "Not signed. It may still change; do not file it.")))
    else:
        when = _moment(one.signed_at.astimezone(zone))
        made.append(Paragraph("problem", translate(_CONTEXT, "Signed {0} by {1}").format(when, one.practitioner_name)))
        made.extend(_amended(note, zone))
        made.append(_checksum(one.signature_holds))
    if drafted:
        text = translate(_CONTEXT, "Of {0} sentences {1} were drafted by the scribe and accepted by the doctor.")
        made.append(Paragraph("text", text.format(len(note.sentences), drafted)))
    return tuple(made)


def _amended(note: NoteDto, zone: ZoneInfo) -> Iterable[Paragraph]:
    if note.amendment_reason and note.updated_at is not None:
        text = translate(_CONTEXT, "Amended {0} by {1}: {2}")
        when = _moment(note.updated_at.astimezone(zone))
        yield Paragraph("text", text.format(when, note.author, note.amendment_reason))


def _checksum(holds: bool | None) -> Paragraph:
    if holds is False:
        return Paragraph(
            "warning", translate(_CONTEXT, "The text is no longer the one that was signed: its checksum differs.")
        )
    if holds is None:
        return Paragraph("text", translate(_CONTEXT, "The checksum of the signed text was not compared."))
    return Paragraph(
        "text", translate(_CONTEXT, "Unchanged: the text has the checksum that was taken when it was signed.")
    )
