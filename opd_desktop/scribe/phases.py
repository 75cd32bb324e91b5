"""Which part of a visit a doctor's words belong to: history, examination, results or plan.

A spoken signpost ("on exam", "my plan is", "let me take a listen") says where the visit has come to. Without one, what
only somebody says who is examining or deciding still is a finding or a decision, if only for that sentence; late in the
visit the rest follows it.
"""

from __future__ import annotations

import re
from typing import Literal

from opd_desktop.scribe.lexicon import lexicon

Phase = Literal["history", "exam", "results", "plan"]

_EXAM = re.compile(
    r"\bphysical exam|\b(?:on|for) (?:your |the |my )?(?:[a-z]+ )?exam\b|\bon examination\b|"
    r"\btake a (?:quick )?listen\b|"
    r"\blet me (?:listen|examine|check|feel|look (?:at|in) your|"
    r"take a (?:quick |closer |good )?look)|\bgoing to (?:listen|examine|check (?:you|your)|"
    r"take a look|look at your)|"
    r"\bvital signs?\b|\bvitals\b|\bi (?:do )?(?:appreciate|hear|feel|palpate)\b|\blungs? (?:is|are|sound)|"
    r"\bdeep breath|"
    r"\bi do(?:n't| not) (?:appreciate|hear|feel|see) any\b|\bpress(?:ing)? (?:on|here)|\bdoes (?:it|that|this) hurt\b|"
    r"\bto palpation\b|\bstraight leg raise|\bpupils\b|\blooking at your (?:throat|ear|knee|back|skin|foot|hand|eyes)",
    re.IGNORECASE,
)
_RESULT_THING = (
    r"(?:x-?rays?|labs?|lab results?|results?|blood ?work|blood test|ekg|ecg|electrocardiogram|echo(?:cardiogram)?|"
    r"mri|ct(?: scan)?|"
    r"ultrasound|a1c|hemoglobin|cholesterol|creatinine|white (?:blood )?(?:cell )?count|pulmonary function tests?|"
    r"pfts?|urinalysis|"
    r"biopsy|stress test|colonoscopy|mammogram|ldl|potassium|tsh|covid test|strep test)"
)
_RESULTS = re.compile(
    rf"\b(?:show me|looking at|look at|review(?:ed|ing)?|pull up|went over|results? of)\b.*\b{_RESULT_THING}\b|"
    rf"\b{_RESULT_THING}\b.*\b(?:show(?:s|ed)?|look(?:s|ed)|reveal(?:s|ed)?|(?:is|was|were|are) (?:a |a little |"
    rf"slightly )?"
    r"(?:normal|elevated|high|low|negative|positive|stable|good|fine|unremarkable|within)|came back|demonstrates?)\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\bmy (?:assessment|plan|impression|recommendation)|\b(?:assessment and|treatment) plan\b|"
    r"\bfor (?:your|the) (?:first|second|third|next|last|fourth|other) (?:problem|issue|thing)|\bi(?:'d|"
    r" would) (?:like|recommend)|"
    r"\bi want (?:to|you to)\b|\bi(?:'m| am) (?:also )?going to (?:go ahead|prescribe|order|refer|start|give|put|"
    r"send|have|increase|"
    r"decrease|write|recommend|repeat|get|continue|stop|schedule|switch|add|change)|\bi(?:'ll| will) (?:go ahead|"
    r"prescribe|order|refer|"
    r"start|give|put|send|have|increase|write|get|continue|see you|schedule|adjust)|\blet's (?:go ahead|start|"
    r"continue|get|increase|"
    r"keep|do|try|stop|order|see|switch|put|have)|\bwe(?:'ll| will| can| should|'re going to|"
    r" are going to) (?:go ahead|continue|start|"
    r"order|get|put|prescribe|refer|have|see|increase|do|give|keep|review|repeat|send|check|schedule|recheck|try)|"
    r"\bcontinue (?:to |the |with |your |on )|"
    r"\bi recommend|\bfollow[- ]?up (?:in|with)\b|\bcome back (?:in|and)|\bcall me\b|\bcall (?:us|the office)|"
    r"\breturn (?:to|if|in)\b|"
    r"\bplan (?:is|for)\b",
    re.IGNORECASE,
)
_SITE = (
    r"(?:lungs?|heart|abdomen|belly|ears?|ear canals?|ear ?drums?|throat|nose|neck|skin|knees?|hips?|shoulders?|"
    r"ankles?|wrists?|elbows?|hands?|feet|foot|eyes?|joints?|chest|spine|tonsils?|tongue|uvula|gums|pelvis|cervix|"
    r"uterus|breasts?|"
    r"prostate|scrotum|testes|wound|incision|calf|calves|legs?|nails?|scalp|mood|affect|speech|insight|judge?ment|gait|"
    r"reflexes|strength|sensation|pulses|pupils|thyroid|mucosa|membranes?|fundus|capillary refill|range of motion)"
)
_FOUND = (
    r"(?:clear|soft|normal|red|regular|tender|fine|good|swollen|supple|intact|unremarkable|bulging|dull|equal|reactive|"
    r"symmetric\w*|warm|cold|dry|moist|pale|flat|linear|slow|pressured|full|limited|reduced|decreased|absent|present|"
    r"[0-5]/5|[0-4] ?(?:\+|plus)|(?:one|two|three|four) plus|"
    r"positive|negative|enlarged|inflamed|congested|open|closed|healing|healed|clean|stable|brisk|steady|unsteady)"
)
_FINDS = re.compile(
    rf"\b{_SITE}(?: \w+){{0,3}} (?:is|are|was|looks?|sounds?|feels?|appears?) (?:\w+ ){{0,2}}{_FOUND}\b|"
    r"\b(?:tender(?:ness)?|effusion|lachman|mcmurray\w*|drawer|tinel\w*|phalen\w*|finkelstein\w*|straight leg raise|"
    r"tympanic membranes?|(?:systolic|diastolic)(?: \w+)? murmur|[1-6]/6(?: \w+){0,3} murmur|"
    r"(?:[0-5]/5 strength|strength [0-5]/5)|crackles|guarding|rebound|bowel sounds|lymph nodes?|adenopathy|"
    r"dix-hallpike|romberg|macules?|papules?|plaques?|pustules?|nystagmus|laxity|"
    r"monofilament|cranial nerves|fundal height|hallucinations|dipstick|exudates?|erythema|crepitus|joint line|"
    r"(?:plus|trace|pitting|no|ankle|leg) edema)\b|"
    r"\b(?:you )?appears? (?:tearful|anxious|well|tired|comfortable|in (?:no )?(?:acute )?distress)\b|"
    r"^(?:your )?(?:temperature|blood pressure|pulse|heart rate|weight|height|oxygen|sats?)\b[^?]{0,40}\d",
    re.IGNORECASE,
)
"""What only somebody says who is examining."""
_VALUE = re.compile(
    r"^(?:(?:so|and|okay|your|the)\b[\s,]*)*(?:creatinine|potassium|sodium|calcium|h[a]?emoglobin|a1c|ldl|hdl|cholesterol|"
    r"triglycerides|tsh|ferritin|glucose|white (?:blood )?(?:cell )?count|platelets|inr|egfr|psa|b12|bilirubin|alt|ast|"
    r"vitamin d|crp|uric acid)(?: level)?(?: today)? (?:(?:is|was|came back(?: at)?|of|at) )?\d",
    re.IGNORECASE,
)
"""The value of a laboratory test that is read out."""
_NO_FINDING = re.compile(
    r"\b(?:if|because|could|would|might|cause[sd]?|have you|did you|do you|you (?:said|told|mentioned|reported|were|"
    r"had|noticed)|i'd|we'll|i'll|let's|going to|start|stop|order|refer|prescribe|i think|i suspect|i understand|"
    r"last (?:time|visit|week|year)|at home)\b",
    re.IGNORECASE,
)
_DECIDES = re.compile(
    r"\bi(?:'d| would) like (?:you )?to (?:start|get|see|order|check|do|recheck|repeat|put|have|add|refer|try|give|"
    r"send)\b|\bi(?:'ll| will) (?:put|give|prescribe|refer|send|order|start|see you|call you|write)\b|"
    r"\bi want (?:to (?:add|start|do|get|order|check|try|refer|repeat)|you to)\b|"
    r"\bi(?:'m| am) (?:not )?going to (?:start|give|prescribe|order|do an?|put|send|refer|increase|add|write)\b|"
    r"\bi(?: do not|don't) want to (?:give|start|prescribe)\b|\byou (?:don't|do not) need an?\b|"
    r"\bwe need an? (?:\w+ )?(?:mri|ct|x-?ray|ultrasound|biopsy|scan|blood test|echo\w*)\b|"
    r"\bwe(?:'ll| will) (?:do|check|get|start|offer|repeat|increase|watch|add|need|recheck|send|order)\b|"
    r"\b(?:let's|i'll|we'll|i'd like to|i want to|(?:i'm|we're) going to) (?:go ahead and )?(?:increase|decrease|"
    r"reduce|raise|lower|double|cut|bump|refill|renew|switch|change) (?:you|him|her|the|your|his|that)\b|"
    r"\blet's (?:go ahead and )?(?:get (?:an?|the|some)|check|start|stop|hold|order|add|increase|repeat|recheck)\b|"
    r"\b(?:come|bring (?:him|her)) back\b|\b(?:see|seeing) (?:me|you) (?:back |again )?(?:in|on)\b|"
    r"\bfollow[- ]?up in\b|\brefer you\b|\bgo to the (?:emergency|er\b|ed\b|hospital)|\bcall (?:us|me|9|nine|911|988)|"
    r"^(?:please )?(?:stop|start|don't (?:take|use)|do not (?:take|use)|continue|keep (?:taking|using|the)|"
    r"wear|drink|apply|avoid|cut (?:down|back|out|the)|"
    r"increase|decrease|lower the|raise the|rest|ice|strain your|repeat|finish the|return)\b|"
    r"^(?:for (?:the|your|his|her) [^,]{2,30}, ?)?(?:please )?(?:take|use) "
    r"(?!a (?:deep|big)|your (?:shirt|shoes|coat|time|hand|finger|arm))[^?]*"
    r"(?:\d|daily|night|morning|food|meals|week)",
    re.IGNORECASE,
)
"""Decisions in words that do not stand in a history."""
_CONCLUDES = re.compile(
    r"^(?:(?:so|okay|and|well|now|good|news)\b[\s,]*)*"
    r"(?:i'm thinking|i (?:do |don't |do not )?(?:think|suspect|believe)|"
    r"(?:this|it|that) (?:is|looks like|could be|may be|might be|sounds like)|this is|it's|"
    r"you (?:likely|probably) have|(?:he|she) (?:likely |probably )?has|my (?:concern|impression|diagnosis) is)\b",
    re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|runs?|no|not)\b", re.IGNORECASE)
_OPINES = re.compile(
    r"\b(?:i'm thinking|i (?:do |don't |do not )?(?:think|suspect|believe)|suspicious for|consistent with|"
    r"concern\w*)\b",
    re.IGNORECASE,
)
_HISTORY_QUESTION = re.compile(
    r"\b(?:do you (?:smoke|drink|take|have any)|(?:are you|any) allerg\w+|family history|medical (?:history|problems?)|"
    r"any (?:other )?medic\w+|when did (?:it|this)|how long (?:has|have|did)|have you ever|past surger\w+|live with|"
    r"for (?:work|a living))\b",
    re.IGNORECASE,
)
_FROM_HERE_EXAM, _FROM_HERE_PLAN = 0.35, 0.5
"""Shares of the visit from which on a finding, or a decision, is where the visit has come to, not one sentence."""


def phases(phase: Phase, text: str, question: bool, place: float) -> tuple[Phase, Phase]:
    """The phase from a doctor's clause on, and that of the clause itself, which may be a finding or a decision in the
    middle of a history. `place`: the share of the visit that lies before it."""
    after = next_phase(phase, text, question)
    if question or after != phase:
        back = question and phase == "exam" and bool(_HISTORY_QUESTION.search(text))
        return ("history", "history") if back else (after, after)
    if phase in {"history", "exam"} and _VALUE.search(text) and not _NO_FINDING.search(text):
        return phase, "results"
    if phase == "history" and _FINDS.search(text) and not _NO_FINDING.search(text):
        return ("exam" if place > _FROM_HERE_EXAM else phase), "exam"
    if phase != "plan" and (_DECIDES.search(text) or _concludes(text, place)):
        return ("plan" if place > _FROM_HERE_PLAN else phase), "plan"
    return phase, phase


def _concludes(text: str, place: float) -> bool:
    """Whether a clause says what the doctor makes of it: an opinion about a disorder, or late in the visit any."""
    named = lexicon().kinds(text, "disorder")
    if place > _FROM_HERE_PLAN and named and named[0].start <= 4 and len(text.split()) <= 8 and not _VERB.search(text):
        return True
    if not _CONCLUDES.search(text):
        return False
    return bool(named) or (place > _FROM_HERE_PLAN and bool(_OPINES.search(text)))


def next_phase(phase: Phase, text: str, question: bool) -> Phase:
    """The phase of the visit that a doctor's clause is in, after `phase`."""
    if question and not _EXAM.search(text):
        return phase
    if _RESULTS.search(text) and not _PLAN.search(text):
        return "results"
    if _EXAM.search(text) and (
        phase != "plan" or re.search(r"\bphysical exam|\bon (?:your )?exam", text, re.IGNORECASE)
    ):
        return "exam"
    if _PLAN.search(text) and (
        phase != "history" or re.search(r"\border|prescrib|refer|for your first|assessment", text)
    ):
        return "plan"
    return phase
