"""What a link or button says that leads to one record: a sentence for each kind, since no language makes one of a label alone.

German keeps the capital of a noun within a sentence, and others bend it: "E-Mail-Adresse hinzufügen", "den Namen berichtigen".
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

ADD: Final = {
    "name": _("Add name"),
    "telephone": _("Add telephone number"),
    "address": _("Add address"),
}
CORRECT: Final = {
    "name": _("Correct name"),
    "telephone": _("Correct telephone number"),
    "address": _("Correct address"),
    "residence": _("Correct residence"),
}
