"""How sure a named disease is: known, told, suspected, or only named as an example, a risk, a fear or another's.

Outpatient coding takes no diagnosis that is "probable", "suspected", "questionable", "rule out", "compatible with",
"consistent with", "working diagnosis" or the like (ICD-10-CM Official Guidelines for Coding and Reporting, IV.H).
"I think you have" is how a doctor says a diagnosis and counts as told.
"""

from __future__ import annotations

import re
from typing import Literal

from opd_desktop.scribe.context import clause_around
from opd_desktop.scribe.lexicon import Mention
from opd_desktop.scribe.visit import Line

Certainty = Literal["known", "told", "suspected", "named"]

_REACH = 90
"""Characters before a disease in which words still tell how it is meant: run-on speech has no full stops."""
_NEAR = 60
"""The same for words of doubt, which belong to the next thing that is named."""
_DOUBTS = 30
"""Characters up to the end of "you have" in which a word of doubt is about it: "it may be that you have"."""
_OWNED = re.compile(
    r"\b(?:your|my|his|her|patient's)\s+(?:(?!(?:symptoms?|pain|risks?|chances?|exam|doctor|family|is|are|was|were|with|"
    r"and|or|for|from|to|of|in|at|possible|probable|suspected|mother|father|mom|dad|brother|sister|aunt|uncle|"
    r"grand\w+|wife|husband|son|daughter|friend)\b)[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_PROVEN = re.compile(
    r"\b(?:history of|diagnos(?:ed|e) (?:\w+ )?(?:with|as)|(?<!working )(?<!differential )"
    r"diagnosis (?:of|is|would be)|known|status post|confirm\w*|"
    r"shows?|showed|reveal\w*|demonstrate[sd]?|positive for|came back as|significant for|managing|treated for)\b",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:(?:i|you|he|she|we|patient)(?:'ve| do| does)?(?: also| still)? ?(?:have|has|had|got|been having)|"
    r"what you have is|(?:i'm|you're|he's|she's) having|suffer\w*)\b(?! (?:no|not|any|to|an? friend)\b)",
    re.IGNORECASE,
)
_UNSURE = (
    r"suspicious (?:for|of)|suspect\w*|suspicion (?:for|of)|prob(?:able|ably)|possib(?:le|ly)|likely|questionable|"
    r"presum\w+|perhaps|maybe|consistent with|compatible with|in keeping with|suggestive of|suggests?|"
    r"(?:could|may|might)(?: have| be)?|concern(?:s|ed|ing)?|worr(?:y|ied)|rul(?:e|ing) out|working diagnosis"
)
_LOOKS = (
    r"(?:looks?|sounds?|seems?|appears?) (?:a (?:bit|little|lot) )?(?:like|to be|as if)"
    r"(?! (?:you|he|she|we|they)(?:'ve| have)? (?:had|been)\b)"
)
"""Not "it looks like you had": that is read in a report."""
_UNCERTAIN = re.compile(rf"\b(?:{_UNSURE}|{_LOOKS})\b", re.IGNORECASE)
_UNCERTAIN_IN_HISTORY = re.compile(rf"\b(?:{_UNSURE})\b", re.IGNORECASE)
"""Who asks has the chart before them: "it looks like you have asthma" is read there."""
_UNCERTAIN_AFTER = re.compile(
    r"\s+(?:is|are|was|being|as|would be) (?:also |certainly |still |a |the |one )*(?:possib\w+|likely|probable|"
    r"suspected|concern|most likely|on the differential|in the differential|not excluded)\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"\b(?:unlikely|(?:less|not) likely|not (?:consistent with|suspicious for)|low suspicion|doubt\w*|"
    r"(?:do not|don't) (?:really )?(?:think|believe|suspect)|less concern\w*|(?:not|n't) (?:too |very |as )?"
    r"(?:concerned|worried))\b",
    re.IGNORECASE,
)
_DOUBTED_AFTER = re.compile(r"\s+(?:is|seems|would be) (?:very |highly )?(?:unlikely|less likely)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:risks?|complications?|likelihood|chances?|developing|prevent\w*|protect\w*|(?:can|could|may|might) "
    r"(?:cause|lead)|leads? to|vaccinated|"
    r"(?:check|look|screen|test|evaluat|assess)\w*(?: (?:you|him|her|it|this|further))* for|"
    r"(?:we|you|often|usually)(?: can| do)? see (?:it |this |that )?(?:a lot )?(?:in|with)|"
    r"(?:conditions?|diseases?|things?|problems?|something|stuff) (?:like|such as|including)|such as|for example|"
    r"for instance|(?:used|approved) (?:for|in|to treat)|helps? (?:with|for)|scare)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\b(?:(?:possible|potential|other|common|many|different|some|list) (?:\w+ )?(?:causes?|reasons?|etiolog\w+|"
    r"explanations?)|etiolog\w+|differential|risks|complications)\b(?![^.;]*\b(?:you have|has|i think|diagnosed)\b)"
    r"[^.;]*$",
    re.IGNORECASE,
)
"""What heads a list of diseases, which may be long, of which none is said to be there."""
_OTHERS = re.compile(
    r"\b(?:people|patients|folks|persons|someone|somebody|anybody|anyone|everyone|friends?|neighbou?rs?|coworkers?|"
    r"colleagues?|clients?|they(?: would| will| can| could| often| all| just)? (?:have|had|get|got))\b"
    r"(?!.*\b(?:your?|i|i'm|i've|my|we)\b)",
    re.IGNORECASE,
)
_DEADLY = re.compile(r"[^.;]{0,80}\b(?:or|and) (?:even )?death\b", re.IGNORECASE)
"""The end of a list of what may go wrong."""
_NAMED_AFTER = re.compile(
    r"(?: \w+)? (?:treatments?|stud(?:y|ies)|research|clinic|patients|centers?|wards?|restrictions?|lockdowns?|era|15|"
    r"(?:can|could|may) (?:cause|lead|spread))\b",
    re.IGNORECASE,
)
_FEARED = re.compile(
    r"\b(?:thought|worr(?:y|ied)|afraid|scar(?:ed|e)|fear\w*|(?:felt|feels?|seems?|looks?|sounds?) (?:\w+ )?like|"
    r"wonder\w*|concerned|maybe|might|may|could|think|googled?|read|heard|if|whether|you)\b",
    re.IGNORECASE,
)
_PATIENT_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|well|oh|okay|wait)\W+)*(?:is|was|are|do|did|does|could|can|would|will|am|have) "
    r"(?:it|that|this|i|they|you|there|we)\b|\b(?:did|do) i have\b|\?\s*$",
    re.IGNORECASE,
)
_SPREADING = frozenset({"covid-19", "influenza"})
"""Diseases whose name also stands for a time and a season: somebody must have had them."""
_CAUGHT = re.compile(
    r"\b(?:had|have|has|having|got|gotten|getting over|caught|contracted|positive for|diagnosed with|recover\w* from|"
    r"is|history of)(?: (?:the|a|an?|bad|mild|some|actual|again))* $",
    re.IGNORECASE,
)


def certainty(line: Line, mention: Mention) -> Certainty:
    """How sure the speaker of `line` is of the disease at `mention`."""
    text, end = line.text, mention.start
    left, right = clause_around(text, mention.start, mention.end)
    left = max(left, end - _REACH)
    before, after = text[left:end], text[mention.end : right]
    if mention.concept.name in _SPREADING and not _CAUGHT.search(before):
        return "named"
    if owned(text, mention):
        return "known"
    if _DOUBTED.search(before) or _DOUBTED_AFTER.match(after) or _NAMED_AFTER.match(after):
        return "named"
    if _LISTED.search(text, 0, end) or _OTHERS.search(text[max(0, end - _REACH) : end]) or _DEADLY.match(text, end):
        return "named"
    proven, has = _last(_PROVEN, text, left, end), _last(_HAS, text, left, end)
    if _last(_NAMED, text, max(0, end - _REACH), end) > max(proven, has):
        return "named"
    if line.speaker == "patient" and (_PATIENT_ASKS.search(text) or (not proven and _FEARED.search(before))):
        return "named"
    rule = _UNCERTAIN_IN_HISTORY if line.phase == "history" else _UNCERTAIN
    unsure = _last(rule, text, max(left, end - _NEAR), end)
    if _UNCERTAIN_AFTER.match(after) or unsure > max(proven, has - _DOUBTS):
        return "suspected"
    return "known" if proven or has else "told"


def owned(text: str, mention: Mention) -> bool:
    """Whether the disease is called somebody's own: "your asthma"."""
    return bool(_OWNED.search(text, 0, mention.start))


def _last(rule: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where the last match of `rule` in a part of `text` ends; 0 without one."""
    return max((match.end() for match in rule.finditer(text, start, end)), default=0)
