"""The note templates that come with the program, in every language of their titles, from ``resources/templates``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

from opd_desktop.domain.note_template import LANGUAGES, Heading, NoteTemplate, TemplateHeading
from opd_desktop.paths import RESOURCES

GENERAL = "general"
"""The key of the template for any specialty."""

_FOLDER = RESOURCES / "templates"
_TITLES = "titles.toml"


@lru_cache(maxsize=1)
def shipped() -> tuple[NoteTemplate, ...]:
    """Each template once for each language of `LANGUAGES`, by key."""
    words = _read(_TITLES)
    names = sorted(file.name for file in _FOLDER.glob("*.toml") if file.name != _TITLES)
    return tuple(_template(_read(name), language, words) for name in names for language in LANGUAGES)


def find(key: str, language: str | None = None) -> NoteTemplate | None:
    """The shipped template of a key in a language, in English where it does not exist in that one."""
    found = {one.language: one for one in shipped() if one.key == key}
    return found.get(_known(language or LANGUAGES[0]))


@lru_cache(maxsize=len(LANGUAGES))
def titles(language: str) -> dict[Heading, str]:
    """The titles of all headings in a language, in English for one that has none."""
    words = _read(_TITLES)
    known = _known(language)
    return {code: words[code.name][known][0] for code in Heading}


def both(one: str, other: str, language: str) -> str:
    """Two titles as one, "Assessment and plan"."""
    return f"{one} {_read(_TITLES)['and'][_known(language)]} {other[:1].lower()}{other[1:]}"


def _known(language: str) -> str:
    plain = language.split("-")[0]
    return plain if plain in LANGUAGES else LANGUAGES[0]


@lru_cache(maxsize=32)
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


def _template(data: dict[str, Any], language: str, words: dict[str, Any]) -> NoteTemplate:
    required = {Heading[name] for name in data["required"]}
    return NoteTemplate(
        key=data["key"],
        name=data["name"][language],
        specialty=data.get("specialty"),
        language=language,
        headings=tuple(_heading(Heading[name], language, words, required) for name in data["headings"]),
        builtin=True,
    )


def _heading(code: Heading, language: str, words: dict[str, Any], required: set[Heading]) -> TemplateHeading:
    title, prompt = words[code.name][language]
    return TemplateHeading(code=code, title=title, prompt=prompt, required=code in required)
