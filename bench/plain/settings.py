"""The build without enforcement."""

from bench.settings import *  # noqa: F403

PLAIN = True
