"""What the C library's allocator holds, by glibc's `mallinfo2`."""

from typing import Callable, Dict, Optional, Tuple

_FIELDS = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()


def malloc_info(data_size: int = 0) -> Optional[Dict[str, int]]:
    """
    Bytes of malloc's heaps: `used + free` is `system`; `mapped` (big blocks with mappings of their own) comes on top.
    None where the C library does not tell (musl, macOS, Windows).

    `data_size`: VmData of the process. glibc before 2.33 has only `mallinfo`, whose numbers have 32 bits; they are
    left out where they could have wrapped. Takes time by the number of free chunks.
    """
    for name, reader in _READERS:
        if name == "mallinfo2" or data_size < 2**32:
            info = reader()
            return {
                "system": info.arena,
                "mapped": info.hblkhd,
                "used": info.uordblks,
                "free": info.fordblks,
                "releasable": info.keepcost,
            }
    return None


def _readers() -> Tuple[Tuple[str, Callable], ...]:
    try:
        import ctypes

        library = ctypes.CDLL(None)
    except (ImportError, OSError, TypeError):
        return ()
    for name, number in (("mallinfo2", ctypes.c_size_t), ("mallinfo", ctypes.c_uint)):
        if hasattr(library, name):
            fields = [(field, number) for field in _FIELDS]
            reader = getattr(library, name)
            reader.restype = type("MallocInfo", (ctypes.Structure,), {"_fields_": fields})
            return ((name, reader),)
    return ()


# Made with the agent: made with a capture, it would grow the program that is captured.
_READERS = _readers()
