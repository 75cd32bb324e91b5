"""The subjective part: chief complaint, history of present illness, histories, medicines, allergies."""

from __future__ import annotations

import re
from dataclasses import replace

from opd_desktop.domain.note import Order, OrderStatus, OrderType, Section
from opd_desktop.scribe import pieces as part
from opd_desktop.scribe import relatives, rewrite, salience
from opd_desktop.scribe.answers import statement
from opd_desktop.scribe.certainty import certainty
from opd_desktop.scribe.context import reply_kind, status_of
from opd_desktop.scribe.facts import Fact
from opd_desktop.scribe.joining import Said
from opd_desktop.scribe.labelled import labelled, rates
from opd_desktop.scribe.lexicon import written
from opd_desktop.scribe.pieces import Piece, listed, turns_of
from opd_desktop.scribe.text import finish
from opd_desktop.scribe.visit import Line, Person, Visit
from opd_desktop.scribe.whose import as_companion, is_own, masked, named, of_family, of_patient, speaks_of_self

INTRO = re.compile(r"\b\d{1,3}[- ]year[s]?[- ]old\b", re.IGNORECASE)
_SMALL_TALK = re.compile(
    r"\b(?:how are you(?: doing)?(?: today)?\??$|nice to (?:see|meet)|good to (?:see|meet|hear)|halloween|vacation|"
    r"christmas|thanksgiving|weather|football|movie|holiday|"
    r"excited|thank you|thanks|you're welcome|good (?:morning|afternoon)|have a (?:good|great|nice)|sounds (?:good|"
    r"great|like a plan)|any questions|see you|bye|"
    r"i appreciate (?:it|that)|no problem|perfect|let me know if you have|doctor|doc\b)",
    re.IGNORECASE,
)
_UNHELPFUL = re.compile(
    r"^(?:i (?:don't|do not) (?:know|think so|remember)|i'm not sure|maybe|not really|i guess so|exactly|"
    r"that's (?:right|it|good|true|fine|great|correct)|of course|it's okay|i'm (?:good|okay|fine|well|doing (?:good|"
    r"well|okay|fine)))\b[^,]{0,25}$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:(?:is|does|did|has|was) it (?!is\b|was\b)\w+[^.]* or (?:is|does|did|has|was)\b|"
    r"(?:do|did|are|have) you (?!know\b))",
    re.IGNORECASE,
)
"""A question that a transcript without question marks gave to the wrong speaker."""
_SYMPTOM_FIRST = re.compile(r"(?:an?|some|slight|mild|a little|little|occasional|just an?|maybe an?)\s", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|should|may|might|reports|denies|took|felt|"
    r"\w{2,}(?:ed|ing)|(?:he|she|it|they|that|this|patient|pain) \w+)\b",
    re.IGNORECASE,
)
_SOCIAL = re.compile(
    r"\b(?:smok\w+|cigarettes?|packs? (?:a|per) day|tobacco|vap(?:e|es|ing)|alcohol|drinks? (?:a|per|on)|beers?|wine|"
    r"marijuana|illicit|recreational|retired|married|divorced|lives? (?:with|alone|at|in)|occupation|"
    r"works? (?:as|at|in|for)|teacher|landscap\w+|construction worker|job (?:is|as))\b",
    re.IGNORECASE,
)
_SURGICAL = re.compile(
    r"\b(?:surger(?:y|ies)|\w+ectomy|\w+plasty|operation|operated|appendix out|gall ?bladder (?:out|removed)|"
    r"(?:taken|took) (?:my|his|her|the) \w+ ?\w* out|nose job|c-section|(?<!hormone )replacement(?! therapy)|"
    r"(?:spinal|lumbar|cervical) fusion|tubes tied|bypass|arthroscop\w+|stents? (?:placed|put))\b",
    re.IGNORECASE,
)
_NO_SURGERY_YET = re.compile(
    r"\b(?:wants?|would|might|may|needs?|offered|avoid\w*|discuss\w*|consider\w*|scheduled|if|recommend\w*)\b[^.]{0,30}"
    r"(?:surger|operat|replacement|fusion|bypass|ectomy)",
    re.IGNORECASE,
)
_ALLERGY = re.compile(r"\ballerg(?:ic|y|ies)\b", re.IGNORECASE)
_SUBORDINATE = re.compile(r"(?:when(?:ever)?|while|if|after|before|because|only|mostly|especially)\b", re.IGNORECASE)

_HALF_SAID = re.compile(
    r"(?:every time|when(?:ever)?|if|because|while|before|as soon as|which|until) (?:[\w'-]+ ){1,7}[\w'-]+\.$",
    re.IGNORECASE,
)
"""A clause that leads up to what was never said."""
_KNOWN = re.compile(
    r"\b(?:history|significant for|diagnos\w+|i(?:'ve| have| also have| do have)|i've (?:got|had)|i had|have had|"
    r"you have|known|suffer\w*|for (?:your|my|her|his)|with (?:your|my|her|his)|your|my|has (?:a )?\w+)\b",
    re.IGNORECASE,
)
_TEMPERATURE = re.compile(r"^(?:(?:his|her|their|the|a) )?temp(?:erature)? (?:of )?(?=\d)", re.IGNORECASE)
_ANSWER = re.compile(rf"^(?:(?:yes|yeah|just|{rewrite.NO_ANSWER})\b[\s,.]*)+", re.IGNORECASE)
_PLAIN = re.compile(r"(?:He|She) (?!reports|denies|endorses|states|presents|is\b)(?P<rest>.+)")


def history(rows: list[Said], visit: Visit, facts: dict[str, Fact], measured: set[int]) -> list[Piece]:
    """What the patient told, and what the doctor told about the patient, each under its heading; vital signs of the
    turns in `measured` stand under theirs."""
    found: list[Piece] = []
    for index, row in enumerate(rows):
        line = row.line
        if line.speaker == "doctor" and line.question:
            found += _answered(rows, index, visit, facts)
        elif line.id in measured and not line.has("symptom", "drug", "disorder") and not INTRO.search(line.text):
            continue
        elif line.speaker == "doctor" and line.phase == "history":
            text = _doctor_history(line, visit, index, len(rows))
            if text:
                found.append(Piece(Section.SUBJECTIVE, _heading(text), text, row.turns))
        elif line.speaker in {"patient", "other"} and not line.question:
            found += _told(rows, index, visit, facts)
    return _reported(sorted(found, key=lambda piece: not INTRO.search(piece.text)), visit)


def _reported(pieces: list[Piece], visit: Visit) -> list[Piece]:
    """Every other plain statement as what the patient reports or states, as clinicians vary it."""
    subject, count, found = visit.person.subject, 0, []
    for piece in pieces:
        plain = _PLAIN.match(piece.text) if piece.heading == part.HISTORY and visit.person.sex != "unknown" else None
        count += bool(plain)
        if plain and count % 2 == 0:
            verb = "states" if count % 4 == 0 else "reports"
            piece = replace(piece, text=f"The patient {verb} {subject} {plain['rest']}")
        found.append(piece)
    return found


def _heading(text: str) -> str:
    if INTRO.search(text):
        return part.HISTORY
    if _ALLERGY.search(text) and not re.search(r"seasonal|season|pollen", text, re.IGNORECASE):
        return part.ALLERGIES
    if relatives.is_about(text):
        return part.FAMILY
    if _SURGICAL.search(text) and not _NO_SURGERY_YET.search(text):
        return part.SURGICAL
    if _SOCIAL.search(text):
        return part.SOCIAL
    return part.HISTORY


def _doctor_history(line: Line, visit: Visit, index: int, total: int) -> str:
    if INTRO.search(line.text):
        text = re.sub(r"\b(\d{1,3})[- ]years?[- ]old\b", r"\1-year-old", line.text)
        lead = r"^.*?\b(?:today we have|this is|here with us is|next patient is|dragon|dax)\b,?\s*"
        text = re.sub(lead, "", text, count=1, flags=re.IGNORECASE) or text
        return rewrite.doctor_sentence(re.sub(r"^so\b,?\s*", "", text), visit.person)
    if line.words < 5 or _SMALL_TALK.search(line.text) or re.search(r"\bdragon\b", line.text, re.IGNORECASE):
        return ""
    lead = re.match(
        r"(?:(?:and|so|okay|but)\b[\s,]*)*(?:i know(?: that)?|i see(?: here)?(?: that)?|it (?:sounds|looks) like|"
        r"i understand(?: that)?|so)\b\s*,?\s*",
        line.text,
        re.IGNORECASE,
    )
    text = line.text[lead.end() :] if lead else line.text
    about = re.match(r"(?:you|your|he|she|the patient|his|her)\b", text, re.IGNORECASE)
    if not about or not salience.wanted(line, None, index / max(1, total)):
        return ""
    return rewrite.doctor_sentence(text, visit.person)


def _question_before(rows: list[Said], index: int) -> Said | None:
    for row in reversed(rows[max(0, index - 5) : index]):
        if row.line.speaker == "doctor":
            return row if row.line.question else None
    return None


def _told(rows: list[Said], index: int, visit: Visit, facts: dict[str, Fact]) -> list[Piece]:
    row = rows[index]
    line = row.line
    asked = _question_before(rows, index)
    clinical = line.has("symptom", "drug", "disorder")
    if _ASKED.search(line.text):
        return []
    hot = _TEMPERATURE.match(line.text)
    short = line.words < 3 and not clinical and not hot and not (asked and rates(asked.line, line))
    if _SMALL_TALK.search(line.text) or _UNHELPFUL.match(line.text) or short:
        return []
    if line.speaker == "other" and speaks_of_self(line.text):
        return _of_companion(row)
    if asked and line.words <= 14 and not re.match(r"(?:i|my|we)\b", line.text, re.IGNORECASE):
        label = labelled(asked.line, line)
        if label:
            text = rewrite.patient_sentence(label, visit.person)
            return [Piece(Section.SUBJECTIVE, part.HISTORY, text, turns_of([asked.turns, row.turns]))]
    if not hot and not salience.wanted(line, asked.line if asked else None, index / max(1, len(rows))):
        return []
    said = _ANSWER.sub("", line.text if line.speaker == "patient" else of_patient(line.text))
    if _only_denies(said, line, facts):
        return []
    said = _TEMPERATURE.sub(f"{visit.person.possessive} temperature was ", said, count=1)
    if _SYMPTOM_FIRST.match(said) and line.has("symptom") and not re.match(r"[^,]*\b(?:is|was|it's)\b", said):
        said = f"{visit.person.subject} reports {said}"
    text = named(rewrite.patient_sentence(said, visit.person))
    if asked and asked.line.has("symptom") and _SUBORDINATE.match(text):
        names = listed([m.concept.name for m in asked.line.mentions if m.concept.kind == "symptom"])
        text = finish(f"{names} {text[0].lower()}{text[1:]}")
        return [Piece(Section.SUBJECTIVE, part.HISTORY, text, turns_of([asked.turns, row.turns]))]
    if len(text.split()) < 3 or _HALF_SAID.match(text) or re.search(r"\byou(?:rs?)?\b", text, re.IGNORECASE):
        return []
    if not _VERB.search(text) and not line.has("drug"):
        return []
    if (
        not re.search(
            r"\b(?:he|she|they|it|its|his|her|their|there|that|this|the|no|is|was|has|have|had|been)\b",
            text,
            re.IGNORECASE,
        )
        and not clinical
    ):
        return []
    heading = _heading(text)
    text = relatives.formal(text) if heading == part.FAMILY else text
    return [Piece(Section.SUBJECTIVE, heading, text, row.turns)]


def _of_companion(row: Said) -> list[Piece]:
    """What a companion says of themselves: not their own health, but what they fear or saw."""
    line = row.line
    if line.has("drug", "disorder", "symptom") or line.words < 5:
        return []
    text = as_companion(rewrite.patient_sentence(of_patient(line.text), Person()))
    return [Piece(Section.SUBJECTIVE, part.HISTORY, text, row.turns)]


def _only_denies(said: str, line: Line, facts: dict[str, Fact]) -> bool:
    """Whether a line ("no weight loss or passing out") says no more than the sentence with all that was denied."""
    found = [facts.get(m.concept.name) for m in line.mentions if m.concept.kind in {"symptom", "disorder"}]
    absent = bool(found) and all(fact and fact.status.polarity == "absent" for fact in found)
    return absent and line.words <= 5 * len(found) and bool(re.match(r"(?:no|not any|none)\b", said, re.IGNORECASE))


def _answered(rows: list[Said], index: int, visit: Visit, facts: dict[str, Fact]) -> list[Piece]:
    """What a bare yes or no to a question says; denied findings are listed together elsewhere."""
    row = rows[index]
    replies = [other for other in rows[index + 1 : index + 3] if other.line.speaker != "doctor"][:1]
    if not replies or rows[index + 1] is not replies[0] or row.line.phase in {"exam", "plan"}:
        return []
    reply = replies[0].line
    kind = reply_kind([reply])
    if kind == "unclear" or (reply.words > 6 and kind == "yes" and re.search(r"\bbut\b", reply.text)):
        return []
    findings = [m for m in row.line.mentions if m.concept.kind in {"symptom", "disorder"}]
    known = [facts[m.concept.name] for m in findings if m.concept.name in facts]
    if kind == "no" and findings:
        return []
    if any(fact.status.polarity == "absent" for fact in known):
        return []
    if findings and not known:
        return []
    text = statement(row.line.text, yes=kind == "yes", person=visit.person)
    wanted = bool(_SOCIAL.search(text)) or salience.asked(row.line, index / max(1, len(rows)))
    if not text or re.search(r"\banything\b", text) or not wanted:
        return _confirmed(row, replies[0], visit, facts)
    return [Piece(Section.SUBJECTIVE, _heading(text), text, turns_of([row.turns, replies[0].turns]))]


def _confirmed(row: Said, reply: Said, visit: Visit, facts: dict[str, Fact]) -> list[Piece]:
    """Findings that the patient only said yes to."""
    names, turns = [], []
    for mention in row.line.mentions:
        fact = facts.get(mention.concept.name)
        said_again = any(m.concept == mention.concept for m in reply.line.mentions)
        if fact and fact.asked and fact.status.polarity == "present" and row.line.id in fact.turns and not said_again:
            names.append(written(fact.concept, mention.words))
            turns.append(fact.turns)
    if not names:
        return []
    text = finish(f"{visit.person.subject} reports {listed(names)}")
    return [Piece(Section.SUBJECTIVE, part.HISTORY, text, turns_of(turns))]


def denials(facts: dict[str, Fact]) -> list[Piece]:
    """One sentence with all that was denied; what the doctor rules out nobody denied."""
    vague = {"pain", "tenderness"} if any(f.status.polarity == "present" for f in facts.values()) else set()
    denied = [
        fact
        for fact in facts.values()
        if fact.status.polarity == "absent" and fact.concept.kind in {"symptom", "disorder"}
        if fact.concept.name not in vague
    ]
    if not denied:
        return []
    text = f"The patient denies {listed([written(fact.concept, fact.words) for fact in denied], 'or')}."
    return [Piece(Section.SUBJECTIVE, part.HISTORY, text, turns_of(fact.turns for fact in denied))]


def medications(orders: list[Order]) -> list[Piece]:
    """What the patient already takes."""
    taking = [o for o in orders if o.order_type is OrderType.MEDICATION and o.status is OrderStatus.ALREADY_TAKING]
    if not taking:
        return []
    text = finish(", ".join(order.description for order in taking))
    return [Piece(Section.SUBJECTIVE, part.MEDICATIONS, text, turns_of(order.turns for order in taking))]


def past(visit: Visit) -> list[Piece]:
    """The disorders that the patient is known to have: told in the history, not denied, not only feared."""
    found: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    relatives = of_family(visit)
    for place, line in enumerate(visit.lines):
        if line.phase != "history" or line.question or place in relatives:
            continue
        text = masked(line.text) if line.speaker == "other" else line.text
        for mention in line.mentions:
            status = status_of(text, mention)
            if mention.concept.kind != "disorder" or status.experiencer == "family" or status.when == "hypothetical":
                continue
            own = line.speaker == "other" and is_own(text, mention.start)
            if own or certainty(line, mention) in {"named", "suspected"}:
                continue
            if status.polarity == "present" and (_KNOWN.search(line.text) or line.words <= 6):
                found.setdefault(mention.concept.name, []).append(line.id)
                names.setdefault(mention.concept.name, written(mention.concept, mention.words))
    if not found:
        return []
    text = finish(", ".join(dict.fromkeys(names.values())))
    return [Piece(Section.SUBJECTIVE, part.PAST, text, turns_of(found.values()))]
