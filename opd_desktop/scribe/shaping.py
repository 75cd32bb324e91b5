"""A draft in the form that a doctor wants: learned rules applied, headings of the template, in its order and language.

Sentences are moved, retitled or set apart; none is written and none is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from opd_desktop.domain import scribe_rules
from opd_desktop.domain.note import Draft, DraftSentence, NoteSentence, Section
from opd_desktop.domain.note_template import Heading, NoteTemplate, arrange, heading_of
from opd_desktop.domain.scribe_rules import LearnedRule, Observation
from opd_desktop.scribe import layout
from opd_desktop.scribe.lexicon import lexicon

_H = Heading

_FINER: tuple[tuple[Heading, frozenset[Heading], str], ...] = (
    (
        _H.IMMUNIZATIONS,
        frozenset({_H.HISTORY, _H.PAST, _H.SOCIAL}),
        r"vaccin\w*|immuni[sz]\w*|flu shots?|tetanus shot|boosters?|mmr|dtap",
    ),
    (
        _H.MENSTRUAL,
        frozenset({_H.HISTORY, _H.PAST, _H.SOCIAL}),
        r"menstru\w*|menarche|menopaus\w*|(?:last|heavy|painful|(?:ir)?regular|missed) periods?|contracepti\w*|iud",
    ),
    (
        _H.OBSTETRIC,
        frozenset({_H.HISTORY, _H.PAST, _H.SURGICAL}),
        r"gravida|para|pregnan\w*|miscarriages?|c-section|ca?esarean|vaginal deliver\w*|weeks of gestation",
    ),
    (
        _H.BIRTH,
        frozenset({_H.HISTORY, _H.PAST}),
        r"birth weight|full[- ]term|born (?:at|by|early|prematurely)|premature(?:ly)?|preterm|nicu|neonatal",
    ),
    (
        _H.DEVELOPMENT,
        frozenset({_H.HISTORY, _H.PAST, _H.SOCIAL}),
        r"milestones?|growth (?:chart|curve)|breast-?(?:fed|feeds|feeding)|formula|toilet[- ]trained|crawl\w*|babbl\w*",
    ),
    (
        _H.PSYCHIATRIC,
        frozenset({_H.PAST}),
        r"depressi\w*|anxiety|bipolar|psychos\w*|psychiatr\w*|schizophren\w*|panic|suicid\w*|self-harm|overdose",
    ),
    (_H.VISION, frozenset({_H.EXAM, _H.VITALS}), r"visual acuity|vision (?:is|of) \d+|20/\d+|6/\d+"),
    (_H.MENTAL_STATE, frozenset({_H.EXAM}), r"psychiatric|mood|affect|thought (?:process|content)|insight"),
    (
        _H.WOUND,
        frozenset({_H.EXAM}),
        r"wounds?|incisions?|sutures?|stitches|staples|drain|scars?|dressings?|dehiscence",
    ),
    (_H.RISK, frozenset({_H.ASSESSMENT, _H.REASONING}), r"suicid\w*|self-harm|homicid\w*|harming \w+"),
)  # fmt: skip
"""Headings of a specialty, those from which their sentences come, and the words by which they are known."""

_COMPILED = tuple((to, of, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)) for to, of, words in _FINER)


def shaped(made: Draft, template: NoteTemplate | None, rules: Sequence[LearnedRule]) -> Draft:
    """`made` by a template (None: headings as they are) and with the rules; without both it is `made` itself."""
    if not made.note or (template is None and not rules):
        return made
    applied = scribe_rules.apply(made.sentences, rules, meanings)
    sentences = applied.sentences if template is None else arrange(_sorted_in(applied.sentences, template), template)
    card = made.run_card.model_copy(
        update={
            "template": template.key if template else "",
            "language": template.language if template else "",
            "learned": tuple(_named(rule) for rule in applied.rules),
        }
    )
    return made.model_copy(
        update={
            "sentences": sentences,
            "left_out": applied.left_out,
            "note": layout.note_text(sentences) if template is None else layout.templated(sentences, template),
            "sections": {section: _section(sentences, section, template) for section in Section},
            "run_card": card,
        }
    )


def observe(drafted: Sequence[DraftSentence], final: Sequence[NoteSentence]) -> tuple[Observation, ...]:
    """What the edits of a signed note say; see `domain.scribe_rules.learn`."""
    return scribe_rules.learn(drafted, final, meanings)


def meanings(text: str) -> frozenset[str]:
    """The clinical concepts that a text names, as the lexicon knows them."""
    return frozenset(f"{one.concept.kind}:{one.concept.name}" for one in lexicon().find(text))


def _section(sentences: Sequence[DraftSentence], section: Section, template: NoteTemplate | None) -> str:
    if template is None:
        return layout.section_text(sentences, section)
    return layout.templated([one for one in sentences if one.section is section], template)


def _sorted_in(sentences: Sequence[DraftSentence], template: NoteTemplate) -> list[DraftSentence]:
    """The sentences with those under a wide heading moved under the template's finer one that they speak of."""
    finer = [(to, of, words) for to, of, words in _COMPILED if to in template.codes]
    found = []
    for sentence in sentences:
        own = heading_of(sentence)
        better = next((to for to, of, words in finer if own in of and words.search(sentence.text)), None)
        found.append(sentence.model_copy(update={"heading": better.value}) if better else sentence)
    return found


def _named(rule: LearnedRule) -> str:
    return f"leave out: {rule.heading}" if rule.kind == "leave-out" else f"write: {rule.after}, for: {rule.before}"
