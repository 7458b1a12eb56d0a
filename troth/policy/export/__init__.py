"""The policy in the formats of others. Every export says only what is in force.

json        everything, as one document
fides       a manifest in the Privacy Taxonomy's own language, as YAML
dpv         the W3C community's Data Privacy Vocabulary, as JSON-LD
register    the record of processing activities of Article 30 GDPR, as Markdown
"""

from collections.abc import Callable, Mapping

from ..contents import Policy
from .document import to_json
from .dpv import to_dpv
from .fides import to_fides
from .register import to_register

FORMATS: Mapping[str, Callable[[Policy], str]] = {
    "json": to_json,
    "fides": to_fides,
    "dpv": to_dpv,
    "register": to_register,
}
