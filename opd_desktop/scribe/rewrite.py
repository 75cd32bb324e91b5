"""Spoken sentences into the third person of a note.

Only grammar changes: persons, verb endings, spoken openers. No content word is added, so a rewritten sentence never
says more than its turn did.
"""

from __future__ import annotations

import re

from opd_desktop.scribe.contractions import expanded
from opd_desktop.scribe.impersonal import impersonal, likely_said, unlikely
from opd_desktop.scribe.text import finish
from opd_desktop.scribe.unfinished import restarted, to_its_end
from opd_desktop.scribe.visit import Person

_PAST_FORMS_WORDS = (
    "was were had did went felt took got came saw said thought ate drank slept woke ran broke began started fell "
    "heard hit cut told found left lost made met paid put read sat sent stood understood wore won wrote drove knew "
    "grew hurt kept led let quit spent bought brought taught caught fought chose froze spoke stole tore blew flew "
    "threw drew rode rose became shot slid sank swam laid lay meant dealt bent lent built stuck struck swung hung dug "
    "spun bit hid shook held fed bled beat burst cost shut split spread forgot gotten "
    "could would should will can may might must ought used stepped tripped gave became held swept stung"
)
_PAST_FORMS = frozenset(_PAST_FORMS_WORDS.split())
ADVERB = (
    r"(?:just|also|still|really|usually|only|sometimes|always|never|probably|kind of|definitely|recently|even|then|"
    r"actually|mostly|\w{3,}ly|first|already|often|generally|normally|pretty much|currently|certainly|now)"
)
# Verbs that go on after "and" without their subject: "i wake up and feel tired".
_GOING_ON = re.compile(
    rf"\b(and|but|or)((?:\s+{ADVERB})*)\s+(feel|get|have|take|go|try|use|need|notice|think|want|start|eat|drink|sleep|"
    r"wake|walk|sit|run|play|work|smoke|live|know|see|make|do|am|exercise|monitor|check|watch|avoid|cook|drive|lie|"
    r"stand|lift|cough|vomit|throw|experience|keep)\b",
    re.IGNORECASE,
)
_IRREGULAR = {
    "am": "is",
    "'m": "is",
    "are": "is",
    "have": "has",
    "do": "does",
    "don't": "does not",
    "haven't": "has not",
    "go": "goes",
}
_I_VERB = re.compile(rf"\bi((?:\s+{ADVERB})*)\s+([a-z']+)", re.IGNORECASE)
NO_ANSWER = (
    r"(?:nope|no(?=\W*$|\s*[,.!?]| (?:no|nope|i|i'm|i've|it|it's|he|she|we|they|that|that's|there|there's|this|not|my|"
    r"just|but|so|because|nothing|never|thank)\b))"
)
"""A "no" that answers; the one of "no pain" or "no one" is a part of what is said and must stay."""
_REPORT_OPENERS = re.compile(
    r"^(?:(?:i (?:think|guess|believe|mean|would say|feel like)|i'd say|you know|it's like|the thing is|just|"
    r"it's just that|"
    rf"that(?= (?:i|he|she|they|we)\b)|but|and|so|because|yes|yeah|yep|mm-hmm|right|correct|{NO_ANSWER})\b[\s,.]*)+",
    re.IGNORECASE,
)
_ACTION_OPENER = re.compile(
    r"^(?:(?:and|so|then|also|again|now|lastly|next|in addition|first|second|at this point|for now|for that|because|"
    r"like i said|i think)\b[\s,]*)*"
    r"(?:what (?:i|we)(?:'d| would|'m| am|'ll| will|'re| are| can)? ?(?:like|recommend(?:ing)?|think|want|going)?"
    r"(?: (?:to|you to))?(?: (?:do|use|try))?(?: (?:here|for (?:you|that|this)))?(?: what we try)? is(?: that)?[\s,]*)?"
    r"(?:(?:i'm|i am|we're|we are) (?:also |just |still |then )?(?:going to|gonna)|i(?:'d| would) (?:also |just |"
    r"still )?(?:like|recommend)(?! to see (?:that|those|it|your)\b)(?: to)?|"
    r"i(?:'ll| will)|we(?:'ll| will| can| should| could)|i (?:also |just |certainly |still |do |really )*(?:want|"
    r"need) (?:us )?to|let's|let me(?! know)|"
    r"i can|we want to|we need to|i recommend(?:ed)?(?: that)?|"
    r"my recommendation (?:would be|is) to|the plan is to|i think we should|you can|i suggest|(?<=\bis ))\b\s*"
    r"(?:(?:also|just|then|probably|definitely|still|certainly|go ahead|and|first)\b[\s,]*)*",
    re.IGNORECASE,
)
_ADVISE = re.compile(
    r"^(?:(?:and|so|then|also|again|now|in addition|first)\b[\s,]*)*i(?:'d| would)?(?: also| just| certainly|"
    r" really| still| do)* (?:want|like|love|need|recommend) "
    r"(?:for |to see )?(?:that )?you (?:to )?(?:(?:go ahead|and|just|also)\b[\s,]*)*",
    re.IGNORECASE,
)
_MY_OPINION = re.compile(
    r"^(?:in terms of |as far as )?my (?:impression|assessment|diagnosis)(?: of (?:you|him|her|this))?"
    r"(?: at this time| today)?(?: (?:is|would be))*(?: that| likely that)?[\s,]+(?=\w+ \w)",
    re.IGNORECASE,
)
_THINKS_LATER = re.compile(
    r"^(?P<lead>(?:for|from|in terms of|with|as far as|because|since|if|based on|given)\b.{5,}?)[\s,]+"
    r"(?P<thought>i (?:do )?(?:think|believe|suspect)\b.+)$",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"^i (?:also )?(?:do|would) not (?:really )?(?:think|believe|suspect)(?: that)? (?P<what>.+)$", re.IGNORECASE
)
_CONDITION = re.compile(
    r"^(?P<when>(?:(?:and|so|but|now|then|okay)\b[\s,]*)*(?:if|when|unless|once|since|after|before|until|because|for|from|"
    r"given|based on)\b[^,]{3,120}?)(?:,\s*(?:then )?|(?<=\w) then )(?P<then>.+)$",
    re.IGNORECASE,
)
_FOR_WHAT = re.compile(
    r"^(?P<when>that said|for (?:(?:the|your|any) )?\w+(?: \w+)?)[\s,]+(?P<then>i(?: would|'d)? (?:want|like)\b.+)$",
    re.IGNORECASE,
)
_COMMITS = re.compile(
    r"\b(?:i'm|i am|we're|we are|is|i'll|we'll|i'd like|i would like|i want) (?:also |just |still |to )*"
    r"(?:going to |gonna |go ahead and |to )*(?=(?:prescribe|order|refer|start|give|put|send|write|continue|increase|"
    r"decrease|stop|get|repeat|recommend)\b)",
    re.IGNORECASE,
)
_VERB_PHRASES = (
    (re.compile(r"^(?:see|have) you (?:to )?(?:come )?back\b", re.IGNORECASE), "follow up"),
    (re.compile(r"^(?:bring|get) you back(?: in)?\b", re.IGNORECASE), "follow up"),
    (re.compile(r"^(?:have|see) you (?:follow[- ]?up)\b", re.IGNORECASE), "follow up"),
    (re.compile(r"^see you(?: again)?(?= (?:in|next|after)\b)", re.IGNORECASE), "follow up"),
    (
        re.compile(
            r"^(?:prescribe|give|write|start|order|get|put|refer|send|place|switch|try) you(?: (?:up|over))?\b",
            re.IGNORECASE,
        ),
        None,
    ),
)
_HABIT = re.compile(
    r"\b(?:usually|sometimes|occasionally|every (?:now and then|once in a while)|once in a while|during the week|"
    r"on (?:the )?weekends?|at times|from time to time|here and there)\b",
    re.IGNORECASE,
)
_I_WILL = re.compile(rf"\bi will(?=(?:\s+{ADVERB})*\s+(?!be\b|not\b|try\b|have to\b)[a-z]+)", re.IGNORECASE)
"""With a habit, what a patient "will" do is what they do: "i'll have a beer on weekends"."""
_YOUR_DRUG = re.compile(r"\b(?:your|the|some|her|his|that)\s+", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:go ahead and|for right now|a little bit of|a little bit|a bit of|at this time|right now|for you|here|"
    r"and things like that|and stuff(?: like that)?|or so|or anything(?: like that)?|or something(?: like that)?|"
    r"things of that nature|(?<!do )(?<!if )(?<!as )you know(?! (?:that|if|what|how|when|why|where|about)\b)|"
    r"know what|and all that|per se|i guess|to be honest|of course|really|just|basically|pretty much|certainly|"
    r"obviously|unfortunately|luckily|honestly)\b(?=[\s,.]|$)\s*(?:,(?=\s*[,.]|$))?|"
    r"\bi (?:do )?(?:see|noticed|know|remember) that\s",
    re.IGNORECASE,
)


_PLURAL = {
    "has": "have",
    "is": "are",
    "was": "were",
    "does": "do",
    "goes": "go",
    "wasn't": "were not",
    "isn't": "are not",
    "doesn't": "do not",
    "hasn't": "have not",
}
_AGAIN = re.compile(
    rf"\b(?P<who>the patient(?! portal)(?P<own>'s)?)(?:(?P<adverb>(?:\s+{ADVERB})*)\s+(?P<next>[a-z']+))?",
    re.IGNORECASE,
)
_AUXILIARY_WORDS = "had did will can could would should may might must took felt went got came said"
_AUXILIARY = frozenset(_AUXILIARY_WORDS.split())
_CONJUNCTION = re.compile(
    r"\b(?:when|if|that|because|and|but|so|as|while|since|before|after|until|where|what|how|whether|once)\s+$",
    re.IGNORECASE,
)
_STRAY_COMMA = re.compile(
    r"\b(the|an?|his|her|my|your|their|has|have|had|been|was|were|to|of|with)\s*,\s+(?=[a-z])(?!(?:like|uh|um)\b)",
    re.IGNORECASE,
)
"""A comma where the speaker only paused: between an article or a helping verb and its word."""


def named_once(text: str) -> str:
    """`text` with "the patient" said once, and "they", "them" or "their" after that."""
    parts = re.split(r"(?<=[.?!])\s+", text)
    if len(parts) > 1:
        return " ".join(named_once(one) for one in parts)
    first = text.lower().find("the patient")
    if first < 0:
        return text
    head, tail = text[: first + len("the patient")], text[first + len("the patient") :]
    return head + _AGAIN.sub(_again, tail)


def _again(match: re.Match[str]) -> str:
    adverb, following = match["adverb"] or "", match["next"] or ""
    if match["own"]:
        return f"their{adverb} {following}" if following else "their"
    verb = _PLURAL.get(following.lower(), "")
    told = re.search(
        r"\b(?:help|let|have|make|see|get|had|keep|of|for|to|with|give|gave|on)\s+$", match.string[: match.start()]
    )
    past = following.lower() in _PAST_FORMS or (following.endswith("ed") and not following.endswith("eed"))
    if not verb and (following.lower() in _AUXILIARY or (past and not told)):
        verb = following
    if not verb and re.search(r"(?<!s)s$", following) and len(following) > 3 and following not in {"this", "yes"}:
        verb = re.sub(r"(?:(?<=sh|ch|ss|zz)es|(?<=x)es|s)$", "", re.sub(r"ies$", "ys", following))
    if verb or _CONJUNCTION.search(match.string[: match.start()]):
        return f"they{adverb} {verb or following}".strip()
    return f"them{adverb} {following}" if following else "them"


def third_person(verb: str) -> str:
    lower = verb.lower()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if lower.endswith("n't"):
        return lower
    past = lower.endswith("ed") and not lower.endswith("eed")
    if re.search(r"(?<![su])s$", lower):
        return lower
    if lower in _PAST_FORMS or past or lower in {"not", "and", "or", "cannot", "be"}:
        return lower
    if lower.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{lower}es"
    if lower.endswith("y") and lower[-2:-1] not in "aeiou":
        return f"{lower[:-1]}ies"
    return f"{lower}s"


_NEXT_SENTENCE = re.compile(r"(?<=[a-z0-9%]{2}[.?!] )[a-z]")


def _finished(text: str) -> str:
    text = finish(_STRAY_COMMA.sub(r"\1 ", to_its_end(_FILLER.sub("", text))))
    return _NEXT_SENTENCE.sub(lambda match: match[0].upper(), text)


def patient_sentence(text: str, person: Person) -> str:
    """What the patient said, as a sentence about the patient ("i've been tired" -> "He has been tired.")."""
    text = restarted(expanded(_REPORT_OPENERS.sub("", _FILLER.sub("", text))))
    if _HABIT.search(text):
        text = _I_WILL.sub("i", text)
    text = re.sub(r"\b(do|does|did|have|has|is|are|was|were) not\b", lambda m: f"{m.group(1)}n't", text)
    present = False

    def about(match: re.Match[str]) -> str:
        nonlocal present
        verb = match.group(2).lower() if match.group(2).lower() in _NOT_VERBS else third_person(match.group(2))
        present = present or verb != match.group(2).lower() or verb.endswith("s")
        return f"{person.subject}{match.group(1)} {verb}"

    text = _I_VERB.sub(about, text)
    if present:
        text = _GOING_ON.sub(lambda m: f"{m.group(1)}{m.group(2)} {third_person(m.group(3))}", text)
    text = re.sub(r"\b(do|does|did|has|have|is|was|were|are)n't\b", r"\1 not", text)
    return _finished(_first_person(text, person))


def _first_person(text: str, person: Person) -> str:
    """The words of a speaker about themselves as words about the patient; "we" is the patient's family."""
    for mine, theirs in (
        (r"(?:i|i-i)", person.subject),
        (r"my", person.possessive),
        (r"mine", person.possessive),
        (r"myself", person.reflexive),
        (r"me", person.object),
        (r"we", "they"),
        (r"our", "their"),
        (r"us", "them"),
    ):
        text = re.sub(rf"(?<![-\w]){mine}(?![-\w'])", theirs, text, flags=re.IGNORECASE)
    return text


_NOT_VERBS_WORDS = (
    "in on at to for with and or but that if when because since as by of from about through during before after "
    "today tomorrow a an the some any all guys up back out down over off there here then or so better more again soon "
    "later too you "
)
_THIRD = frozenset(["is", "was", "has", "does"])
_NOT_VERBS = frozenset(_NOT_VERBS_WORDS.split())
_YOU_VERB = re.compile(
    rf"(?P<lead>^|[,.;]\s*|\b(?:if|when|that|because|since|and|but|as|while|until|where|what|how|so|once|before|after|"
    rf"whenever|think|see|hope|make sure|sure|like|than|which|time|thing|everything|anything)\s+)"
    rf"you(?P<adverb>(?:\s+{ADVERB})*)\s+(?P<verb>[a-z']+)",
    re.IGNORECASE,
)


def _you_and_verb(match: re.Match[str], person: Person) -> str:
    verb = match["verb"].lower()
    if verb in _NOT_VERBS or (verb.endswith("ing") and verb not in {"bring", "sing", "swing"}):
        return f"{match['lead']}{person.object}{match['adverb']} {match['verb']}"
    form = "was" if verb == "were" else verb if verb in _THIRD else third_person(verb)
    return f"{match['lead']}{person.subject}{match['adverb']} {form}"


_CARER_GIVES = re.compile(
    r"\byou (?:can|could|may|might|should|must|need to|want to|have to)(?: (?:also|still|just|then))* "
    r"(?=(?:give|offer) (?!up\b|it a (?:try|rest|go)\b|us\b|me\b|blood\b|yourself\b))",
    re.IGNORECASE,
)
"""Somebody who is to give medicine is not the patient but who looks after the patient."""


def _second_person(text: str, person: Person) -> str:
    """A doctor's "you" as the patient."""
    text = _CARER_GIVES.sub("", text)
    text = re.sub(r"\b(are|were|have|do|did|can|should|will) you\b", rf"\1 {person.subject}", text, flags=re.IGNORECASE)
    text = _YOU_VERB.sub(lambda match: _you_and_verb(match, person), text)
    text = re.sub(
        rf"\byou((?:\s+{ADVERB})*)\s+(are|have|were|do|had|will|can|should|need|want|feel|look|take|get|notice|think|"
        r"may|might|could|would|must)\b",
        lambda m: f"{person.subject}{m.group(1)} {'was' if m.group(2).lower() == 'were' else third_person(m.group(2))}",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"\byourself\b", person.reflexive, text, flags=re.IGNORECASE)
    text = re.sub(r"\byours?\b", person.possessive, text, flags=re.IGNORECASE)
    text = re.sub(r"^you\b", person.subject, text, flags=re.IGNORECASE)
    return re.sub(r"\byou\b", person.object, text, flags=re.IGNORECASE)


def doctor_sentence(text: str, person: Person) -> str:
    """A statement of the doctor about the patient ("you have some swelling" -> "He has some swelling.")."""
    return _finished(_second_person(impersonal(expanded(_FILLER.sub("", text).strip(" ,"))), person))


def thought_sentence(text: str, person: Person) -> str:
    """An opinion of the doctor; "i think" stays as "likely" so that no doubt is lost."""
    said = re.sub(r"^(?:(?:and|so|but|now)\b[\s,]*)+", "", _FILLER.sub("", text).strip(" ,"), flags=re.IGNORECASE)
    said = _MY_OPINION.sub("", said)
    doubted = _DOUBTS.match(expanded(said))
    if doubted:
        return _finished(unlikely(_second_person(impersonal(doubted["what"]), person)))
    later = _THINKS_LATER.match(said)
    if later:
        lead, thought = doctor_sentence(later["lead"], person), thought_sentence(later["thought"], person)
        return _finished(f"{lead.rstrip('.')}, {thought[:1].lower()}{thought[1:]}")
    match = re.match(
        r"^(?:again,? )?(?:i (?:do )?think|i (?:do )?believe|i suspect|"
        r"i'm thinking|my impression is|it seems like|it seems)(?: that)?[\s,]+(.*)$",
        said,
        re.IGNORECASE,
    )
    body = _second_person(impersonal(expanded(match.group(1) if match else said)), person)
    diagnosis = re.match(r"^(?:he|she|they|the patient) ha(?:s|ve) (?!been\b|had\b)", body, re.IGNORECASE)
    if match and diagnosis:
        body = f"likely {body[diagnosis.end() :]}"
    elif match:
        likely = re.sub(
            r"\b(is|are|was|has|have|had|could be|may be|might be)\b",
            r"\1 likely",
            body,
            count=1,
            flags=re.IGNORECASE,
        )
        body = likely if likely != body else likely_said(body)
    return _finished(body)


def action_sentence(text: str, person: Person) -> str:
    """What the doctor will do or asks for, as an instruction ("i want to order labs" -> "Order labs.")."""
    text = _committed(_FILLER.sub("", text).strip(" ,"))
    advice = _ADVISE.match(text)
    if advice:
        return _finished(f"the patient should {_advised(text[advice.end() :], person)}")
    text = _MY_OPINION.sub("", text)
    leaning = _CONDITION.match(text) or _FOR_WHAT.match(text)
    if leaning and opens_action(leaning["then"]):
        then = action_sentence(leaning["then"], person)
        said = _second_person(impersonal(expanded(leaning["when"])), person)
        return _finished(f"{said}, {then[0].lower()}{then[1:]}" if then else said)
    opener = _ACTION_OPENER.match(text)
    body = text[opener.end() :] if opener else text
    body = re.sub(
        r"^(?:recommend|suggest)(?:ing)?(?: that)? (?:we|i|you)\s+(?:go ahead and\s+)?", "", body, flags=re.IGNORECASE
    )
    for pattern, replacement in _VERB_PHRASES:
        body = pattern.sub(lambda m, r=replacement: r or m.group(0).split()[0], body, count=1)
    body = re.sub(r"^have you\b", "have the patient", body, flags=re.IGNORECASE)
    body = re.sub(r"\byou on\b", "on", body, flags=re.IGNORECASE)
    body = re.sub(r"^to (?=(?:call|come|take|avoid|let|make sure|get|go)\b)", "", body, flags=re.IGNORECASE)
    return _finished(_second_person(impersonal(expanded(body)), person))


def _advised(text: str, person: Person) -> str:
    """What the patient is to do; "continue you on" is the doctor's to do and only goes on for the patient."""
    text = re.sub(r"^continue you on\b", "continue on", text, flags=re.IGNORECASE)
    text = re.sub(r"^back(?= (?:in|here|next|after|on)\b)", "come back", text, flags=re.IGNORECASE)
    return _second_person(impersonal(expanded(text)), person)


def _committed(text: str) -> str:
    """`text` from where the doctor commits to something: talk that leads up to it is left out, unless it names a
    number."""
    found = list(_COMMITS.finditer(text))
    if not found or re.search(r"\d|\bif\b|\bunless\b|\bwhen\b", text[: found[-1].start()]):
        return text
    return text[found[-1].end() :]


def opens_action(text: str) -> bool:
    """Whether the sentence says that something will be done or should be done."""
    return bool(_ADVISE.match(text) or _ACTION_OPENER.match(text))
