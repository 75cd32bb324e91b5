"""Adapters of message providers behind one port."""

import os
from collections.abc import Mapping

from opd_desktop.channels.desk import DeskChannel
from opd_desktop.services.ports import Channel
from opd_desktop.settings import Settings


def configured(settings: Settings, environ: Mapping[str, str] | None = None) -> tuple[Channel, ...]:
    """The channels that the settings ask for; ``desk`` is always there.

    The password of the SMTP server is read from ``OPD_SMTP_PASSWORD``.
    """
    channels: list[Channel] = [DeskChannel()]
    if settings.email is not None:
        from opd_desktop.channels.email import EmailChannel, Server

        secret = (os.environ if environ is None else environ).get("OPD_SMTP_PASSWORD", "")
        mail = settings.email
        channels.append(
            EmailChannel(
                Server(
                    host=mail.host,
                    port=mail.port,
                    sender=mail.sender,
                    user=mail.user,
                    password=secret,
                    security=mail.security,
                    ca_file=mail.ca_file,
                )
            )
        )
    return tuple(channels)
