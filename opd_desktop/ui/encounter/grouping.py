"""How the lines of a note stand on screen: by part, under the template's headings, in the plan by problem. No Qt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from opd_desktop import shipped_templates
from opd_desktop.domain.note import Section
from opd_desktop.domain.note_template import GENERAL, Block, Heading, NoteTemplate, blocks
from opd_desktop.ui.encounter.lines import Line

_BY_PROBLEM = frozenset({Section.ASSESSMENT, Section.PLAN})
_USUAL = {Section.SUBJECTIVE: Heading.HISTORY, Section.OBJECTIVE: Heading.EXAM}


@dataclass(frozen=True)
class Group:
    """Lines that stand together.

    Attributes:
        title: of the heading; "" where it stands above already.
        problem: the problem that these lines of a plan are about, "" where it stands above already or there is none.
        prompt: what belongs here, of a heading that must be filled and is not: it has no ``lines``.
    """

    section: Section
    code: Heading
    title: str
    problem: str
    prompt: str
    lines: tuple[Line, ...]


def groups(
    lines: Iterable[Line], template: NoteTemplate | None, titles: Mapping[Heading, str] | None = None
) -> dict[Section, tuple[Group, ...]]:
    """The note by part, the parts in the order in which the template begins them, nothing left out.

    A heading that the template lacks has its title in `titles`, else that of the template's language.
    """
    found: dict[Section, list[Group]] = {}
    if titles is None and template is not None:
        titles = shipped_templates.titles(template.language)
    for block in blocks(lines, template, titles):
        found.setdefault(block.code.section, []).extend(_groups(block))
    order = list(found) if len(found) == len(Section) else list(Section)
    return {section: tuple(found.get(section, ())) for section in order}


def _groups(block: Block[Line]) -> list[Group]:
    section = block.code.section
    if not block.sentences:
        return [Group(section, block.code, block.title, "", block.prompt, ())] if block.required else []
    if section not in _BY_PROBLEM or block.code is Heading.FOLLOW_UP:
        return [Group(section, block.code, block.title, "", "", block.sentences)]
    made = []
    for number, problem in enumerate(dict.fromkeys(_problems(block.sentences))):
        here = tuple(line for line in block.sentences if line.problem == problem)
        named = bool(here) and _plain(here[0].text) == _plain(problem)
        # Where the problem's own line is the first, it is the heading of the others.
        made.append(Group(section, block.code, "" if number else block.title, "" if named else problem, "", here))
    return made


def _problems(lines: Iterable[Line]) -> list[str]:
    """What belongs to no problem comes first, the problems as the draft has them."""
    return sorted((line.problem for line in lines), key=bool)


def usual_heading(section: Section, template: NoteTemplate | None) -> str:
    """Where a sentence goes that is typed into a part of the note: the code, "" for none in particular."""
    if template is None:
        return ""
    codes = [code for code in template.codes if code.section is section]
    for wanted in (_USUAL.get(section), GENERAL[section]):
        if wanted in codes:
            return wanted.value
    return codes[0].value if codes else ""


def choices(section: Section, template: NoteTemplate | None) -> tuple[tuple[str, str], ...]:
    """The headings of a part that a sentence may be typed under: codes and titles."""
    found = template.headings if template else ()
    return tuple((one.code.value, one.title) for one in found if one.code.section is section)


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(".")
