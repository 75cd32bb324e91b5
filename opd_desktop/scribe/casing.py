"""Capitals as they are written: speech and transcripts come in small letters. Letters change, words never."""

from __future__ import annotations

import re

_CAPITALS = (
    "mri ct ekg ecg emg cbc cmp bmp tsh ldl hdl psa copd gerd chf cad uti dvt er icu iv covid hiv bmi bnp ast alt egd "
    "bun inr afib nsaid nsaids acl mcl pcl ros pcp ent gi cpap tmj ada bp t3 t4 b12 d3 l1 l2 l3 l4 l5 s1 c5 c6 c7 "
    "pt/inr crp esr anca pet hpv std stds pft pfts adhd ptsd fev1 o2 spo2 tia acei arb otc jvd cva lad"
)
_PROPER = (
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september "
    "october november december tylenol advil motrin aleve mobic lasix ultram norvasc lipitor zocor prilosec pepcid "
    "protonix miralax imodium benadryl claritin zyrtec flonase zoloft prozac lexapro celexa wellbutrin xanax ativan "
    "synthroid plavix eliquis xarelto coumadin humira keppra neurontin lyrica cialis viagra percocet vicodin norco "
    "valium flexeril medrol tinel phalen lachman mcmurray babinski american african english spanish christmas "
    "thanksgiving halloween easter imitrex topamax bumex diovan cozaar toprol januvia jardiance ozempic trulicity "
    "metamucil robitussin mucinex sudafed excedrin cymbalta singulair combivent spiriva advair farxiga epipen epidiolex"
)
_SPECIAL = {"a1c": "A1c", "labor day": "Labor Day", "covid-19": "COVID-19", "x ray": "x-ray", "x rays": "x-rays"}
_WRITTEN = (
    {word: word.upper() for word in _CAPITALS.split()}
    | {"nsaids": "NSAIDs", "stds": "STDs", "pfts": "PFTs"}
    | {word: word.capitalize() for word in _PROPER.split()}
    | _SPECIAL
)
_KNOWN = re.compile(
    rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in sorted(_WRITTEN, key=lambda w: (-len(w), w)))})(?![\w])",
    re.IGNORECASE,
)
_UNITS = "mg mcg ml"
SPELLED = re.compile(
    r"(?<![\w'-])(?:"
    + "|".join(
        r"\.? ".join(word) for word in (*_CAPITALS.split(), *_UNITS.split()) if word.isalpha() and word.isascii()
    )
    + r")(?![\w'-])",
    re.IGNORECASE,
)
"""An abbreviation that was written letter by letter ("m r i"): its letters are no words, "i" least of all."""
_TITLE = re.compile(r"\b(mr|mrs|ms|dr|miss)(\.?)\s+([a-z][a-z'-]+)", re.IGNORECASE)


def cased(text: str) -> str:
    """`text` with names of days, drugs and people, and abbreviations of tests, as they are written."""
    text = _KNOWN.sub(lambda match: _WRITTEN[match.group(0).lower()], text)
    text = _TITLE.sub(lambda m: f"{m[1].capitalize()}{m[2]} {m[3][0].upper()}{m[3][1:]}", text)
    return f"{text[:1].upper()}{text[1:]}"
