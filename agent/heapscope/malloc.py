"""What the C library's allocator holds, by glibc's `mallinfo2`."""

from typing import Dict, Optional

_FIELDS = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()


def malloc_info(data_size: int = 0) -> Optional[Dict[str, int]]:
    """
    Bytes of malloc's heaps: `used + free` is `system`; `mapped` (big blocks with mappings of their own) comes on top.
    None where the C library does not tell (musl, macOS, Windows).

    `data_size`: VmData of the process. glibc before 2.33 has only `mallinfo`, whose numbers have 32 bits; they are
    left out where they could have wrapped. Takes time by the number of free chunks.
    """
    try:
        import ctypes

        library = ctypes.CDLL(None)
    except (ImportError, OSError, TypeError):
        return None
    if hasattr(library, "mallinfo2"):
        return _call(library.mallinfo2, ctypes.c_size_t)
    if hasattr(library, "mallinfo") and data_size < 2**32:
        return _call(library.mallinfo, ctypes.c_uint)
    return None


def _call(function, number) -> Dict[str, int]:
    import ctypes

    class Info(ctypes.Structure):
        _fields_ = [(name, number) for name in _FIELDS]

    function.restype = Info
    info = function()
    return {
        "system": info.arena,
        "mapped": info.hblkhd,
        "used": info.uordblks,
        "free": info.fordblks,
        "releasable": info.keepcost,
    }
