"""Objects nobody counts: shared by forks for as long as nobody writes to them."""

import json
import subprocess
import sys

import pytest

# In a process of its own: what is immortal once stays so.
SHARED = """
import gc, json, os, sys
from troth.cli import immortal
told = [{"name": f"a flask {number}", "size": (number, number + 0.5)} for number in range(30_000)]
gc.collect()
if sys.argv[1] == "immortal":
    immortal.all_there_is()

def copied():
    with open("/proc/self/smaps_rollup") as rollup:
        return next(int(line.split()[1]) for line in rollup if line.startswith("Private_Dirty"))

there, back = os.pipe()
if not os.fork():
    before = copied()
    held = [[each, *each.items(), *each["size"]] for each in told]
    del held
    os.write(back, b"%d" % (copied() - before))
    os._exit(0)
print(os.read(there, 100).decode())
"""

USED = """
import json
from troth.cli import immortal
things = {"text": "a" * 40 + str(hash("b")), "many": [1000 + each for each in range(9)], "call": lambda one: [one, *range(3)]}
how_many = immortal.all_there_is()
things["many"].append("more")
things["other"] = things.pop("text") + "!"
things["text"] = things["call"](things["other"])
print(json.dumps([how_many > 1000, things["many"][-1], len(things["many"]), things["text"][0] == things["other"], immortal.possible()]))
"""


# Addresses of ARM64 begin with its highest bit, so that they are twice as high as those of x86-64.
FAR = """
import ctypes, mmap
from troth.cli import immortal
place = immortal._ALL - mmap.PAGESIZE
memory = (ctypes.c_uint32 * (immortal._ALL // immortal._HALF)).from_address(0)
print(place > 0xFFFF_8A2C_1000, len(memory) * immortal._HALF > place)
"""


def said(program: str, *told: str) -> str:
    ran = subprocess.run([sys.executable, "-c", program, *told], capture_output=True, text=True, check=True)
    return ran.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="reads what was copied from Linux's /proc")
def test_a_fork_that_reads_immortal_objects_copies_next_to_nothing_of_them() -> None:
    copied, without = int(said(SHARED, "immortal")), int(said(SHARED, "counted"))
    assert without > 8_000, "kB: reading what is counted copies it"
    assert copied < without / 2


def test_an_address_of_any_processor_lies_within() -> None:
    assert said(FAR).split() == ["True", "True"]


def test_objects_work_as_before() -> None:
    assert json.loads(said(USED)) == [True, "more", 10, True, True]
