"""Tickets: what somebody has to do."""
