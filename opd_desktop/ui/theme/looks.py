"""How a state looks: icon, word and tint, the same on every screen."""

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_CONTEXT = "looks"


@dataclass(frozen=True)
class Look:
    """A state for the eye: ``icon`` name, translated ``word``, and the token names of text and tint."""

    icon: str
    word: str
    fg: str
    bg: str


_LOOKS: dict[str, tuple[str, str, str]] = {
    # appointments
    "pending": ("clock", QT_TRANSLATE_NOOP("looks", "Pending"), "booked"),
    "proposed": ("clock", QT_TRANSLATE_NOOP("looks", "Proposed"), "booked"),
    "booked": ("calendar", QT_TRANSLATE_NOOP("looks", "Booked"), "booked"),
    "arrived": ("arrow-right", QT_TRANSLATE_NOOP("looks", "Arrived"), "arrived"),
    "checked-in": ("check", QT_TRANSLATE_NOOP("looks", "Checked in"), "checked"),
    "fulfilled": ("check", QT_TRANSLATE_NOOP("looks", "Done"), "done"),
    "noshow": ("x", QT_TRANSLATE_NOOP("looks", "No-show"), "noshow"),
    "cancelled": ("x", QT_TRANSLATE_NOOP("looks", "Cancelled"), "cancel"),
    # queue
    "waiting": ("clock", QT_TRANSLATE_NOOP("looks", "Waiting"), "checked"),
    "called": ("phone", QT_TRANSLATE_NOOP("looks", "Called"), "arrived"),
    "in-consultation": ("room", QT_TRANSLATE_NOOP("looks", "In room"), "consult"),
    "done": ("check", QT_TRANSLATE_NOOP("looks", "Done"), "done"),
    "skipped": ("chevron-right", QT_TRANSLATE_NOOP("looks", "Skipped"), "noshow"),
    "left": ("x", QT_TRANSLATE_NOOP("looks", "Left"), "cancel"),
    # encounters
    "planned": ("clock", QT_TRANSLATE_NOOP("looks", "Planned"), "checked"),
    "in-progress": ("room", QT_TRANSLATE_NOOP("looks", "In consultation"), "consult"),
    "finished": ("check", QT_TRANSLATE_NOOP("looks", "Finished"), "done"),
    "signed": ("lock", QT_TRANSLATE_NOOP("looks", "Signed"), "done"),
    "draft": ("edit", QT_TRANSLATE_NOOP("looks", "Draft"), "consult"),
    "preliminary": ("edit", QT_TRANSLATE_NOOP("looks", "Not signed"), "arrived"),
    "final": ("lock", QT_TRANSLATE_NOOP("looks", "Signed"), "done"),
    "amended": ("edit", QT_TRANSLATE_NOOP("looks", "Amended"), "booked"),
    # messages
    "queued": ("clock", QT_TRANSLATE_NOOP("looks", "Queued"), "booked"),
    "sending": ("send", QT_TRANSLATE_NOOP("looks", "Sending"), "booked"),
    "sent": ("send", QT_TRANSLATE_NOOP("looks", "Sent"), "done"),
    "delivered": ("check", QT_TRANSLATE_NOOP("looks", "Delivered"), "done"),
    "read": ("check", QT_TRANSLATE_NOOP("looks", "Read"), "checked"),
    "failed": ("warning", QT_TRANSLATE_NOOP("looks", "Failed"), "noshow"),
    "unknown": ("info", QT_TRANSLATE_NOOP("looks", "Unknown"), "arrived"),
    "received": ("mail", QT_TRANSLATE_NOOP("looks", "Received"), "consult"),
    # journeys and tickets
    "overdue": ("warning", QT_TRANSLATE_NOOP("looks", "Overdue"), "noshow"),
    "at-risk": ("clock", QT_TRANSLATE_NOOP("looks", "At risk"), "arrived"),
    "active": ("play", QT_TRANSLATE_NOOP("looks", "Active"), "checked"),
    "completed": ("check", QT_TRANSLATE_NOOP("looks", "Completed"), "done"),
    "open": ("tickets", QT_TRANSLATE_NOOP("looks", "Open"), "booked"),
    "resolved": ("check", QT_TRANSLATE_NOOP("looks", "Resolved"), "done"),
    "closed": ("lock", QT_TRANSLATE_NOOP("looks", "Closed"), "cancel"),
    # queue priorities
    "emergency": ("warning", QT_TRANSLATE_NOOP("looks", "Emergency"), "noshow"),
    "urgent": ("warning", QT_TRANSLATE_NOOP("looks", "Urgent"), "arrived"),
    "elderly": ("user", QT_TRANSLATE_NOOP("looks", "Elderly"), "booked"),
}


def look_of(state: str) -> Look:
    """The look of a state; one that nobody has drawn shows its own name on a neutral tint."""
    icon, word, tint = _LOOKS.get(state, ("info", state, "cancel"))
    return Look(icon, QCoreApplication.translate(_CONTEXT, word), f"{tint}_t", tint)


def known_states() -> tuple[str, ...]:
    """All states that have a look."""
    return tuple(_LOOKS)
