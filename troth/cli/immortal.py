"""Objects that nobody counts any more, so that the workers go on sharing them (PEP 683).

Whoever reads an object writes its reference count, and a page of memory written to is copied for the worker who wrote. An object
whose count is that of None is immortal: every reader leaves it as it is. What is loaded before the fork stays as long as the
workers do, so nothing is lost by never freeing it.
"""

from __future__ import annotations

import ctypes
import gc
import sys
import sysconfig
from types import CodeType, FrameType

_HALF = ctypes.sizeof(ctypes.c_uint32)  # of a count, which says whether it counts (Include/refcount.h)
_ALL = 2**56  # bytes no address lies beyond: 2**47 of them on x86-64, 2**48 on ARM64, 2**56 with five levels of tables
_MARK = ctypes.c_uint32.from_address(id(None)).value
_MARKED = sys.getrefcount(None)


def all_there_is() -> int:
    """Make every object immortal but the frames that run now. How many that were; 0 where this Python counts in another way.

    For a process that loads and then forks, before `gc.freeze`. The collector knows the containers; strings, numbers and code
    are found in them.
    """
    if not possible():
        return 0
    found = [each for each in gc.get_objects() if type(each) is not FrameType]
    many = 0
    while found:
        many += _mark(found)
        inside = gc.get_referents(*found)
        inside += [part for each in found if type(each) is CodeType for part in _parts(each)]
        found = [each for each in inside if sys.getrefcount(each) < _MARKED and not gc.is_tracked(each)]
        del inside
    return many


def possible() -> bool:
    """Whether this is a CPython of 64 bits with one lock, whose counts lie where its headers say."""
    if sys.implementation.name != "cpython" or sys.byteorder != "little" or sys.maxsize < _ALL:
        return False
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        return False
    trial = object()
    _mark([trial])
    return sys.getrefcount(trial) == _MARKED


def _mark(objects: list[object]) -> int:
    # The memory as one array: a call of ctypes for each of 700,000 objects takes half a second more.
    memory = (ctypes.c_uint32 * (_ALL // _HALF)).from_address(0)
    for each in objects:
        memory[id(each) // _HALF] = _MARK
    return len(objects)


def _parts(code: CodeType) -> tuple[object, ...]:
    """What the collector does not see of it."""
    names = (code.co_name, code.co_qualname, code.co_filename, code.co_names)
    return (*names, code.co_consts, code.co_linetable, code.co_exceptiontable)
