"""The class for the tax that a former shop's words about an article mean here: no tax at all, or a class the taxes name."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from anyascii import anyascii
from django.utils.text import slugify
from django.utils.translation import gettext as _

from troth.catalog.tax_class import EXEMPT, STANDARD

from .cells import Cells
from .imported import TAXED, Value
from .report import Weight

_LONGEST: Final = 32  # letters of a class here
_SAID: Final = 40  # letters of a word that a report repeats


def _of(names: str) -> frozenset[str]:
    return frozenset(names.split())


# WooCommerce's exporter writes its own English words; the others are what people type into such a table. As `_slug` has them.
_NOT_TAXED: Final = _of(
    "none false no 0 keine kein keiner nein steuerfrei nicht-steuerpflichtig aucun aucune non ninguno ninguna"
)
_ONLY_SENDING: Final = _of("shipping shipping-only versand nur-versand livraison livraison-uniquement envio solo-envio")
_TAXABLE: Final = _of("taxable true yes 1 ja steuerpflichtig besteuerbar imposable oui gravable imponible si")
_AS_ITS_PARENT: Final = _of("parent")
_STANDARD: Final = _of("standard standard-rate standardsatz regelsatz taux-standard taux-normal tasa-estandar")
# Those that each WooCommerce shop begins with, as it calls them and as people do.
_REDUCED: Final = _of(
    "reduced reduced-rate reduced-tax reduziert reduzierter-satz reduzierter-steuersatz reduzierter-preis ermassigt "
    "ermassigter-satz ermassigter-steuersatz reduit taux-reduit tarif-reduit reducida tasa-reducida tipo-reducido"
)
_NO_RATE: Final = _of(
    "zero zero-rate zero-rated no-tax tax-free exempt tax-exempt nullsatz null-satz nullsteuersatz steuerfrei "
    "taux-zero exonere tasa-cero exento exenta"
)


def of_shopify(cells: Cells, classes: Collection[str]) -> dict[str, Value]:
    """Of a row in one of Shopify's layouts: the class that our own export names, else whether tax is charged.

    A class of our own that the taxes do not name is kept: it is taxed as standard until they do, and a table written out
    and read again changes nothing.
    """
    own = slugify(cells.text("own_tax_class", _LONGEST))
    charged = cells.yes("taxable") if cells.has("taxable") else None
    if not own:
        return {} if charged is None else {"tax_class": TAXED if charged else EXEMPT}
    if own not in (STANDARD, EXEMPT, *classes):
        words = _("The shop's taxes name no class “%(name)s”; it is taxed as “standard” until they do.")
        cells.say("own_tax_class", words % {"name": own}, Weight.NOTED)
    if charged is not None and charged == (own == EXEMPT):
        cells.say("taxable", _("The class for the tax, “%(name)s”, says otherwise; the class counts.") % {"name": own})
    return {"tax_class": own}


def of_woocommerce(cells: Cells, first: Cells, classes: Collection[str]) -> dict[str, Value]:
    """Of a product or a variation; what a variation's status leaves open is as with its parent."""
    if not (cells.has("tax_status") or cells.has("tax_class")):
        return {}
    if not _is_taxed(cells if cells.raw("tax_status") else first):
        return {"tax_class": EXEMPT}
    if not cells.has("tax_class"):
        return {"tax_class": TAXED}
    row = first if _slug(cells.text("tax_class")) in _AS_ITS_PARENT else cells
    return {"tax_class": _class_of(row, classes)}


def _is_taxed(cells: Cells) -> bool:
    told = _slug(cells.text("tax_status"))
    if told in _ONLY_SENDING:
        words = _("Only sending it was taxed there. Here it is in the class “exempt”: no tax on the article.")
        cells.say("tax_status", words)
        return False
    if told and told not in (_TAXABLE | _NOT_TAXED):
        words = _("“%(cell)s” is no tax status we know; taken as taxed.")
        cells.say("tax_status", words % {"cell": cells.text("tax_status")[:_SAID]})
    return told not in _NOT_TAXED


def _class_of(cells: Cells, classes: Collection[str]) -> str:
    """The shop's class of that name, or of that meaning; TAXED, and a word in the report, where it has none."""
    told = _slug(cells.text("tax_class"))
    if not told or told in _STANDARD or told in _AS_ITS_PARENT:
        return STANDARD
    if told == EXEMPT or told in classes:
        return told
    alike = [name for name in sorted(classes) if _bare(name) == _bare(told) or {name, told} <= _REDUCED]
    if len(alike) == 1:
        return alike[0]
    said = {"cell": cells.text("tax_class")[:_SAID]}
    if told in _NO_RATE:
        words = _(
            "“%(cell)s” was taken as the class “exempt”: no tax. If there is a rate for it, name the class in the taxes."
        )
        cells.say("tax_class", words % said)
        return EXEMPT
    words = _(
        "The shop's taxes name no class “%(cell)s”; it is taxed as “standard”. Name the class in the taxes and bring the file "
        "in again, or give the article its class by hand."
    )
    cells.say("tax_class", words % said)
    return TAXED


def _slug(text: str) -> str:
    return slugify(anyascii(text[:200]))


def _bare(name: str) -> str:
    """ "reduced-rate" is "reduced"."""
    return name.removesuffix("-rate")
