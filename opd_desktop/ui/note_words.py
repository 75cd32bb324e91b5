"""Words about notes that more than one screen needs: rules that the scribe learned, headings, languages."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from opd_desktop.domain.note_template import Heading
from opd_desktop.services.dto.scribe_rules import RuleDto

_CONTEXT = "notes"


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def rule_text(rule: RuleDto) -> str:
    """``Writes “abdomen” instead of “belly”.``"""
    if rule.kind == "leave-out":
        return _tr("Leaves out what stands under “{0}”.").format(heading_text(rule.heading))
    return _tr("Writes “{0}” instead of “{1}”.").format(rule.after, rule.before)


def learned_text(rules: Sequence[RuleDto]) -> str:
    """What the scribe does from now on, in one line."""
    if len(rules) == 1:
        return _tr("The scribe learned: {0}").format(rule_text(rules[0]))
    return _tr("The scribe learned {0} things").format(len(rules)) if rules else ""


def heading_text(code: str) -> str:
    """The standard title of a heading; its code where this version of the program does not know it."""
    try:
        return Heading(code).standard_title
    except ValueError:
        return code


def language_text(code: str) -> str:
    """``Español`` for es: a language in its own words."""
    # Qt names the English, Spanish or Portuguese of a country where no country is meant.
    plain = {"en": "English", "es": "español", "pt": "português"}
    name = plain.get(code) or QLocale(code).nativeLanguageName() or code
    return name[:1].upper() + name[1:]
