"""How an order is written: a drug with all that was said of taking it, a test with side, region and contrast."""

from __future__ import annotations

import re
from dataclasses import replace

from opd_desktop.scribe import order_words as w
from opd_desktop.scribe.facts import FREQUENCY, dosing
from opd_desktop.scribe.lexicon import Mention, lexicon

_UNIT = r"(?:mg|mcg|g|grams?|ml|units?|tablets?|pills?|capsules?|puffs?|drops?|teaspoons?)"
_AMOUNT = rf"\d+(?:\.\d+)?(?: ?{_UNIT}\b)?"
_CHANGED = re.compile(
    rf"^[^.;?!\d]{{0,40}}\bfrom (?P<old>{_AMOUNT})(?P<often> {FREQUENCY.pattern})?,? (?:up |down )?to "
    rf"(?:(?:a|about|taking) )?(?P<new>{_AMOUNT})",
    re.IGNORECASE,
)
"""A dose that is changed, right after its drug: "from 10 to 20 mg"."""
_BARE = re.compile(
    r"^,?(?: (?:at|the))? (?P<dose>\d+(?:\.\d+)?)"
    r"(?![\d./%]*\d)(?! ?(?:%|percent|-|days?|weeks?|months?|years?|hours?|minutes?|times|out of|o'clock|to \d|or \d|"
    r"of\b|more|and a half|points?|pounds?|lbs?|feet|degrees)\b)(?! ?%)",
    re.IGNORECASE,
)
"""A dose of which the unit was not said ("lisinopril 20"); it stays without one."""
_BARE_BEFORE = re.compile(r"(?<![\d./])\b(?P<dose>\d+(?:\.\d+)?) of (?:(?:the|your|that|my|his|her) )?$", re.IGNORECASE)
_ROUTE = re.compile(
    r"\b(?:by mouth|orally|under the tongue|sublingually|topically|intravenous(?:ly)?|intramuscular(?:ly)?|"
    r"subcutaneous(?:ly)?|under the skin|in(?:to)? (?:each|both|the (?:left|right)|your (?:left|right)) "
    r"(?:eyes?|ears?|nostrils?)|(?:in )?each nostril)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:take|use|do) (?:it|that|this|them|those|one)(?: (?:pill|tablet|about|just|maybe|probably|up to))* "
    rf"(?P<often>{FREQUENCY.pattern})",
    re.IGNORECASE,
)
_SUPPLY = re.compile(
    r"\b\d+[- ](?:day|week|month)s? (?:supply|course)\b|(?<=, )\d+ (?:days|weeks|months)(?= with\b|,|\s*$)",
    re.IGNORECASE,
)
_REFILLS = re.compile(r"\b(?:with (?:a|an?other) refill|(?:with )?(?:no|\d+|one|two|three) refills?)\b", re.IGNORECASE)
_END = re.compile(r"[.;?!](?!\d)|\b(?:and (?:i|we|you|then|also)|but|, (?:i|we|you))\b", re.IGNORECASE)
_REACH = 160
"""Characters behind a drug in which it is said how to take it."""

#: Names of kinds, which stand for nothing of their own beside a drug or a test that is named.
KINDS = frozenset(
    [
        "anti-inflammatory",
        "antibiotic",
        "antihistamine",
        "inhaler",
        "muscle relaxant",
        "steroid",
        "blood work",
        "imaging",
    ]
)
_COMES_BACK = re.compile(
    r"(?<!\byour )(?<!\bthe )(?<!\blow )(?<!\blower )(?<!\bupper )(?<!\bmid )(?<!\bof )(?<!\bhis )(?<!\bher )\bback$",
    re.IGNORECASE,
)
"""A "back" that comes, and is no spine."""
_NEEDS_SITE = frozenset({"x-ray", "mri", "ct scan", "ultrasound"})
_CONTRAST = re.compile(
    r"\b(?:with and without|with or without|without|with|no) (?:(?:iv|iodinated|oral|any|the) )*(?:contrast|dye)\b",
    re.IGNORECASE,
)
_NEAR = 60
"""Characters behind a test within which it is said whether contrast is given."""
_BESIDE = re.compile(r" |, (?:(?:which|that)(?:'s| is) )?(?:an?|your) ", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:in|within) (?:about )?\d+ (?:days?|weeks?|months?)\b", re.IGNORECASE)


def drug_words(text: str, mention: Mention, then: str = "") -> str:
    """The drug at `mention` with dose, route, frequency, duration and refills, and both doses of a change; `then` is
    what its speaker said next."""
    said, rest = dosing(text, mention), _rest(text, mention)
    changed = _CHANGED.match(rest)
    bare = None if said.dose else _BARE.match(rest)
    before = None if said.dose or bare else _BARE_BEFORE.search(text[: mention.start])
    dose = said.dose or (bare["dose"] if bare else before["dose"] if before else "")
    frequency = said.frequency or _often(text, mention, then)
    if changed:
        old = f"{changed['old']}{changed['often'] or ''}"
        dose = f"from {old} to {changed['new']}"
        frequency = " ".join(dict.fromkeys(FREQUENCY.findall(rest[changed.end() :])))
    route, supply, refills = _ROUTE.search(rest), _SUPPLY.search(rest), _REFILLS.search(rest)
    parts = [
        mention.words.lower(),
        dose,
        route[0] if route else "",
        frequency,
        said.duration or (supply[0] if supply else ""),
        refills[0] if refills else "",
    ]
    return " ".join(part for part in parts if part)


def with_form(text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions of `text`, a drug and the kind or form named right behind it as one ("albuterol inhaler",
    "prednisone, a steroid")."""
    made: list[Mention] = []
    for one in mentions:
        before = made[-1] if made else None
        drugs = before is not None and before.concept.kind == one.concept.kind == "drug"
        between = text[before.end : one.start] if before else ""
        if before and drugs and one.concept.name in KINDS and _BESIDE.fullmatch(between):
            words = f"{before.words} {one.words}" if between == " " else before.words
            made[-1] = replace(before, end=one.end, words=words)
        else:
            made.append(one)
    return tuple(made)


def test_words(text: str, mention: Mention) -> str:
    """The test at `mention` with side and region, contrast and when it is due."""
    name = mention.words.lower()
    if mention.concept.kind == "imaging":
        site = site_of(text, mention)
        name = f"{site} {name}" if site else name
        contrast = _CONTRAST.search(text, mention.end, mention.end + _NEAR)
        name = f"{name} {contrast.group(0).lower()}" if contrast else name
    when = _WHEN.search(text, mention.end)
    return f"{name} {when.group(0)}" if when else name


def site_of(text: str, mention: Mention) -> str:
    """Side and region of an image, or "" where none is said or the name says it."""
    if mention.concept.name not in _NEEDS_SITE:
        return ""
    spans = ((mention.end, mention.end + 40), (max(0, mention.start - 25), mention.start))
    for start, end in spans:
        for site in w.SITE.finditer(text, start, min(end, len(text))):
            if not _COMES_BACK.search(text[: site.end()]):
                return " ".join(site.group(0).split()).lower()
    return ""


def _often(text: str, mention: Mention, then: str) -> str:
    """How often a drug is taken that was named before ("motrin 800 mg, and you can take that every 6 hours")."""
    drugs = lexicon().kinds(text, "drug")
    following = next((one.start for one in drugs if one.start >= mention.end), len(text))
    said = _TAKEN.search(text, mention.end, min(following, mention.end + _REACH))
    if said is None and following == len(text) and not lexicon().kinds(then, "drug"):
        said = _TAKEN.search(then)
    return said["often"] if said else ""


def _rest(text: str, mention: Mention) -> str:
    """What is said behind a drug, up to the next one or to another clause."""
    following = (one.start for one in lexicon().kinds(text, "drug") if one.start >= mention.end)
    rest = text[mention.end : min(mention.end + _REACH, next(following, len(text)))]
    stop = _END.search(rest)
    return rest[: stop.start()] if stop else rest
