"""Whether the desk that started this worker is still there."""

import os
import sys


class Parent:
    """A process to follow; ``None`` follows nobody.

    A process that is our real parent is gone as soon as the system gives us another one, even while its entry is
    still in the process table.
    """

    def __init__(self, pid: int | None) -> None:
        self._pid = pid
        self._is_real = pid is not None and sys.platform != "win32" and os.getppid() == pid

    def is_running(self) -> bool:
        """Whether it is still there."""
        if self._pid is None:
            return True
        if self._is_real:
            return os.getppid() == self._pid
        return _exists_on_windows(self._pid) if sys.platform == "win32" else _exists(self._pid)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _exists_on_windows(pid: int) -> bool:
    import ctypes

    synchronize, timeout = 0x00100000, 0x00000102
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(synchronize, False, pid)
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == timeout)
    finally:
        kernel.CloseHandle(handle)
