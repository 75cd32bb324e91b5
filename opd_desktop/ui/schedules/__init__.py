"""The schedules screen: who works when, painted as a week, and what differs from it."""
