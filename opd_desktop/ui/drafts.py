"""Typed text that must survive a crash: small encrypted files in the data folder, one per form.

The key is derived from the person's password at sign-in (scrypt) and lives in memory only, so what is left on a
shared computer can be read by nobody but the person who typed it. A changed password loses the drafts, no more.
"""

import hashlib
import json
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt


class Drafts:
    """Drafts of one person on this computer.

    Writing is cheap enough for every pause in typing: a draft is some hundred bytes.
    """

    def __init__(self, folder: Path, login: str, password: str) -> None:
        self._folder = folder / "drafts" / hashlib.sha256(login.encode()).hexdigest()[:16]
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.key = _derive(password, self._salt())
        """The Fernet key; recordings of this person on this computer are locked with it too."""
        self._box = Fernet(self.key)

    def put(self, key: str, value: dict[str, Any]) -> None:
        """Keep ``value`` (JSON) under ``key``; replaces the older one in one step."""
        path = self._path(key)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(self._box.encrypt(json.dumps({"key": key, "value": value}).encode()))
        fresh.replace(path)

    def get(self, key: str) -> dict[str, Any] | None:
        """What was kept under ``key``; None if nothing, or nothing that this password opens."""
        try:
            return dict(json.loads(self._box.decrypt(self._path(key).read_bytes()))["value"])
        except (OSError, InvalidToken, ValueError, KeyError):
            return None

    def drop(self, key: str) -> None:
        """Forget ``key``: its text is safe in the database, or was given up."""
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.draft"

    def _salt(self) -> bytes:
        path = self._folder / "salt"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            import secrets

            path.write_bytes(secrets.token_bytes(16))
            return path.read_bytes()


def _derive(password: str, salt: bytes) -> bytes:
    kdf = Scrypt(salt=salt, length=32, n=2**14, r=8, p=1)
    return urlsafe_b64encode(kdf.derive(password.encode()))
