"""Hashing a password the way Postgres stores it, so that the password itself never travels or is logged."""

import base64
import hashlib
import hmac
import os
import stringprep
import unicodedata

_ITERATIONS = 4096


def scram_verifier(password: str, salt: bytes | None = None) -> str:
    """A ``SCRAM-SHA-256$`` verifier (RFC 5803 form, as ``pg_authid.rolpassword`` holds it).

    Args:
        salt: 16 random bytes by default.
    """
    salt = salt or os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", _prepared(password), salt, _ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt64, stored64, server64 = (base64.b64encode(part).decode() for part in (salt, stored, server))
    return f"SCRAM-SHA-256${_ITERATIONS}:{salt64}${stored64}:{server64}"


def _prepared(password: str) -> bytes:
    """SASLprep (RFC 4013) as Postgres does it: what cannot be prepared is taken as it is."""
    mapped = "".join(
        " " if stringprep.in_table_c12(char) else char for char in password if not stringprep.in_table_b1(char)
    )
    prepared = unicodedata.normalize("NFKC", mapped)
    forbidden = any(
        stringprep.in_table_c21_c22(char) or stringprep.in_table_c3(char) or stringprep.in_table_a1(char)
        for char in prepared
    )
    return (password if forbidden or not prepared else prepared).encode()
