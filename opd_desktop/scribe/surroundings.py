"""What stands around a word.

One conversation holds several pains, sides and "two weeks"; only the words beside them tell which of them a sentence of
a note means.

The conversation is one row of stems. Whatever is asked about (a number, a finding, a side) has a window: the stems on
both sides, each with a weight that falls with the distance. How near two windows are is the weight of the stems that
both have, rare stems counting for more.
"""

from __future__ import annotations

import bisect
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from opd_desktop.scribe.evidence_words import STOP, stem

Window = Mapping[str, float]

REACH = 16
"""Content words on each side that belong to a window."""
HALVED = 5.0
"""Distance in content words at which a stem counts half."""
_WORD = re.compile(r"[a-z][a-z'-]+", re.IGNORECASE)
_SAME_WORDS = (
    "abdomen belly abdominal stomach tummy|pain hurt ache sore discomfort painful achy|swell swollen edema puffy|"
    "foot feet|medication med medicine|breath breathe|short dyspnea|begin began start onset|fall fell fallen|"
    "exam examine|prescribe prescription|numb numbness|tender tenderness|follow back return|x-ray xray|"
    "smoke cigarette tobacco pack|drink alcohol beer wine|daily day|rate scale level severity|weak weakness|"
    "stiff stiffness|bruise ecchymosis|red erythema redness|mother mom|father dad|surgery operation|"
    "improve better|worsen worse|walk ambulate ambulation|knee kneecap patella|"
    "respiratory respiration respirations|urine urinate pee|normal fine good"
)
_SAME = {stem(word): row.split()[0] for row in _SAME_WORDS.split("|") for word in row.split()}


def folded(word: str) -> str:
    """The stem of a word, with everyday words folded into the clinical one."""
    found = stem(word)
    return _SAME.get(found, found)


def _tokens(text: str) -> list[tuple[str, int, int]]:
    return [
        (folded(match.group(0)), match.start(), match.end())
        for match in _WORD.finditer(text)
        if match.group(0).lower() not in STOP and len(match.group(0)) > 2
    ]


class Stream:
    """The content words of consecutive texts in one row."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stems: list[str] = []
        self._starts: list[list[int]] = []
        self._first: list[int] = []
        spread: Counter[str] = Counter()
        for text in texts:
            rows = _tokens(text)
            self._first.append(len(self._stems))
            self._starts.append([start for _, start, _ in rows])
            self._stems += [word for word, _, _ in rows]
            spread.update({word for word, _, _ in rows})
        self._places: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self._stems):
            self._places[word].append(at)
        count = max(1, len(texts))
        self._rarity = {word: math.log1p(count / seen) for word, seen in spread.items()}

    def together(self, words: Iterable[str], within: int) -> bool:
        """Whether stems (as `folded` gives them) stand within so many content words of each other somewhere."""
        places = [self._places.get(word, []) for word in words]
        first, *others = sorted(places, key=len)
        return any(all(_any_between(rows, at - within, at + within) for rows in others) for at in first)

    def window(self, index: int, start: int, end: int) -> Window:
        """The stems around characters start..end of text number `index`, those of the texts beside it included."""
        at = self._first[index] + bisect.bisect_left(self._starts[index], start)
        after = self._first[index] + bisect.bisect_left(self._starts[index], end)
        found: dict[str, float] = {}
        left = self._stems[max(0, at - REACH) : at][::-1]
        for words in (left, self._stems[after : after + REACH]):
            for distance, word in enumerate(words):
                found[word] = max(found.get(word, 0.0), _weight(distance))
        for word in self._stems[at:after]:
            found[word] = 1.0
        return found

    def nearness(self, ours: Window, theirs: Window) -> float:
        """How much two windows share; 0.0 for nothing."""
        return sum(
            weight * theirs[word] * self._rarity.get(word, 0.0) for word, weight in ours.items() if word in theirs
        )

    def nearest(self, ours: Window, many: Iterable[Window]) -> float:
        """The largest nearness to one of several windows; 0.0 for none."""
        return max((self.nearness(ours, one) for one in many), default=0.0)


def _any_between(rows: Sequence[int], low: int, high: int) -> bool:
    """Whether a sorted row has a number from `low` to `high`."""
    at = bisect.bisect_left(rows, low)
    return at < len(rows) and rows[at] <= high


def _weight(distance: int) -> float:
    return 1.0 / (1.0 + distance / HALVED)


def window_in(text: str, start: int, end: int, without: frozenset[str] = frozenset()) -> Window:
    """The window of characters start..end in a single sentence."""
    rows = _tokens(text)
    before = [word for word, _, last in rows if last <= start][::-1]
    after = [word for word, first, _ in rows if first >= end]
    found: dict[str, float] = {word: 1.0 for word, first, last in rows if first >= start and last <= end}
    for words in (before, after):
        for distance, word in enumerate(words[:REACH]):
            found[word] = max(found.get(word, 0.0), _weight(distance))
    return {word: weight for word, weight in found.items() if word not in without}
