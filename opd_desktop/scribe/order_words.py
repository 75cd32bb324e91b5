"""The words by which orders are given, put off, refused and explained."""

from __future__ import annotations

import re


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


#: Cues in the line of a possible order.
CUES: dict[str, re.Pattern[str]] = {
    "decides": _any(
        r"order|prescrib\w+|start|begin|increase|decrease|reduce|continue|refill|give|switch|change|add|send|"
        r"get|put you|take|use|schedule|repeat|check|recheck|obtain|draw|stop|hold|discontinue|do|run|want|need|keep|"
        r"try|write|recommend|advised?|refer|set up|perform|request|require[sd]?|review|tablet|consider"
    ),
    "future": _any(
        r"i'm going to|i am going to|i'll|i will|i'd like|i would like|i want|let's|we'll|we will|we're going to|"
        r"we are going to|going to|we need|you need|i recommend|recommend|should|have you|please|continue|order|"
        r"prescribe|start|refill|i think we|we can|gonna|keep"
    ),
    "conditional": _any(
        r"if (?:it|you|that|this|the|there|not|no|your|symptoms|he|she|they|things|we|pain|still|needed)|depending on|"
        r"unless|in case"
    ),
    "considered": _any(
        r"consider|might|maybe|may (?:need|want|have to)|could (?:do|try|consider|also|get)|think about|possibly|"
        r"talk about|down the (?:road|line)|an option|if you want|would you like|do you want"
    ),
    "declined": _any(
        r"do(?:es)?n't (?:need|want|think (?:we|you|that)|recommend)|no need (?:for|to)|"
        r"not going to (?:order|prescribe|need|start|give|do|add|use|put)|"
        r"won't need|hold off on|rather not|declin\w+|refus\w+|i'd prefer not|instead of|no longer need"
    ),
    "done": _any(
        r"show(?:s|ed)?|came back|results? (?:of|show|are|were)|looking at|look at|we did|was (?:normal|done|negative|"
        r"positive|elevated)|is (?:normal|elevated|negative|positive|high|low)|reviewed|went over|"
        r"had (?:a|an|your|the)|last (?:time|visit|month|year)|previous|ago|already|are (?:normal|good)"
    ),
    "taking": _any(
        r"i(?:'ve| have)? (?:been )?(?:tak(?:e|ing|en)|took|using|use|tried)|i'm (?:taking|on|using)|already (?:taking|"
        r"on)|(?:you|he|she)(?:'re| are|'ve been| have been| is|'s)? (?:currently |still |been )*(?:on|taking|takes?|"
        r"using)|was taking|(?:currently|presently) (?:on|taking)|compliant with|taking (?:your|my|the|his|her)|takes"
    ),
    "continue": _any(
        r"continue|keep (?:you|taking|using|on|up)|stay on|maintain|remain on|carry on|still taking|keep that"
    ),
    "change": _any(r"increase|decrease|reduce|raise|lower|double|go up|up to|switch|change"),
    "new": _any(
        r"order|prescrib\w+|start|begin|put you on|write you|call in|send (?:in|over|you)|add|give you|initiate"
    ),
    "stop": _any(r"stop|discontinue|hold|come off|quit|avoid|stay away"),
    "again": _any(r"repeat|recheck|another|again|refill|renew"),
    "allergy": _any(r"allerg(?:y|ic|ies)"),
    "results": _any(r"show me|pull up|results?|level|was|were|normal|elevated"),
    "dragon": _any(r"dragon|dax"),
}

_COUNT = (
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|couple|a couple(?: of)?|a few|few|several)"
    r"(?:[ -](?:to|or)[ -]\w+)?"
)
_TIME = (
    rf"(?:(?:about |another |the next |next |approximately |maybe )*{_COUNT}[ -](?:more )?(?:day|week|month|year)s?"
    r"(?:'s? time)?|next (?:week|month|year|visit)|tomorrow|thirty days|week of \w+ \w+)"
)
_BACK = (
    r"(?:see (?:you|him|her|me|us)(?: (?:back|again))?(?: here)?|come(?:s|ing)? back(?: and see (?:me|us)| to see me)?|"
    r"come in to see|follow(?:ing)?[- ]?up|return|arrange a review|(?:make|book|schedule|arrange|set up) "
    r"(?:an?|another) (?:follow[- ]?up )?appointment|touch base|be seen|recheck)"
)
#: A return visit, with its time where one is said.
RETURN = re.compile(
    rf"\b(?:{_TIME}[^.;]{{0,25}}?\b{_BACK}\b|{_BACK}\b(?:[^.;?]{{0,45}}?\b(?P<when>{_TIME}))?)", re.IGNORECASE
)
RETURN_VERB = re.compile(rf"\b{_BACK}\b", re.IGNORECASE)
RETURN_TIME = re.compile(rf"\b{_TIME}", re.IGNORECASE)

#: A place of the body that is looked at.
SITE = re.compile(
    r"\b(?:right|left|bilateral)?\s*(?:lower |upper |lumbar |cervical |thoracic )?(?:chest|abdomen|abdominal|"
    r"renal artery|knee|shoulder|hip|spine|back|neck|head|brain|ankle|foot|hand|wrist|elbow|sinus|kidneys?|pelvis|"
    r"pelvic|thyroid|carotid|leg|arm|liver|breast|heart)\b",
    re.IGNORECASE,
)

CONCLUDES = _any(
    r"i think|likely|probably|consistent with|looks like|diagnos\w*|impression|assessment|suspect\w*|you have|"
    r"suggests?|most likely|i believe|concern(?:ed|ing)|due to|related to|secondary to|called?"
)
ANNOUNCES = _any(
    r"(?:your|the|for your|for the) (?:first|second|third|fourth|next|last|other) (?:problem|issue|thing|diagnosis)|"
    r"first (?:problem|diagnosis|issue)|impression|assessment"
)
BEFORE_PROBLEM = re.compile(
    r"(?:(?:left|right|bilateral|acute|chronic|low|lower|upper|severe|mild|moderate|new|uncontrolled|high|possible|"
    r"type (?:1|2|i|ii|one|two)|stage \w+|knee|shoulder|back|ankle|hip|foot|elbow|neck|wrist|muscular|some)\s+)+$",
    re.IGNORECASE,
)
_END = (
    r"(?=[,.;?!]|\s(?:and|so|but|i think|i'd|i'm|i want|i would|let's|we'll|we're|okay|you know|it sounds|it|um|uh|uh,)"
    r"\s|$)"
)
#: Phrases that give a reason; `why` is the reason.
WHY: dict[str, re.Pattern[str]] = {
    "announced": re.compile(
        r"\b(?:first|second|third|fourth|fifth|next|last|other) (?:problem|issue|thing|diagnosis)[\s,]*"
        rf"(?:of|is|with|for)?[\s,]*(?:this |your |the |a |an |of )*(?P<why>[a-z][\w' -]{{3,60}}?){_END}",
        re.IGNORECASE,
    ),
    "for your": re.compile(
        rf"\bfor (?:your|the|his|her|this|that|some) (?P<why>[a-z][\w' -]{{3,50}}?){_END}", re.IGNORECASE
    ),
    "purpose": re.compile(
        r"\b(?P<why>(?:just )?(?:to|so we can|so that we can) (?:rule out|see (?:if|whether|what|how|where)|check|look|"
        r"make sure|determine|evaluate|assess|help|get|confirm)[\w' -]{3,90}?)"
        r"(?=[,.;?!]|\s(?:okay|i'm|i also|and i)\s|$)",
        re.IGNORECASE,
    ),
    "have": re.compile(
        r"\b(?:i think (?:that )?you(?:'re| have| are)|you (?:do )?have(?: is)?(?: what we call)?|"
        r"(?:diagnosis|impression|assessment) is|consistent with|diagnosis of|"
        r"diagnosed with|signs? of|concerned (?:about|for|that)|suspicious (?:of|for)|due to|evidence of|called|"
        r"positive for|i think it's|suggestive of|flare ?-?up of) (?:an? |the |some |your |in an? )*"
        rf"(?P<why>[a-z][\w' -]{{3,60}}?){_END}",
        re.IGNORECASE,
    ),
}
