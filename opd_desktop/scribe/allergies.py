"""What the patient is allergic to, and how it showed: from answers to the question, and from what is told.

The reaction to a drug ("penicillin gives me a rash") is no complaint of today, and a drug that is named so is taken by
nobody. A relative's allergy is the relative's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from opd_desktop.domain.note import Section
from opd_desktop.scribe import pieces as part
from opd_desktop.scribe.pieces import Piece
from opd_desktop.scribe.text import finish
from opd_desktop.scribe.visit import Line, Visit

_ASKED = re.compile(r"\ballerg(?:y|ies|ic)\b", re.IGNORECASE)
_ASKED_REACTION = re.compile(
    r"\breaction\b|\bwhat (?:happens?|happened|does it do|did it do|do you get|did you get)\b", re.IGNORECASE
)
_ASKED_WHICH = re.compile(
    r"^(?:and |okay,? )?(?:to what|what to|which|what (?:are you|kind|is it|is that|else))\b", re.IGNORECASE
)
_SEASONAL = re.compile(
    r"\b(?:season\w*|pollen|hay fever|dust|cats?|dogs?|pets?|shots?|pills?|test\w*|doctor|clinic)\b", re.IGNORECASE
)
_NONE = re.compile(
    r"^(?:oh,? |um,? )?(?:no\b|nope\b|none\b|nothing\b|not (?:that|to)\b|i don't\b|i'm not\b|i am not\b|n ?k ?d ?a\b)",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"^[^,.;]{0,30}(?:,? (?:but|except|other than|apart from|besides)(?: for| to)? |, (?:just|only) )", re.IGNORECASE
)
_LEAD = re.compile(
    r"^(?:(?:yes|yeah|yep|oh|well|um|uh|just|only|and|also|so|i think|i guess|maybe|actually|mostly)\b[\s,.]*)*"
    r"(?:(?:i|he|she)(?:'m| am|'s| is) (?:also |only |really )?allergic to |(?:i|he|she) (?:have|has|had) an? (?:bad )?"
    r"(?:allergy|allergic reaction) to |allergic to |to )?(?:(?:the|a|an) )?",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:(?P<who>i|he|she)(?:'m| am|'s| is) (?:also |really |very )?allergic to|"
    r"(?P<has>i|he|she) (?:have|has|had) an? (?:bad |severe )?(?:allergy|allergic reaction) to)\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_CAUSES = re.compile(
    r"^(?P<what>[\w\s'/-]{3,40}?),? (?:(?:that|it|which) )?(?:gives?|gave|makes?|made|causes?|caused)"
    r"(?: me| him| her)? (?P<reaction>[^.;]+)",
    re.IGNORECASE,
)
_GOT = re.compile(
    r"(?:^|[,;.]\s*|\band |\bbecause |\s)(?:it (?:gives?|gave|makes?|made|causes?|caused)(?: me| him| her)? |"
    r"(?:i|he|she) (?:get|got|gets|had|have|has|develop(?:ed|s)?|(?:broke|breaks?) out (?:in|with)) |"
    r"(?=(?:i|he|she|my|his|her) (?:couldn't|could not|can't|stop(?:ped|s)|throat|face|lips?|tongue|whole|skin|"
    r"swell\w*|itch\w*|threw|throw|vomit\w*|pass(?:ed)?)\b))(?P<reaction>[^.;]+)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:my|his|her) (?P<who>mother|father|mom|dad|sister|brother|son|daughter|wife|husband|aunt|uncle|cousin|"
    r"grandmother|grandfather)(?:'s| is| was) allergic to (?:the )?(?P<what>[\w\s-]{3,40})",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:my|his|her)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\ballergic to (?!any|anything|medic|drug|food|something|latex or)(?P<what>[a-z][\w -]{2,30})", re.IGNORECASE
)
_WHEN = re.compile(
    r",? (?:once|too|i think|i guess|as an? (?:kid|child|baby)|when (?:i|he|she)\b.*|"
    r"(?:a few |many |some |\d+ )?years ago)\W*$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:i|he|she|we|it|my|yes|yeah|maybe)\b|\b(?:take|taking|am|is|was|have|had|know|think)\b", re.IGNORECASE
)
_OPENS = 8
"""Characters of "Yes, " and the like before an allergy that is all a turn tells."""
_LONGEST = 6
"""Words of what a short answer names; a longer one is not only names."""


@dataclass(frozen=True, slots=True)
class Allergy:
    """What somebody reacts to and how; `what` is empty where there is none. `who` is a relative, or empty."""

    what: str
    reaction: str
    turns: tuple[int, ...]
    who: str = ""


def allergies(visit: Visit) -> tuple[Allergy, ...]:
    """The allergies that were told, each once, or the one that says that there is none."""
    told: list[Allergy] = []
    if visit.dictation:
        return ()
    for index, line in enumerate(visit.lines):
        if line.speaker == "doctor" and line.question and _ASKED.search(line.text) and not _SEASONAL.search(line.text):
            told += _answered(visit, index)
        elif line.speaker != "doctor" and not line.question and _ASKED.search(line.text):
            told += _told(visit, index)
    known: dict[tuple[str, str], Allergy] = {}
    for one in told:
        earlier = known.get((one.who, one.what.lower()))
        if earlier is None or (one.reaction and not earlier.reaction):
            known[one.who, one.what.lower()] = one
    real = [one for one in known.values() if one.what and not one.who]
    return tuple(one for one in known.values() if one.what or not real)


def without_reactions(visit: Visit, told: Sequence[Allergy]) -> Visit:
    """`visit` in which what an allergy did is no symptom, and what it is to is no drug that is taken."""
    turns = _answers(visit, told)
    lines = tuple(
        replace(line, mentions=tuple(one for one in line.mentions if one.end <= turns[line.id]))
        if line.id in turns
        else line
        for line in visit.lines
    )
    return replace(visit, lines=lines)


def placed(found: Sequence[Piece], visit: Visit, told: Sequence[Allergy]) -> list[Piece]:
    """`found` with the allergies under their headings, in the order of reading, and not once more as history."""
    if not told:
        return list(found)
    whole = {turn for turn, start in _answers(visit, told).items() if start <= _OPENS}
    turns = {turn for one in told for turn in one.turns}
    kept = [
        piece
        for piece in found
        if not (piece.heading == part.ALLERGIES and turns.intersection(piece.turns))
        and not (piece.section is Section.SUBJECTIVE and whole.issuperset(piece.turns))
    ]
    place = {heading: number for number, heading in enumerate(part.ORDER)}
    return sorted([*kept, *map(_piece, told)], key=lambda piece: place.get(piece.heading or "", len(place)))


def _answers(visit: Visit, told: Sequence[Allergy]) -> dict[int, int]:
    """The turns that tell an allergy, and where in their text it begins."""
    turns = {turn for one in told if one.what for turn in one.turns}
    found: dict[int, int] = {}
    for line in visit.lines:
        if line.id in turns and line.speaker != "doctor":
            tells = _TELLS.search(line.text)
            found[line.id] = tells.start() if tells else 0
    return found


def _piece(one: Allergy) -> Piece:
    if one.who:
        return Piece(Section.SUBJECTIVE, part.FAMILY, finish(f"{one.who} allergic to {one.what}"), one.turns)
    text = f"allergic to {one.what}: {one.reaction}" if one.reaction else f"allergic to {one.what}"
    return Piece(Section.SUBJECTIVE, part.ALLERGIES, finish(text if one.what else "no known allergies"), one.turns)


def _answered(visit: Visit, index: int) -> Iterator[Allergy]:
    asked = visit.lines[index]
    replies = _replies(visit, index)
    if not replies:
        return
    first = replies[0]
    turns = (asked.id, first.id)
    yield from _relatives(first.text, turns)
    own = _RELATIVE.sub("", first.text)
    none = _NONE.match(own)
    named = _NAMED.search(asked.text)
    if named:
        if not none:
            yield Allergy(_name(named["what"]), "", turns)
        return
    but = _BUT.match(own) if none else None
    if none and not but:
        yield Allergy("", "", turns)
        return
    rest = own[but.end() :] if but else own
    after = [line.text for line in replies[1:]]
    what, reaction = _split(rest)
    if not what and after:
        what, reaction = _split(after.pop(0))
    if not what:
        what, more = _asked_on(visit, index, _ASKED_WHICH)
        turns += more
    if not reaction and after and (got := _GOT.search(after[0])):
        reaction, turns = _plain(got["reaction"]), (*turns, replies[1].id)
    if not reaction:
        reaction, more = _asked_on(visit, index, _ASKED_REACTION)
        got = _GOT.search(reaction)
        reaction, turns = _plain(got["reaction"] if got else _LEAD.sub("", reaction)), (*turns, *more)
    if _is_name(what):
        yield Allergy(_name(what), reaction, tuple(dict.fromkeys(turns)))
    elif but or (none and not what):
        yield Allergy("", "", turns)


def _told(visit: Visit, index: int) -> Iterator[Allergy]:
    line = visit.lines[index]
    yield from _relatives(line.text, (line.id,))
    tells = _TELLS.search(_RELATIVE.sub("", line.text))
    if not tells or _SEASONAL.search(line.text) or re.search(r"\bnot\b|n't\b", line.text[: tells.start() + 12]):
        return
    what, reaction = _split(tells["rest"])
    turns: tuple[int, ...] = (line.id,)
    following = visit.lines[index + 1] if index + 1 < len(visit.lines) else None
    if not reaction and following and following.speaker == line.speaker and (got := _GOT.search(following.text)):
        reaction, turns = _plain(got["reaction"]), (*turns, following.id)
    if _is_name(what):
        yield Allergy(_name(what), reaction, turns)


def _relatives(text: str, turns: tuple[int, ...]) -> Iterator[Allergy]:
    for match in _RELATIVE.finditer(text):
        yield Allergy(_name(match["what"]), "", turns, match["who"].lower())


def _is_name(what: str) -> bool:
    short = bool(what) and len(_WHEN.sub("", what).split()) <= _LONGEST
    return short and not _NO_NAME.search(what) and not _SEASONAL.search(what)


def _name(what: str) -> str:
    name = _WHEN.sub("", what.strip(" ,.?"))
    return name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"


def _split(text: str) -> tuple[str, str]:
    """(what, reaction) of an answer."""
    body = _LEAD.sub("", text.strip()).strip(" ,.")
    causes = _CAUSES.match(body)
    if causes and not _OWN.search(causes["what"]):
        return causes["what"].strip(), _plain(causes["reaction"])
    got = _GOT.search(f" {body}")
    if got:
        return body[: max(0, got.start() - 1)].strip(" ,.").removesuffix(" and"), _plain(got["reaction"])
    return body, ""


def _plain(reaction: str) -> str:
    text = _OWN.sub("the", reaction).strip(" ,.")
    text = re.sub(
        r"\bcouldn't\b", "could not", re.sub(r"^(?:i|he|she|an?|some|really|bad)\s+", "", text, flags=re.IGNORECASE)
    )
    return text if 1 <= len(text.split()) <= 10 else ""


def _asked_on(visit: Visit, index: int, about: re.Pattern[str]) -> tuple[str, tuple[int, ...]]:
    """The answer to a question about the allergy that soon follows."""
    for at in range(index + 1, min(index + 7, len(visit.lines))):
        line = visit.lines[at]
        if line.speaker == "doctor" and about.search(line.text):
            replies = _replies(visit, at)
            if replies:
                return _LEAD.sub("", replies[0].text).strip(" ,."), (line.id, replies[0].id)
    return "", ()


def _replies(visit: Visit, index: int) -> list[Line]:
    return [line for line in visit.replies(index) if not line.question][:3]
