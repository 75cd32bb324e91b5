"""Words of the encounter: sections, vitals and what is abnormal, orders, findings, saving."""

from PySide6.QtCore import QCoreApplication

from opd_desktop.domain.note import (
    DraftWarning,
    Finding,
    FindingKind,
    OrderStatus,
    OrderType,
    Problem,
    RunCard,
    Section,
    Speaker,
)
from opd_desktop.scribe.words import WARNINGS
from opd_desktop.ui.encounter.vitals_rules import MEASURE, Wrong
from opd_desktop.words import QT_TRANSLATE_NOOP, fill

_CONTEXT = "encounter"

_SECTIONS = {
    Section.SUBJECTIVE: QT_TRANSLATE_NOOP("encounter", "Subjective"),
    Section.OBJECTIVE: QT_TRANSLATE_NOOP("encounter", "Objective"),
    Section.ASSESSMENT: QT_TRANSLATE_NOOP("encounter", "Assessment"),
    Section.PLAN: QT_TRANSLATE_NOOP("encounter", "Plan"),
}
_VITALS = {
    "temperature": QT_TRANSLATE_NOOP("encounter", "Temp"),
    "blood_pressure": QT_TRANSLATE_NOOP("encounter", "BP"),
    "systolic": QT_TRANSLATE_NOOP("encounter", "BP"),
    "diastolic": QT_TRANSLATE_NOOP("encounter", "BP"),
    "pulse": QT_TRANSLATE_NOOP("encounter", "Pulse"),
    "respiratory_rate": QT_TRANSLATE_NOOP("encounter", "Breaths"),
    "spo2": QT_TRANSLATE_NOOP("encounter", "SpO₂"),
    "weight": QT_TRANSLATE_NOOP("encounter", "Weight"),
    "height": QT_TRANSLATE_NOOP("encounter", "Height"),
    "bmi": QT_TRANSLATE_NOOP("encounter", "BMI"),
}
_FLAGS = {
    "very_low": QT_TRANSLATE_NOOP("encounter", "very low"),
    "low": QT_TRANSLATE_NOOP("encounter", "low"),
    "high": QT_TRANSLATE_NOOP("encounter", "high"),
    "very_high": QT_TRANSLATE_NOOP("encounter", "very high"),
    "underweight": QT_TRANSLATE_NOOP("encounter", "underweight"),
    "overweight": QT_TRANSLATE_NOOP("encounter", "overweight"),
    "obese": QT_TRANSLATE_NOOP("encounter", "obese"),
}
_ORDER_TYPES = {
    OrderType.MEDICATION: QT_TRANSLATE_NOOP("encounter", "Medicine"),
    OrderType.LAB: QT_TRANSLATE_NOOP("encounter", "Lab"),
    OrderType.IMAGING: QT_TRANSLATE_NOOP("encounter", "Imaging"),
    OrderType.FOLLOWUP: QT_TRANSLATE_NOOP("encounter", "Follow-up"),
}
_ORDER_STATUS = {
    OrderStatus.CONSIDERED: QT_TRANSLATE_NOOP("encounter", "Considered"),
    OrderStatus.ORDERED: QT_TRANSLATE_NOOP("encounter", "Ordered"),
    OrderStatus.CONDITIONAL: QT_TRANSLATE_NOOP("encounter", "If needed"),
    OrderStatus.DECLINED: QT_TRANSLATE_NOOP("encounter", "Declined"),
    OrderStatus.ALREADY_TAKING: QT_TRANSLATE_NOOP("encounter", "Already taking"),
}
_SPEAKERS: dict[Speaker, tuple[str, str]] = {
    "doctor": (QT_TRANSLATE_NOOP("encounter", "D"), QT_TRANSLATE_NOOP("encounter", "Doctor")),
    "patient": (QT_TRANSLATE_NOOP("encounter", "P"), QT_TRANSLATE_NOOP("encounter", "Patient")),
    "other": (QT_TRANSLATE_NOOP("encounter", "O"), QT_TRANSLATE_NOOP("encounter", "Other")),
    "unknown": ("?", QT_TRANSLATE_NOOP("encounter", "Unknown speaker")),
}
_FINDINGS = {
    FindingKind.PARTLY: QT_TRANSLATE_NOOP("encounter", "Partly said"),
    FindingKind.UNSUPPORTED: QT_TRANSLATE_NOOP("encounter", "Not said"),
    FindingKind.CONTRADICTED: QT_TRANSLATE_NOOP("encounter", "Contradicted"),
    FindingKind.NUMBER: QT_TRANSLATE_NOOP("encounter", "Number differs"),
    FindingKind.LATERALITY: QT_TRANSLATE_NOOP("encounter", "Side differs"),
    FindingKind.NEGATION: QT_TRANSLATE_NOOP("encounter", "Yes or no differs"),
    FindingKind.MEDICATION: QT_TRANSLATE_NOOP("encounter", "Check the medicine"),
    FindingKind.ALLERGY: QT_TRANSLATE_NOOP("encounter", "Allergy"),
    FindingKind.SEX_AGE: QT_TRANSLATE_NOOP("encounter", "Does not fit sex or age"),
    FindingKind.SECTION: QT_TRANSLATE_NOOP("encounter", "Section is empty"),
    FindingKind.CODE: QT_TRANSLATE_NOOP("encounter", "Check the code"),
    FindingKind.MISSING: QT_TRANSLATE_NOOP("encounter", "Said, not in the note"),
    FindingKind.SUPPORTED: QT_TRANSLATE_NOOP("encounter", "Said"),
}
_WRONG = {
    "not_a_number": QT_TRANSLATE_NOOP("encounter", "Type a number from {low} to {high}."),
    "out_of_range": QT_TRANSLATE_NOOP("encounter", "Nobody has that. Type {low} to {high} {unit}."),
    "pressure_form": QT_TRANSLATE_NOOP("encounter", "Type both numbers, like 120/80."),
    "pressure_order": QT_TRANSLATE_NOOP("encounter", "The first number is the higher one."),
}
PROBLEMS = frozenset(_FINDINGS) - {FindingKind.SUPPORTED, FindingKind.MISSING, FindingKind.SECTION}
"""Findings that say something against a sentence."""


_CARD_ROWS = 4
"""Of each list on the card of a code; the whole lists run over pages."""


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def section_text(section: Section) -> str:
    """The heading of a section."""
    return _tr(_SECTIONS[section])


def vital_text(name: str) -> str:
    """The name of a measurement."""
    return _tr(_VITALS[name])


def flag_text(flag: str) -> str:
    """``high``, ``very low``, ``overweight``; empty for nothing."""
    return _tr(_FLAGS[flag]) if flag else ""


def wrong_text(wrong: Wrong) -> str:
    """What to type instead."""
    measure = wrong.measure or MEASURE["systolic"]
    return _tr(_WRONG[wrong.reason]).format(low=f"{measure.low:g}", high=f"{measure.high:g}", unit=measure.unit)


def order_type_text(kind: OrderType) -> str:
    """What is ordered."""
    return _tr(_ORDER_TYPES[kind])


def order_status_text(status: OrderStatus) -> str:
    """How far it is decided."""
    return _tr(_ORDER_STATUS[status])


def code_card_text(problem: Problem) -> str:
    """Why a code was proposed and what its list says about it, a line each; empty without a card."""
    card = problem.explain
    if card is None:
        return problem.why
    rows = (
        (_tr("Matched"), card.matched),
        (_tr("Includes"), card.includes),
        (_tr("Not together with"), card.excludes1),
        (_tr("Not meant, but may stand beside it"), card.excludes2),
        (_tr("Code first"), card.code_first),
        (_tr("Code also"), card.use_additional),
    )
    told = [f"{title}: {'; '.join(texts[:_CARD_ROWS])}" for title, texts in rows if texts]
    if not card.billable:
        nearby = ", ".join(f"{code} {display}" for code, display in card.nearby[:_CARD_ROWS])
        told.append(_tr("Not billable: choose a more specific code."))
        if nearby:
            told.append(_tr("Nearby: {0}").format(nearby))
    return "\n".join((problem.why, *told)) if problem.why else "\n".join(told)


def speaker_letter(speaker: Speaker) -> str:
    """``D`` or ``P``."""
    return _tr(_SPEAKERS[speaker][0])


def speaker_text(speaker: Speaker) -> str:
    """``Doctor`` or ``Patient``."""
    return _tr(_SPEAKERS[speaker][1])


def finding_text(finding: Finding) -> str:
    """What validation says about a sentence."""
    word = _tr(_FINDINGS[finding.kind])
    return f"{word}: {finding.why}" if finding.why else word


def finding_word(kind: FindingKind) -> str:
    """The same in a word or two."""
    return _tr(_FINDINGS[kind])


def warning_text(warning: DraftWarning) -> str:
    """A warning of the scribe as a sentence."""
    params = dict(warning.params)
    section = next((one for one in Section if one.value == params.get("section")), None)
    if section is not None:
        params["section"] = section_text(section)
    return fill(QCoreApplication.translate("words", WARNINGS.get(warning.code, warning.message)), params)


def time_text(seconds: float) -> str:
    """``3:08`` into the recording."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def run_card_text(card: RunCard | None, speech_model: str) -> str:
    """What made the draft, in one line."""
    if card is None:
        return ""
    parts = []
    if speech_model:
        # A model from a folder of its own has no other name than that of the folder.
        parts.append("Whisper" if speech_model == "model" else _tr("Whisper {0}").format(speech_model))
    if card.rules:
        parts.append(card.rules)
    if card.llm:
        parts.append(card.llm)
    if card.codes:
        parts.append(card.codes)
    host = card.settings.get("host")
    return " · ".join((*parts, _tr("reworded on {0}").format(host) if host else _tr("all on this computer")))
