"""What the process that parses foreign bytes may use: little time and memory, no new files, no network."""

import contextlib
import ctypes
import resource

_MEMORY = 1536 * 1024 * 1024
_OCR_MEMORY = 2048 * 1024 * 1024
_NO_NEW_PRIVILEGES = 38
_NEW_NET = 0x40000000
_NEW_USER = 0x10000000


def bind(*, cpu_seconds: int, for_ocr: bool = False) -> None:
    """Give up, for good, what reading a file does not need.

    Where the kernel allows it the network goes too; where not, the reader has no sockets of its own to begin with.
    """
    memory = _OCR_MEMORY if for_ocr else _MEMORY
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CPU, cpu_seconds)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 64)
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        # Without privileges a network namespace needs a user namespace around it.
        if libc.unshare(_NEW_NET) != 0:
            libc.unshare(_NEW_USER | _NEW_NET)


def _limit(kind: int, value: int) -> None:
    _soft, hard = resource.getrlimit(kind)
    top = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (top, top))
