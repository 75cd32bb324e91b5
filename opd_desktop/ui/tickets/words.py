"""Tickets in words: priorities, categories, when they are due."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from opd_desktop.services.dto.tickets import TicketDto
from opd_desktop.ui.journeys.words import rough_text
from opd_desktop.ui.messages.words import failure_text
from opd_desktop.ui.theme import Look, theme

PRIORITIES = ("urgent", "high", "normal", "low")
CATEGORIES = ("general", "contact", "missed visit", "billing", "records", "complaint")
_PRIORITIES = {
    "urgent": ("warning", QT_TRANSLATE_NOOP("tickets", "Urgent"), "noshow"),
    "high": ("warning", QT_TRANSLATE_NOOP("tickets", "High"), "arrived"),
    "normal": ("clock", QT_TRANSLATE_NOOP("tickets", "Normal"), "booked"),
    "low": ("chevron-down", QT_TRANSLATE_NOOP("tickets", "Low"), "cancel"),
}
_CATEGORIES = {
    "general": QT_TRANSLATE_NOOP("tickets", "General"),
    "contact": QT_TRANSLATE_NOOP("tickets", "Contact"),
    "journey": QT_TRANSLATE_NOOP("tickets", "Journey"),
    "missed visit": QT_TRANSLATE_NOOP("tickets", "Missed visit"),
    "billing": QT_TRANSLATE_NOOP("tickets", "Billing"),
    "records": QT_TRANSLATE_NOOP("tickets", "Records"),
    "complaint": QT_TRANSLATE_NOOP("tickets", "Complaint"),
}


def priority_look(priority: str) -> Look:
    """How a priority looks."""
    icon, word, tint = _PRIORITIES[priority]
    return Look(icon, QCoreApplication.translate("tickets", word), f"{tint}_t", tint)


def category_text(category: str) -> str:
    """What a ticket is about."""
    if category in _CATEGORIES:
        return QCoreApplication.translate("tickets", _CATEGORIES[category])
    return category.capitalize()


def description_text(ticket: TicketDto) -> str:
    """What was written, or why a journey opened the ticket."""
    return failure_text(ticket.description) if ticket.description else ""


def is_open(ticket: TicketDto) -> bool:
    """Whether somebody still has to do something."""
    return ticket.status in ("open", "pending")


def is_overdue(ticket: TicketDto, now: datetime) -> bool:
    """Whether it should have been resolved by now."""
    return is_open(ticket) and ticket.due_at is not None and ticket.due_at < now


def status_look(ticket: TicketDto, now: datetime) -> Look:
    """``Overdue 4 h`` for what is late, else the status."""
    if is_overdue(ticket, now) and ticket.due_at is not None:
        look = theme().looks("overdue")
        return replace(look, word=f"{look.word} {rough_text(now - ticket.due_at)}")
    return theme().looks(ticket.status)
