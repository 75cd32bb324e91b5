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
    r"measure|remove|send|sent|repeat|ask|attempt|call|inform|told|gave|used?|watch|stopp?|started?|consult|counsel)"
    r"(?:d|ed|led)?"
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
_ALSO = (
    r"(?:(?:also|just|still|really|do|did|certainly|definitely|actually|already|then|probably|however|again|really|"
    r"always|often|usually|likely|all|personally|strongly|highly|completely|potentially) )*"
)
_LOOKED = r"(?:appreciate|hear|see|note|notice|identify|recognize|feel|find|palpate)"
_PHRASES = (
    _rule(rf",? \bso(?: that)? {_MINE} can (?:go ahead and )?(?=[a-z])", " to "),
    _rule(rf"\bsee if {_MINE} (?:need|have) to\b", "see if it is necessary to"),
    _rule(rf"\bmake sure(?: that)? {_MINE} do not (?:have|need) to\b", "avoid having to"),
    _rule(rf"\bmake sure(?: that)? {_MINE} (?:do )?(?=(?:continue|keep|get|check|have|do)\b)", "be sure to "),
    _rule(rf"\benough that {_MINE} can\b", "enough to"),
    _rule(rf"\bwhere {_MINE} (?:would )?(?:want|like) (?:it|that|them)(?: to be)?\b", "where it should be"),
    _rule(rf"(?<=\w),? {_MINE} (?:also |then )*(?:did|had)(?: do| get)? (?=an?\b)", ", had "),
    _rule(r"\bmy (?=(?:general|notes?|chart|usual|records?|exam|template)\b)", "the "),
    _rule(rf"\b(?:to )?see if {_MINE} can\b", "to try to"),
    _rule(rf"^{_MINE} (?:do )?have (?=(?:an?|some|no|bilateral|good|normal|\d)\b)", ""),
    _rule(
        rf"{_LEAD}{_MINE} {_ALSO}(?P<do>get|give|put|place|start|use|keep|attempt|see) "
        r"(?=(?:you|him|her|the|an?|some|it)\b)",
        r"\g<lead>\g<do> ",
    ),
    _rule(
        rf"\b(?:and )?what {_MINE} {_ALSO}(?:can )?(?:am |are )?(?:see|seeing|think|thinking|hear|hearing|appreciate)"
        rf"(?: (?:that )?{_MINE} (?:am|are) (?:dealing with|looking at|seeing))?(?: (?:here|today|right now))* is\b",
        "",
    ),
    _rule(
        rf"\b(?:and )?what {_MINE} (?:would like|want|need)(?: for)? you to do(?: is)?(?: {_MINE} want you)?(?: to)?\b",
        "you should",
    ),
    _rule(
        rf"\bwhat {_MINE} (?:(?:am|are|will|would|can|could) )?{_ALSO}(?:going to|like to|want to|have to|need to|"
        r"recommend(?:ing)?)?(?: (?:do|try|start with))?(?: (?:here|today|for (?:you|that|this|now)))* is(?: to)?\b",
        "",
    ),
    _rule(rf"\bthat {_MINE} would (?:{_ALSO})like to do is\b", "is to"),
    _rule(
        rf",?\s*\b(?:that |which )?{_MINE} have been {_ALSO}(?:dealing(?: with)?|monitoring|treating(?: you for)?|"
        rf"watching|following(?: you for)?|working on(?: improving)?|talking about){_END}",
        "",
    ),
    _rule(
        rf",?\s*\b(?:that |which )?{_MINE} (?:have )?{_ALSO}(?:talked|spoke|chatted) about(?: (?:briefly|today|earlier|"
        r"before|last time|already))*(?=\s*(?:[,.;]|$|is\b|was\b|with your\b|for your\b|of\b|your\b))",
        "",
    ),
    _rule(rf",?\s*\bas {_MINE} (?:go|went|move|walk)(?:ed)? (?:through|along|over)(?: (?:that|this|it|the exam))*", ""),
    _rule(rf"\b(?:that|which) {_MINE} {_ALSO}(?:did|took|got|obtained|performed|ordered|drew|had done)\b", "done"),
    _rule(rf"\b(?P<only>the only \w+) (?:that )?{_MINE} have\b", r"\g<only>"),
    _rule(rf",?\s*\bthat {_MINE} (?:can |could |do )?{_LOOKED}(?: here)?{_END}", ""),
    _rule(rf",?\s*\b{_MINE} (?:can |could |do )?{_LOOKED}\W*$", ""),
    _rule(rf"\b(?:from|based on) what {_MINE} (?:can )?(?:see|hear|know)\b,?", ""),
    _rule(rf"\b{_MINE} (?:do )?(?:not|n't) know if {_MINE}\b", "unclear if"),
    _rule(rf"\b{_MINE} (?:do )?not know (?:if|whether)\b", "unclear if"),
    _rule(rf"\b{_MINE} (?:am|are) (?:not (?:really |very )?sure)\b", "unclear"),
    _rule(rf"(?P<w>\w),? {_MINE} (?:am|are) {_ALSO}(?:looking at|seeing)(?: like)?\b", r"\g<w>,"),
    _rule(rf"{_LEAD}{_MINE} (?:am|are) {_ALSO}(?:looking at|seeing)(?: like)?(?: that)?\b", r"\g<lead>"),
    _rule(rf"{_LEAD}{_MINE} have {_ALSO}(?P<had>it|you) (?:on|at|like|down for)\b", r"\g<lead>on"),
    _rule(rf"{_LEAD}{_MINE} {_ALSO}(?:did|had)(?: to)?(?: do| get)? (?=an?\b)", r"\g<lead>had "),
    _rule(rf"{_LEAD}{_MINE} (?:can|could|do|did|also|still|however| )*{_LOOKED}(?: like)?(?: that)?,? ", r"\g<lead>"),
    _rule(
        rf"(?<!\bthat)(?<!\bwhich)(?<!\bwhat)(?<!\bwhen)(?<!\bif)(?<!\bas)(?<!\bwhere)(?<!\bbecause)(?<!\bthan)(?<!\bnot)"
        rf"(?<=\w),? {_MINE} (?:can|could|do|did|also|still|however| )*{_LOOKED}(?: like)?(?: that)?,? "
        r"(?=(?:an?|some|the|no|your|there|\d|tenderness|pain|swelling|edema|mild|slight|bilateral)\b)",
        ", ",
    ),
    _rule(rf"\bsince {_MINE} (?:last )?saw (?P<who>you|him|her)(?: last)?\b", "since the last visit"),
    _rule(rf"\b(?:last time|when) {_MINE} (?:had )?(?:last )?(?:saw|seen|see)(?: you| it)?\b", "at the last visit"),
    _rule(rf"\b{_MINE} will (?:be )?(?:see|seeing) you(?: again| back)?(?= (?:in|on|at|after|next)\b)", "follow up"),
    _rule(r"\bgive (?:us|me) a call\b", "call"),
    _rule(
        r"\b(?P<verb>tell|show|help|bother|concern|worr(?:y|ies)|let|allow)s? (?:us|me)\b(?= (?:if|that|what|how|"
        r"to)\b)",
        r"\g<verb>",
    ),
    _rule(r",? (?:to|for|with|by|from) (?:us|me)(?= (?:if|in|and|so|when|on|about|at|again)\b|\s*[,.;]|$)", ""),
    _rule(r"\b(?:to )?see (?:me|us)(?= (?:again|back|in|if|when|on)\b|\s*[,.;]|$)", "follow up"),
    _rule(
        r"\bmy (?P<what>(?:working |overall )?(?:assessment|diagnosis|impression|plan|recommendation|concern|"
        r"thought))s?\b",
        r"the \g<what>",
    ),
)  # fmt: skip
_BOUND = re.compile(
    r"(?:\b(?:that|which|what|where|if|whether|when|because|as|like|thing|things|why|how|until|before|once|since|so|"
    r"than|"
    r"while|unless|not|who|and|or|but|reason|is|means|see)|^),?\s*$",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:if|unless|once|when|since|because|after|before|until|for|based on|given)\b[^.]*$", re.IGNORECASE
)
_MIDDLE = re.compile(
    rf"(?P<join>[\s,]+(?:(?:and so|and then|and|so|but|now|then|okay|"
    rf"also)\s+)?)(?<!\bthat )(?<!\bwhich ){_MINE} {_ALSO}(?:"
    rf"(?P<you>(?:would |do )?{_ALSO}(?:want|like|need|love) you to)|"
    rf"(?P<will>(?:(?:am|are) {_ALSO}going to|would {_ALSO}(?:like|love) to|want to|wanted to|will(?: have to|"
    rf" need to)?|can|"
    rf"need to|have to|like to|would))|(?P<may>may|might|could|should)(?P<need> (?:have|need) to)?)"
    r" (?:(?:also|just|then|probably|definitely|still|certainly|go ahead and|first|go ahead|and|"
    r"potentially) )*(?=[a-z])",
    re.IGNORECASE,
)
_THINK = re.compile(
    rf"(?P<join>^|[\s,]+)(?P<and>(?:(?:and|so|but|because|now) )?){_MINE} {_ALSO}(?:think|believe|suspect|guess|"
    rf"assume)(?: that)?"
    r"(?: probably)?,? (?=[a-z])",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?P<who>you|he|she|they|it|the patient)\s+(?!(?:all|both|and|or)\b)(?=[a-z])", re.IGNORECASE)
_IS = re.compile(r"\b(?:is|are|was|were|has|have|may|might|could|will)\b(?! not\b)", re.IGNORECASE)
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
    _rule(rf"\b{_MINE} (?:do|did|can|could) ?not {_LOOKED} (?:any|an?)\b", "no"),
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
    _rule(rf"(?<=\w),? {_MINE} {_ALSO}(?P<done>recommend|reviewed|checked)(?:ing)?\b", r", \g<done>"),
    _rule(rf"{_LEAD}{_MINE} {_STILL}(?P<done>(?:personally |then |also )?{_DONE})\b", r"\g<lead>\g<done>"),
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
_LATER = re.compile(
    rf"\b(?P<when>after|before|once|when) {_MINE} (?P<verb>review|get|see|do|check|start|have|repeat|finish)(?: back)?"
    r"(?= (?:all|the|your|his|her|those|these|some|an?)\b)",
    re.IGNORECASE,
)
_TOUCHED = re.compile(rf"\b(?:when(?:ever)?|if|as) i (?P<verb>{'|'.join(_GERUND)})\b", re.IGNORECASE)
_I_THINK_LAST = re.compile(r"(?P<said>\S.*?),? i (?:think|guess|believe|suppose)\W*$", re.IGNORECASE)


def impersonal(text: str) -> str:
    """`text` of a doctor, contractions already written out, without the doctor in it where it says the same."""
    for rule, written in _PHRASES:
        text = rule.sub(written, text)
    text = _MIDDLE.sub(_decision, text)
    text = _believed(text)
    for rule, written in _RULES:
        text = rule.sub(written, text)
    text = _LATER.sub(_gerund, text)
    text = _TOUCHED.sub(lambda match: f"on {_GERUND[match['verb'].lower()]}", text)
    last = _I_THINK_LAST.fullmatch(text)
    if last and re.search(r"\b(?:is|are|was|were)\b", last["said"]):
        text = re.sub(r"\b(is|are|was|were)\b", r"\1 likely", last["said"], count=1)
    return re.sub(r"\s{2,}", " ", text).strip(" ,")


def _gerund(match: re.Match[str]) -> str:
    verb = match["verb"].lower()
    verb = {"get": "getting", "have": "having"}.get(verb, f"{verb}ing")
    return f"{'after' if match['when'].lower() == 'once' else match['when']} {verb}"


def _decision(match: re.Match[str]) -> str:
    """What the doctor goes on to decide: the end of its condition, or a sentence of its own."""
    before = match.string[: match.start()]
    if _BOUND.search(before):
        return match[0]
    lead = (
        "you should "
        if match["you"]
        else f"{match['may']} {'need to ' if match['need'] else ''}"
        if match["may"]
        else ""
    )
    return f"{_joint(before)}{lead}"


def _joint(before: str) -> str:
    """A comma after a condition or a word, a full stop after a sentence."""
    said = re.split(r"[.?!]\s", before)[-1]
    return ", " if _OPEN.search(said) or len(said.split()) < 3 else ". "


def _believed(text: str) -> str:
    """`text` with "likely" for every "i think" in it."""
    done = 0
    while match := _THINK.search(text, done):
        before, rest = text[: match.start()], text[match.end() :]
        done = match.end()
        if before and _BOUND.search(before):
            if re.search(r"\b(?:that|which|what),?$", before) and re.match(
                r"(?:is|are|was|were|has|have|will)\b", rest
            ):
                verb, _, rest = rest.partition(" ")
                text = f"{before} {verb} likely {rest}"
            continue
        joint = "" if not before.strip(" ,") else _joint(before)
        text = f"{before}{joint}{_likely(rest)}"
        done = len(before) + len(joint)
    return text


def _likely(said: str) -> str:
    """A thought as likely; advice stays advice."""
    if re.match(rf"(?:{_MINE}|you|it|that)(?:'d)? (?:should|need|could|can|would be)\b", said, re.IGNORECASE):
        return re.sub(rf"^{_MINE} ", "", said, flags=re.IGNORECASE)
    verb = _IS.search(said)
    if verb and len(said[: verb.start()].split()) <= 8 and not re.search(r"\b(?:likely|probably)\b", said):
        return f"{said[: verb.end()]} likely{said[verb.end() :]}"
    return said if re.search(r"\b(?:likely|probably)\b", said[:40]) else likely_said(said)


def likely_said(said: str) -> str:
    """`said` with "likely" where it is read: behind a pronoun that is the subject, else in front."""
    subject = _SUBJECT.match(said)
    return f"{subject['who']} likely {said[subject.end() :]}" if subject else f"likely {said}"


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
