"""The shop's own settings, with a folder for each of several test processes."""

import os

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
for _name in ("TROTH_HOME", "TROTH_KEYS"):
    if not os.environ[_name].endswith(f"/{_worker}"):
        os.environ[_name] += f"/{_worker}"

from troth.settings import *  # noqa: E402, F403

COOKIE_FAULTS = "raise"
