"""Bugs in the log without the data that they happened on: messages of errors may hold rows, and rows hold patients."""

import traceback


def trace(error: BaseException) -> str:
    """The kinds of an error and its causes, and the frames that it came through; no message, no value."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        parts.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return " <- ".join(parts) + "\n  " + "\n  ".join(frames)
