"""Requests and results of the operations: frozen pydantic models, the only data that leave `services`."""
