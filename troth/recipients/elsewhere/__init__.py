"""Another site on this machine, for practice only: an analytics app, an advertising partner and a film host.

It answers at a host of its own, so that browsers treat it as they treat any third party, and says on its first page what it was told.
A live shop neither imports nor serves it (`troth/wsgi.py`).
"""

from .site import HOST, beside

__all__ = ["HOST", "beside"]
