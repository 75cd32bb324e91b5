"""Panels that answer the screen's keys themselves while they are open."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class Submits(Protocol):
    """A panel whose button Ctrl+Enter presses."""

    def submit(self) -> None:
        """Do what the panel is for."""


@runtime_checkable
class Registers(Protocol):
    """A panel in which Ctrl+N has a meaning."""

    def register(self) -> None:
        """Enter somebody new."""
