"""The doctor's own person out of a sentence of the note: "we talked about surgery" -> "discussed surgery".

A note is about the patient. Where the doctor speaks of themselves only to say that something was seen, reviewed or is
going to be done, the verb says enough; perceptions without content ("which we've heard before") are left out. Doubt,
conditions, findings and numbers stay.
"""

from __future__ import annotations

import re

_MINE = r"(?:i|we)"
_LEAD = r"(?P<lead>^|[,;] (?:and |but |so |because )?|\b(?:and|but|so|because),? )"
_STILL = r"(?:(?:also|just|still|really|do|did|can|could|certainly|definitely|actually|already|have|had) )*"
_SEEN = (
    r"(?:see|saw|seen|appreciate|appreciated|notice|noticed|note|noted|hear|heard|feel|felt|find|found|recognize|"
    r"recognized)"
)
_TOLD = (
    r"(?:heard|seen|noted|noticed|discussed|talked about|mentioned|spoke about|known about|knew about|see|hear|feel)"
)
_WHEN = r"(?: (?:in the past|before|already|earlier|last time|(?:in|on|during) (?:your|the|his|her) exam(?:ination)?))*"
_END = r"(?=\s*(?:[,.;]|$))"
_DONE = (
    r"(?:review|explain|recommend|suggest|order|check|refill|advise|encourage|inject|prescribe|examine|monitor|"
    r"measure|remove|send|sent|repeat)(?:d|ed|led)?"
)
_GERUND = {
    "press": "pressing", "push": "pushing", "palpate": "palpating", "touch": "touching", "bend": "bending",
    "move": "moving", "lift": "lifting", "turn": "turning", "squeeze": "squeezing", "tap": "tapping", "pull": "pulling",
}  # fmt: skip


def _rule(pattern: str, written: str) -> tuple[re.Pattern[str], str]:
    return re.compile(pattern, re.IGNORECASE), written


_GLAD = rf"{_MINE} (?:am|are) (?:(?:very|so|really|just) )*(?:pleased|happy|glad)"
_WHO = r"(?: (?:to|with) (?:you|him|her|them|the patient))?"
_SURE = r"(?:pleased|happy|concerned|worried|suspicious|confident|certain|sure)"
_DEGREE = r"(?:(?:a little|a bit|very|not|more|so|really|too|also|that) )*"
_RULES = (
    _rule(rf",?\s*\b(?:as|like) {_MINE} (?:said|mentioned)(?: before| earlier)?\b,?", " "),
    _rule(rf"\bwhat {_MINE} (?:would |like to )?call(?: it)?\s+", ""),
    _rule(rf"(?<=\w) (?:that |which )?{_MINE} call\b", " called"),
    _rule(
        rf",?\s*\b(?:right )?where {_MINE}(?: am|'m| are) (?:pressing|pushing|touching)(?: right)?(?: there| here)?\b",
        "",
    ),
    _rule(
        rf",?\s*\b(?:but|and) {_MINE} have (?P<told>{_TOLD}) (?:that|it|this) (?P<when>in the past|before)\b",
        r", \g<told> \g<when>",
    ),
    _rule(
        rf",?\s*(?:\b(?:which|that)(?: is)? )?\b{_MINE}(?: (?:have|had|can|could|did|do))?(?: (?:also|already|just))? "
        rf"{_TOLD}(?: that| it| this)?{_WHEN}{_END}",
        "",
    ),
    _rule(rf",?\s*\bthat {_MINE} (?:was|were|am|are) (?:referring to|worried about|talking about|looking at)\b", ""),
    _rule(
        rf"{_LEAD}{_MINE} {_STILL}{_SEEN}(?: that)? (?=(?:there|you|your|the|an?|some|no|any|his|her|it|\d)\b)",
        r"\g<lead>",
    ),
    _rule(rf"\b{_MINE} (?:do|did|can|could) ?not (?:see|appreciate|hear|feel|notice|find|palpate) (?:any|an?)\b", "no"),
    _rule(rf"{_LEAD}{_MINE} do not (?:think|believe)(?: that)? {_MINE} need to\b", r"\g<lead>likely no need to"),
    _rule(rf"{_LEAD}{_MINE} do not need to\b", r"\g<lead>no need to"),
    _rule(rf"{_LEAD}{_MINE} do not need (?=any\b)", r"\g<lead>no need for "),
    _rule(rf"{_LEAD}{_MINE} know(?: that)? (?=(?:there|you|your|it|he|she|his|her)\b)", r"\g<lead>"),
    _rule(rf"\bmake sure(?: that)? {_MINE} do not have any\b", "make sure there are no"),
    _rule(
        rf"\b(?P<sure>be|make) sure(?: that)? {_MINE} are not missing anything(?P<else> else)?\b",
        r"\g<sure> sure nothing\g<else> is missed",
    ),
    _rule(rf"{_LEAD}{_MINE} {_STILL}(?:talked|spoke|discussed){_WHO}(?: about)?\b", r"\g<lead>discussed"),
    _rule(rf"{_LEAD}{_MINE} {_STILL}(?P<done>{_DONE})\b", r"\g<lead>\g<done>"),
    _rule(rf",?\s*\b(?:so|and) {_GLAD}(?: (?:to (?:see|hear)|about|with))?(?: that| it| this)?{_END}", ""),
    _rule(rf"{_LEAD}{_GLAD} to (?:see|hear) you (?P<ing>\w+ing)\b", r"\g<lead>you are \g<ing>"),
    _rule(rf"{_LEAD}{_GLAD} (?:to (?:see|hear)|that)(?: that)? (?=\w)", r"\g<lead>"),
    _rule(rf"{_LEAD}{_MINE} (?:am|are) (?P<how>{_DEGREE}{_SURE}\b)", r"\g<lead>\g<how>"),
    _rule(rf"{_LEAD}{_MINE} would (?:also |just |definitely )?say(?: the following)?(?:,? that)?,?\s+", r"\g<lead>"),
    _rule(rf"\b{_MINE} have(?: here)? that (?=(?:you|he|she|they)\b)", ""),
    _rule(rf"{_LEAD}{_MINE} (?:am|are) (?:also |just )?(?P<no>not )?going to\b", r"\g<lead>will \g<no>"),
    _rule(rf"{_LEAD}{_MINE} (?:(?:do|also|still|just|would|will) )*(?:have|need) to\b", r"\g<lead>need to"),
    _rule(rf"{_LEAD}{_MINE} (?P<may>(?:may|might|could|can|should|will|would|cannot)\b)", r"\g<lead>\g<may>"),
    _rule(r"\blet's (?:go ahead and )?", ""),
    _rule(r"\b(?P<call>call|message|contact|notify|text|email|call or message)(?:ing)? (?:me|us)\b", r"\g<call>"),
    _rule(r"\blet (?:me|us) know\b", "report"),
    _rule(r"\b(?:come|comes|coming|be) back (?:in )?(?:to|and) see (?:me|us)\b", "come back"),
    _rule(r"\bback to see (?:me|us)\b", "back"),
    _rule(r"\b(?P<up>follow(?:ing|s)?[- ]?up|appointment)( visit)? with (?:me|us)\b", r"\g<up>"),
    _rule(rf"\b(?P<is>stable|good|clear|fine|normal|great|okay|well) to (?:me|us){_END}", r"\g<is>"),
    _rule(rf"\b(?P<if>if|as) (?:we|you|i) (?:need|have)(?: to| it)?{_END}", r"\g<if> needed"),
)  # fmt: skip
_TOUCHED = re.compile(rf"\b(?:when(?:ever)?|if|as) i (?P<verb>{'|'.join(_GERUND)})\b", re.IGNORECASE)
_I_THINK_LAST = re.compile(r"(?P<said>\S.*?),? i (?:think|guess|believe|suppose)\W*$", re.IGNORECASE)


def impersonal(text: str) -> str:
    """`text` of a doctor, contractions already written out, without the doctor in it where it says the same."""
    for rule, written in _RULES:
        text = rule.sub(written, text)
    text = _TOUCHED.sub(lambda match: f"on {_GERUND[match['verb'].lower()]}", text)
    last = _I_THINK_LAST.fullmatch(text)
    if last and re.search(r"\b(?:is|are|was|were)\b", last["said"]):
        text = re.sub(r"\b(is|are|was|were)\b", r"\1 likely", last["said"], count=1)
    return re.sub(r"\s{2,}", " ", text).strip(" ,")


def unlikely(body: str) -> str:
    """What the doctor does not believe, in the third person, with the "not" where a note has it."""
    need = re.match(r"(?:that )?(?:i |we )?needs?(?: (?P<to>to)| any| an?)\b(?P<rest>.*)", body, re.IGNORECASE)
    if need:
        return f"likely no need {'to' if need['to'] else 'for'}{need['rest']}"
    being = re.match(r"(?P<who>[^,.]{1,40}?) (?P<verb>is|are|was|were)\b(?P<rest>.*)", body, re.IGNORECASE)
    having = re.match(r"(?P<who>[^,.]{1,40}?) (?P<verb>has|needs|requires)\b(?P<rest>.*)", body, re.IGNORECASE)
    if re.match(r"any", body, re.IGNORECASE):
        return f"it is not likely that {body}"
    if having and (not being or having.start("verb") < being.start("verb")):
        verb = {"has": "have", "needs": "need", "requires": "require"}[having["verb"].lower()]
        return f"{having['who']} likely does not {verb}{having['rest']}"
    if being:
        return f"{being['who']} {being['verb']} likely not{being['rest']}"
    return f"it is not likely that {body}"
