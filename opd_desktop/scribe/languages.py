"""Which language a conversation is in. The rules read English; a note made of anything else would be garbage."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

READ = frozenset({"en"})
"""Languages (ISO 639-1) that the rules draft from."""

AUTO = "auto"
"""Let the speech model tell."""

UNKNOWN = "und"
"""ISO 639-2 for a language that could not be told."""

_LOOKED_AT = 8_000
_ENOUGH_WORDS = 12
_SHARE = 0.12
"""Of all words; in running speech far more are function words, also where much of it is names."""
_TIMES = 3
"""So often must another language's words come for one of English; a few foreign words are no foreign visit."""
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")

# Words of grammar that the others of these languages, English first, do not have.
_FUNCTION_WORDS = {
    "en": "the and is are you your i'm it's have has what that this with for of was any how do does my been it so",
    "es": "el los las que por para con está tiene una del muy pero desde usted mi cuando también estoy duele hace y es",
    "fr": "le les des est une vous avez que pour avec pas depuis je j'ai c'est dans sur mais votre suis êtes mal et",
    "de": "der das und ist ich sie haben nicht seit mit ein eine es mir auch wie habe sind wir ihnen schmerzen den bei",
    "pt": "os uma você está não com para tem muito desde mas minha meu quando também dor faz estou isso são então é",
    "it": "il che è una per con ho gli della ha non sono mi da quando anche molto dolore ma questo lei del",
    "nl": "het een van ik u heeft niet met en dat is voor heb ook bij maar sinds wat zijn naar pijn mijn",
}
_SETS = {code: frozenset(words.split()) for code, words in _FUNCTION_WORDS.items()}
_SCRIPTS = {
    "ARABIC": "ar",
    "BENGALI": "bn",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "TAMIL": "ta",
    "THAI": "th",
}
"""Scripts by the first word of a letter's Unicode name, with the language that is likeliest in them."""


def language_of(text: str) -> str:
    """The language of a text as ISO 639-1 has it: ``en`` unless another one is plain to see, `UNKNOWN` for a script
    that is none of ours."""
    beginning = text[:_LOOKED_AT]
    script = _other_script(beginning)
    if script:
        return script
    words = [word.lower() for word in _WORD.findall(beginning.replace("\u2019", "'"))]
    if len(words) < _ENOUGH_WORDS:
        return "en"
    counts = {code: sum(word in known for word in words) for code, known in _SETS.items()}
    english = counts.pop("en")
    best = max(sorted(counts), key=lambda code: counts[code])
    plain = counts[best] >= _TIMES * max(1, english) and counts[best] >= _SHARE * len(words)
    return best if plain else "en"


def _other_script(text: str) -> str:
    """The language of the script that most letters are of; "" where they are Latin."""
    letters = [letter for letter in text if letter.isalpha()]
    if sum(letter.isascii() or unicodedata.name(letter, "").startswith("LATIN") for letter in letters) * 2 >= len(
        letters
    ):
        return ""
    names = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in letters if not letter.isascii())
    if names["HIRAGANA"] + names["KATAKANA"] > 0 and names["CJK"]:
        return "ja"
    return _SCRIPTS.get(names.most_common(1)[0][0], UNKNOWN)
