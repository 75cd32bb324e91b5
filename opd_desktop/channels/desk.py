"""The desk channel: the message appears in the outbox on the screen, for the staff to show, print or read out."""

from opd_desktop.services.ports import Outcome, OutgoingMessage, Recovery, SendResult


class DeskChannel:
    """Hands messages to the outbox of the program itself; needs no set-up and can't fail.

    It is keyed: the message is the row itself, so handing it over again shows nothing twice.
    """

    name = "desk"
    recovery = Recovery.KEYED

    def send(self, message: OutgoingMessage, *, timeout_s: float) -> SendResult:
        """Show the message; see `services.ports.Channel.send`."""
        del timeout_s
        return SendResult(Outcome.SENT, provider_id=str(message.attempt_id))
