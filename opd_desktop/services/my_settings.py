"""Choices of one person that follow them from desk to desk: zoom, filters, the view they work in.

Not settings of the clinic: nobody else reads or writes them, and losing them costs a few clicks.
"""

import json
from typing import Final

from sqlalchemy import text

from opd_desktop.domain.errors import BadInput
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.my_settings import MySettings, ReadSettings, WriteSettings
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

#: Bytes of compact JSON under one key; the table allows twice that, since it writes a space after every comma.
MOST_BYTES: Final = 16_384


@operation("me.settings.read")
def read(tx: Tx, actor: Actor, request: ReadSettings) -> MySettings:
    """What the signed-in person chose under a key; empty when nothing was kept."""
    del actor
    rows = tx.rows("SELECT value FROM staff_setting WHERE login = session_user AND key = :key", key=request.key)
    return MySettings(key=request.key, value=rows[0]["value"] if rows else {})


@operation("me.settings.write")
def write(tx: Tx, actor: Actor, request: WriteSettings) -> MySettings:
    """Keep the signed-in person's choices under a key, in place of those kept before.

    Raises:
        BadInput: ``input.invalid`` for more than 16 kB.
    """
    del actor
    value = json.dumps(request.value, ensure_ascii=False, separators=(",", ":"))
    if len(value.encode()) > MOST_BYTES:
        raise BadInput("input.invalid", operation="me.settings.write", fields={"value": "is too large"})
    tx.session.execute(
        text(
            "INSERT INTO staff_setting (key, value) VALUES (:key, CAST(:value AS jsonb)) "
            "ON CONFLICT (login, key) DO UPDATE SET value = excluded.value, updated_at = now()"
        ),
        {"key": request.key, "value": value},
    )
    return MySettings(key=request.key, value=request.value)
