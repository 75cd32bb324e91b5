"""Settings: database, look, staff, facility."""
