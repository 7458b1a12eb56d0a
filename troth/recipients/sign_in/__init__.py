"""Services that people sign in with elsewhere, and that tell the shop who came: OpenID Connect, code flow with PKCE.

A service is named in the settings by a name that the policy declares as a recipient, because it learns who signs in here.

    chosen.offered()                    names of the services this shop offers, in the policy's order
    chosen.service(name)                its adapter, or LookupError
    adapter.begin(asked)                the address of its page
    adapter.told(asked, code)           a frozen `Told`; raises NotTheirWord, NoAnswer
"""

from .asking import Asked, Service, new
from .chosen import offered, pages, service
from .claims import GRANTABLE, Told
from .talking import NoAnswer

__all__ = ["GRANTABLE", "Asked", "NoAnswer", "Service", "Told", "new", "offered", "pages", "service"]
