"""Which of the 20 sections of MTS-Dialog (https://github.com/abachaa/MTS-Dialog) a piece of conversation belongs to."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from opd_desktop.scribe.lexicon import lexicon
from opd_desktop.scribe.linear import load

#: The headers as the data set writes them.
HEADERS = (
    "FAM/SOCHX", "GENHX", "PASTMEDICALHX", "CC", "PASTSURGICAL", "ALLERGY", "ROS", "MEDICATIONS", "ASSESSMENT", "EXAM",
    "DIAGNOSIS", "DISPOSITION", "PLAN", "EDCOURSE", "IMMUNIZATIONS", "IMAGING", "GYNHX", "PROCEDURES",
    "OTHER_HISTORY", "LABS",
)  # fmt: skip

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")
_SPEAKER = re.compile(r"\s*\[?\s*([A-Za-z_]+)\s*\]?\s*:?\s*(.*)")
_TAGGED = re.compile(r"\s*(?:\[\s*[A-Za-z_]{2,20}\s*\]|[A-Za-z_]{2,20}\s*:)")
_NO = re.compile(r"(?:no|nope|not|none|never|nothing|uh no|um no)\b")
_YES = re.compile(r"(?:yes|yeah|yep|right|correct|uh huh)\b")
_CUES = {
    name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for name, words in {
        "family": r"mother|father|mom|dad|brother|sister|grand\w+|aunt|uncle|famil\w+|run in|parents|sibling\w*",
        "social": r"smok\w+|drink\w*|alcohol|tobacco|drugs?|married|lives?|job|work|retired|cigar\w+|pack|beer|wine|"
        r"marijuana|husband|wife|kids|children|divorced|occupation",
        "surgery": r"surger\w+|surgical\w*|operat\w+|procedure\w*|removed|\w+ectomy|\w+plasty|taken out|bypass|"
        r"transplant|c section|replacement",
        "allergy": r"allerg\w+|react\w*|intoleran\w+|hives|hay fever",
        "vaccine": r"immuni\w+|vaccin\w+|shots?",
        "drug": r"medication\w*|medicine\w*|milligram\w*|pills?|prescri\w+|dose|tak(?:e|ing)|supplement\w*",
        "exam": r"exam|examin\w*|look at|listen|feel|breathe|open your",
        "imaging": r"x[ -]ray\w*|mri|m r i|ct|c t|scan|ultrasound|imaging",
        "lab": r"blood (?:work|test|report)|lab\w*|results?|level|count",
        "gyn": r"pregnan\w+|periods?|menstrua\w+|miscarriages?|pap|birth control|menopause|abortion\w*|reproductive|"
        r"gravida|para|vaginal|uterus|gynecolog\w+|mammograms?|c section",
        "plan": r"follow up|come back|prescri\w+|i will|i'll|i would like|let's|recommend|appointment|schedule|see you|"
        r"refer",
        "diagnosis": r"diagnos\w+|you have|i think|looks like|suspect|due to|likely",
        "leaving": r"discharg\w+|home|stable|release\w*|admit\w*|hospital\w*",
        "past": r"history|past|medical (?:problems|conditions|issues|history)|chronic|other (?:medical|health)",
        "reason": r"brings? you|what happened|how can i help|reason for|what seems|what's going on|going on",
        "time": r"days?|weeks?|months?|years?|ago|since|started|start|last",
        "symptom": r"pain|hurt\w*|fever|chills|nausea|vomit\w+|dizz\w+|cough|headache\w*|swelling|numb\w*|breath",
        "same": r"as discussed|already|anything else|any other",
        "systems": r"review of (?:your |her |his )?systems|(?:all )?(?:your|her|his) systems|other symptoms|symptoms",
        "reports": r"reports?|showed?|shows|revealed|came back|normal limits|negative|positive|within normal|findings?",
        "values": r"sodium|creatinine|potassium|hemoglobin|white blood|platelets|enzymes?|urea|glucose|cultures?|bun",
        "tracing": r"ekg|e k g|ecg|echo\w*|sinus|rhythm|x[ -]rays?|ct|mri|ultrasound|scans?|view",
        "placed": r"placed|inserted|removed|performed|procedures?|injection|catheter|biops\w+|drain\w*|sutures?",
        "gave": r"gave|given|nurse|emergency|urgent care|ambulance|er|i v|fluids|monitor\w*|dilaudid|morphine",
        "reviewed": r"reviewed|changes|unchanged|no change|same as|last visit|chart|records?",
        "told to": r"i(?:'d| would) like you to|you (?:should|need to|can|have to)|make sure|try to|continue|keep|"
        r"avoid|referr?\w*|therapy|diet|exercises?|call (?:me|us)",
        "next": r"next (?:week|month|visit)|in (?:two|three|four|six|a few) (?:days|weeks|months)|come back|"
        r"follow up|see you",
        "conclude": r"diagnos\w+|impression|this is|you have|it(?:'s| is) (?:most )?likely|appears|consistent|"
        r"suffering",
        "birth": r"born|birth|weeks|delivery|nicu|incubator|vaccin\w+|formula|breast",
        "habits": r"smok\w+|drink\w*|alcohol|tobacco|drugs|cigarettes?|quit",
        "relatives": r"mother|father|mom|dad|brothers?|sisters?|grand\w+|aunt|uncle|cousins?",
    }.items()
}
_NUMBER_WEIGHT, _SHAPE_WEIGHT = 0.35, 0.16
BLOCKS = {"": 1.0, "2": 0.7, "by": 0.7, "first": 0.7}
"""Lengths of the blocks of word features: words, pairs, words by speaker, words of the first two lines."""

_STEPS = {"words": (12, 20, 30, 45, 65, 95, 140, 200), "lines": (2, 3, 4, 6, 8, 12, 18), "questions": (1, 2, 3, 5, 8)}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line of a snippet: the speaker's tag in lower case, and the words."""

    speaker: str
    text: str


def spoken(dialogue: str) -> list[Spoken]:
    """The lines of a snippet; a line without a tag goes on for the last speaker."""
    lines: list[Spoken] = []
    speaker = "unknown"
    for line in dialogue.splitlines():
        match = _SPEAKER.match(line) if _TAGGED.match(line) else None
        if match:
            speaker, line = match[1].lower(), match[2]
        if line.strip():
            lines.append(Spoken(speaker, line.strip()))
    return lines


def words_of(lines: list[Spoken]) -> list[str]:
    """Word and word-pair features, once as they are and once with who said them; the block stands before the colon."""
    made: list[str] = []
    for number, line in enumerate(lines):
        said = ["0" if word.isdigit() else word for word in _WORD.findall(line.text.lower())]
        made += said
        made += [f"2:{a}_{b}" for a, b in zip(["^", *said], [*said, "$"], strict=True)]
        made += [f"by:{line.speaker[:1]}:{word}" for word in said]
        if number < 2:
            made += [f"first:{word}" for word in said]
        if number == 0:
            made += [f"first:0:{word}" for word in said]
    return made


def numbers_of(lines: list[Spoken]) -> dict[str, float]:
    """What the words don't show: kinds of concepts, cues by speaker, shares of yes, no and questions, and the shape."""
    text = "\n".join(line.text for line in lines)
    count = len(text.split())
    made = {"len": math.log1p(count) / 6, "lines": math.log1p(len(lines)) / 4, "short": float(count < 40)}
    kinds = Counter(kind for kind, _ in {(m.concept.kind, m.concept.name) for m in lexicon().find(text)})
    for kind in ("symptom", "disorder", "drug", "lab", "imaging"):
        made[f"kind:{kind}"] = min(1.0, kinds[kind] / 4)
        made[f"any:{kind}"] = float(kinds[kind] > 0)
    for name, cue in _CUES.items():
        made[f"cue:{name}"] = min(1.0, len(cue.findall(text)) / 4)
        made[f"asked:{name}"] = float(any(_asks(line) and cue.search(line.text) for line in lines))
        made[f"told:{name}"] = float(any(_tells(line) and cue.search(line.text) for line in lines))
        made[f"share:{name}"] = sum(bool(cue.search(line.text)) for line in lines) / max(1, len(lines))
    made |= _shares(lines, count)
    shape = _shape(made, {"words": count, "lines": len(lines), "questions": text.count("?")})
    return {name: value * _NUMBER_WEIGHT for name, value in made.items()} | dict.fromkeys(shape, _SHAPE_WEIGHT)


def _shares(lines: list[Spoken], count: int) -> dict[str, float]:
    answers = [line.text.lower() for line in lines if line.speaker != "doctor"]
    doctor = sum(len(line.text.split()) for line in lines if line.speaker == "doctor")
    speakers = ("guest_clinician", "guest_family", "patient")
    return {
        "no": sum(bool(_NO.match(answer)) for answer in answers) / max(1, len(answers)),
        "yes": sum(bool(_YES.match(answer)) for answer in answers) / max(1, len(answers)),
        "questions": sum("?" in line.text for line in lines) / max(1, len(lines)),
        "doctor": doctor / max(1, count),
    } | {f"by:{one}": float(any(line.speaker == one for line in lines)) for one in speakers}


def _shape(made: dict[str, float], sizes: dict[str, int]) -> list[str]:
    """How long it is in steps, and which three kinds of cues it has most of: what a sum of words can't weigh."""
    found = [f"{name}<{step}" for name, steps in _STEPS.items() for step in steps if sizes[name] < step]
    ranked = sorted(((made[f"share:{cue}"] + made[f"cue:{cue}"], cue) for cue in _CUES), reverse=True)
    return found + [f"top{place}:{cue}" for place, (share, cue) in enumerate(ranked[:3]) if share > 0]


def _tells(line: Spoken) -> bool:
    return line.speaker == "doctor" and "?" not in line.text


def _asks(line: Spoken) -> bool:
    return line.speaker == "doctor" and "?" in line.text


@lru_cache(maxsize=256)
def section_of(dialogue: str) -> str:
    """The header a snippet belongs to; an empty one is the general history, the commonest of visits."""
    lines = spoken(dialogue)
    if not lines:
        return "GENHX"
    return load("sections").best(words_of(lines), numbers_of(lines))
