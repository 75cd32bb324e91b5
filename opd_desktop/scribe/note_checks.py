"""What a note shows to be wrong by itself, with or without the dialogue."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from opd_desktop.domain.note import Finding, FindingKind, Section, Severity, Subject
from opd_desktop.scribe import icd10
from opd_desktop.scribe.evidence_words import content, sides_of
from opd_desktop.scribe.lexicon import lexicon
from opd_desktop.scribe.quantities import quantities

Parts = Sequence[tuple[Section | None, str]]
_UNKNOWN = Subject()

_MERGED = re.compile(r"assessment (?:and|&) plan|a\s?/\s?p\b|a&p\b", re.IGNORECASE)
_MAN, _WOMAN = r"(?:male|man|gentleman|boy)", r"(?:female|woman|lady|girl)"
_MALE = re.compile(rf"\b{_MAN}\b", re.IGNORECASE)
_FEMALE = re.compile(rf"\b{_WOMAN}\b", re.IGNORECASE)
_CALLED = (
    r"\b(?:\d+[- ]years?[- ]old|(?:he|she|the patient) is an?|pleasant)"
    r"(?: (?!(?:an?|the|to|with|of|by|and|whose|who|his|her)\b)[\w-]+){0,4}? "
)
"""What comes before "woman" where that is the patient ("53-year-old right-handed woman")."""
_CALLED_MALE = re.compile(rf"{_CALLED}({_MAN})\b", re.IGNORECASE)
_CALLED_FEMALE = re.compile(rf"{_CALLED}({_WOMAN})\b", re.IGNORECASE)
_FEMALE_ONLY = re.compile(
    r"\b(?:pregnan\w+|menstrua\w+|menopaus\w+|pap smear|uter(?:us|ine)|ovar(?:y|ian|ies)|vagina\w*|hysterectomy|"
    r"cervical cancer|endometri\w+)\b",
    re.IGNORECASE,
)
_MALE_ONLY = re.compile(
    r"\b(?:prostat\w+|testic\w+|erectile|scrot\w+|psa|vasectomy|penile|benign prostatic \w+)\b", re.IGNORECASE
)
_RELATIVE = re.compile(
    r"\b(?:mother|father|sister|brother|wife|husband|partner|daughter|son|family|aunt|uncle|girlfriend|boyfriend)\b",
    re.IGNORECASE,
)
_CHILD = re.compile(r"\b(?:menopaus\w+|erectile dysfunction|retired|dementia|prostate cancer)\b", re.IGNORECASE)
_OLD = re.compile(r"\b(?:pregnan\w+|breastfeeding|well[- ]child|teething|menstruating)\b", re.IGNORECASE)
_THEN = re.compile(
    r"\b(?:since|was|were|at|until|by|when|age|or|and|to)\b(?: (?:the|age|of|about|approximately|around|[\d]+))*\s*$",
    re.IGNORECASE,
)
"""What makes an age one of another time ("since she was 13 years old")."""
_BIRTH = re.compile(r"\b(?:newborn|born (?:at|to|via|by)|gestation|birth weight)\b", re.IGNORECASE)
_OLDEST = 120
_ALLERGIC = re.compile(r"\ballerg(?:ic|y|ies)\b(?:[^.;]{0,30})", re.IGNORECASE)
_NO_ALLERGY = re.compile(
    r"\b(?:no|denies|without|nka|nkda|mother|father|sister|brother|son|daughter|wife|husband|aunt|uncle|cousin|"
    r"grandmother|grandfather)\b",
    re.IGNORECASE,
)
"""None, or a relative's."""
_NOT_GIVEN = re.compile(
    r"\b(?:stop|avoid|discontinue|hold|not|never|instead of|allerg\w+|contraindicated)\b", re.IGNORECASE
)
_BETA_LACTAM = re.compile(r"\b(?:penicillin|amoxicillin|ampicillin|augmentin)\b", re.IGNORECASE)
_CODE = re.compile(r"(?<![\w.-])[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?(?![\w-])")
_CODED = re.compile(r"\bicd|\bcode[sd]?\b|\(\s*[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?\s*\)", re.IGNORECASE)


def checks(note: str, parts: Parts, subject: Subject = _UNKNOWN) -> list[Finding]:
    """Missing sections, clashes of sex, age and side, an allergy against a prescription, and codes that are none.

    Sex and age clash within the note and with those of the `subject`, as far as they are known.
    """
    return [
        *_sections(note, parts),
        *(_called(parts, subject) or _sex(note, parts)),
        *_ages(parts, subject),
        *_sides(parts),
        *_vitals(parts),
        *_allergies(parts),
        *_codes(parts),
    ]


def _found(text: str, kind: FindingKind, why: str, section: Section | None, severity: Severity = "high") -> Finding:
    return Finding(sentence=text, kind=kind, severity=severity, why=why, section=section)


def _sections(note: str, parts: Parts) -> list[Finding]:
    present = {section for section, _ in parts if section}
    if not present:
        return []
    if _MERGED.search(note):
        present |= {Section.ASSESSMENT, Section.PLAN}
    return [
        _found("", FindingKind.SECTION, f"no {section.value} section", section, "medium")
        for section in Section
        if section not in present
    ]


def _called(parts: Parts, subject: Subject) -> list[Finding]:
    """Sentences that call a woman by the record a man, or the other way round."""
    other = {"male": _CALLED_FEMALE, "female": _CALLED_MALE}.get(subject.sex)
    if other is None:
        return []
    return [
        _found(text, FindingKind.SEX_AGE, f"{called.group(1)} here, {subject.sex} in the record", section)
        for section, text in parts
        if (called := other.search(text)) and not _RELATIVE.search(text)
    ]


def _sex(note: str, parts: Parts) -> list[Finding]:
    """What does not fit the sex that the note states."""
    own = [text for _, text in parts if not _RELATIVE.search(text)]
    male = any(_MALE.search(text) for text in own)
    female = any(_FEMALE.search(text) for text in own)
    if male == female:
        return []
    wrong = _FEMALE_ONLY if male else _MALE_ONLY
    if male and _BIRTH.search(note):
        return []  # the pregnancy and the delivery are his mother's
    found = []
    for section, text in parts:
        clash = wrong.search(text)
        if clash and not _RELATIVE.search(text):
            why = f"{clash.group(0)} does not fit the stated sex"
            found.append(_found(text, FindingKind.SEX_AGE, why, section))
    return found


def _ages(parts: Parts, subject: Subject) -> list[Finding]:
    """Another age than the record's, two ages of the patient in one note, and what does not fit the one age."""
    stated: dict[int, list[tuple[Section | None, str]]] = defaultdict(list)
    for section, text in parts:
        if _RELATIVE.search(text):
            continue
        for quantity in quantities(text):
            if _THEN.search(text[: quantity.start]):
                continue
            if quantity.age and re.match(r"[\s-]*(?:year|yr)s?[\s-]*old|[\s-]*y\.?/?\s?o\b", text[quantity.end :]):
                stated[int(float(quantity.value))].append((section, text))
    beyond = [
        _found(text, FindingKind.SEX_AGE, f"nobody is {age} years old", section)
        for age, rows in stated.items()
        if age > _OLDEST
        for section, text in rows
    ]
    if beyond:
        return beyond
    if subject.age is not None and set(stated) - {subject.age}:
        return [
            _found(text, FindingKind.SEX_AGE, f"age {age} here, {subject.age} in the record", section)
            for age, rows in stated.items()
            if age != subject.age
            for section, text in rows
        ]
    if len(stated) > 1:
        usual = max(stated, key=lambda age: (len(stated[age]), -age))
        return [
            _found(text, FindingKind.SEX_AGE, f"age {age} here, {usual} elsewhere", section)
            for age, rows in stated.items()
            if age != usual
            for section, text in rows
        ]
    if not stated:
        return []
    age = next(iter(stated))
    wrong = _CHILD if age < 13 else _OLD if age > 60 else None
    if wrong is None:
        return []
    return [
        _found(text, FindingKind.SEX_AGE, f"{match.group(0)} does not fit the age of {age}", section)
        for section, text in parts
        if (match := wrong.search(text)) and not _RELATIVE.search(text) and not re.search(r"\bhistory\b", text)
    ]


_VITALS = (
    (r"(?:oxygen|pulse) (?:saturation|oxygenation)|spo2|o2 sat\w*|saturation", 50, 100, "an oxygen saturation"),
    (r"heart rate|pulse(?! ox)(?: rate)?", 20, 250, "a heart rate"),
    (r"respirat(?:ory rate|ions)|breathing rate", 4, 80, "a respiratory rate"),
)
_AFTER = r"(?:\s*(?::|is|was|of|at|to)\s*|\s+)(\d+(?:\.\d+)?)(?![\d/]|\.\d)"
_PRESSURE = re.compile(r"\b(?:blood pressure|bp)\b\D{0,25}(\d{2,3})/(\d{2,3})\b", re.IGNORECASE)
_TEMPERATURE = re.compile(r"\btemp(?:erature)?\b\D{0,20}(\d{2,3}(?:\.\d)?)", re.IGNORECASE)


def _vitals(parts: Parts) -> list[Finding]:
    """Vital signs that nobody alive has: 198 % saturation, a blood pressure of 80/120."""
    found = []
    for section, text in parts:
        why = []
        for words, low, high, name in _VITALS:
            match = re.search(rf"\b(?:{words}){_AFTER}", text, re.IGNORECASE)
            if match and not low <= float(match.group(1)) <= high:
                why.append(f"{match.group(1)} is not {name}")
        pressure = _PRESSURE.search(text)
        if pressure and not 40 <= int(pressure[1]) <= 300:
            why.append(f"{pressure[1]}/{pressure[2]} is not a blood pressure")
        elif pressure and int(pressure[2]) >= int(pressure[1]):
            why.append(f"{pressure[1]}/{pressure[2]} is the wrong way round")
        warmth = _TEMPERATURE.search(text)
        if warmth and not (30 <= float(warmth[1]) <= 45 or 86 <= float(warmth[1]) <= 113):
            why.append(f"{warmth[1]} is not a body temperature")
        found += [_found(text, FindingKind.NUMBER, reason, section) for reason in why]
    return found


def _sides(parts: Parts) -> list[Finding]:
    """A part that is named on one side once and on the other side everywhere else, of the same or any complaint."""
    named: dict[str, dict[str, list[tuple[Section | None, str]]]] = defaultdict(lambda: defaultdict(list))
    for section, text in parts:
        for part, side in sides_of(text):
            named[part][side].append((section, text))
    found = []
    for part, by_side in named.items():
        if set(by_side) != {"left", "right"}:
            continue
        odd, usual = sorted(by_side, key=lambda side: len(by_side[side]))
        if len(by_side[odd]) != 1 or len(by_side[usual]) < 2:
            continue
        section, text = by_side[odd][0]
        stems = content(text) - content(part)
        alike = any(len(stems & content(other)) >= max(1, len(stems) // 2) for _, other in by_side[usual])
        if (part, usual) not in sides_of(text) and (alike or not _OTHER_SIDE.search(text)):
            why = f"{odd} {part} here, {usual} {part} elsewhere"
            found.append(_found(text, FindingKind.LATERALITY, why, section))
    return found


_OTHER_SIDE = re.compile(
    r"\b(?:no|not|denies|denied|without|other|opposite|contralateral|compared|comparison|normal|intact|fine|full|"
    r"unremarkable|unaffected|uninjured|previous\w*|prior|history|ago|years?)\b",
    re.IGNORECASE,
)
"""What a note says of the side that is well, or was ill once."""


def _allergies(parts: Parts) -> list[Finding]:
    allergic: dict[str, str] = {}
    for _, text in parts:
        if _ALLERGIC.search(text) and not _NO_ALLERGY.search(text):
            for mention in lexicon().kinds(text, "drug"):
                allergic |= {mention.concept.name: mention.concept.name}
                if mention.concept.group:
                    allergic[mention.concept.group] = mention.concept.name
            if _BETA_LACTAM.search(text):
                allergic["penicillin"] = "penicillin"
    found = []
    for section, text in parts:
        if section not in {Section.PLAN, Section.ASSESSMENT, None} or _NOT_GIVEN.search(text):
            continue
        for mention in lexicon().kinds(text, "drug"):
            cause = allergic.get(mention.concept.name) or allergic.get(mention.concept.group)
            if cause:
                why = f"{mention.concept.name} with an allergy to {cause}"
                found.append(_found(text, FindingKind.ALLERGY, why, section))
    return found


def _codes(parts: Parts) -> list[Finding]:
    """ICD-10-CM codes that do not exist, are too short to bill, or exclude one another (Excludes1)."""
    stated: list[tuple[str, Section | None, str]] = []
    for section, text in parts:
        if _CODED.search(text):
            stated += [(code, section, text) for code in _CODE.findall(text)]
    found = []
    for index, (code, section, text) in enumerate(stated):
        known = icd10.known(code)
        if known == "none":
            found.append(_found(text, FindingKind.CODE, f"{code} is not a code of ICD-10-CM", section))
        elif known == "category":
            why = f"{code} needs more characters to be billed"
            found.append(_found(text, FindingKind.CODE, why, section, "medium"))
        for other, _, _ in stated[:index]:
            if other != code and (_excluded(other, code) or _excluded(code, other)):
                why = f"{code} and {other} exclude each other"
                found.append(_found(text, FindingKind.CODE, why, section, "medium"))
    return found


def _excluded(code: str, by: str) -> bool:
    """Whether an Excludes1 note of `by` names the code ("gestational diabetes (O24.4-)")."""
    card = icd10.card(by, ())
    for note in card.excludes1 if card else ():
        for named in re.findall(r"[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{0,4})?-?", note):
            if code == named.rstrip("-.") or (named.endswith("-") and code.startswith(named.rstrip("-."))):
                return True
    return False
