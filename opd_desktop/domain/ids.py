"""Identifiers: UUIDv7 made by the client, so that a request can be repeated, and index-friendly by time."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """A new UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | 0x7 << 76 | 0x2 << 62)


def luhn_check_digit(digits: str) -> str:
    """The Luhn (mod 10) check digit of a string of digits; ISO/IEC 7812-1, Annex B."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        number = int(char) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return str(-total % 10)


def make_mrn(sequence: int) -> str:
    """The medical record number of a sequence value: six or more digits and a check digit, ``004512-3``."""
    body = f"{sequence:06d}"
    return f"{body}-{luhn_check_digit(body)}"


def mrn_is_valid(text: str) -> bool:
    """Whether a typed or scanned record number carries the right check digit (the dash may be missing)."""
    digits = text.replace("-", "").strip()
    return digits.isdigit() and len(digits) >= 7 and luhn_check_digit(digits[:-1]) == digits[-1]
