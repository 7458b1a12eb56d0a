"""What packages load wherever they find it, and this shop has no use for. Each asks for it in a `try`, and goes without.

A name that stands for None among the loaded modules is not found (docs.python.org/3/reference/import.html, "The module cache").
"""

import sys

from .stores import ON_POSTGRESQL

# Wagtail's pictures bring a decoder of their own for HEIF, 3 MiB of it. Nobody may bring in such pictures here.
UNNEEDED = ["pillow_heif"]
if not ON_POSTGRESQL:
    UNNEEDED.append("psycopg")  # 6 MiB; Wagtail's interface for pictures loads it through rest_framework
for _name in UNNEEDED:
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]  # typeshed knows modules only
