"""Products from the file of another shop system.

    import_file(path, …) -> Report     reads, applies product by product, and names what did not fit

bytes ─ reading ─► table ─ sniff ─► layout ─ shopify ─► neutral products ─ apply ─► the shop, and a report
"""

from .errors import NotATable, NotImportable, TooLarge, UnknownLayout
from .report import Became, Report, Weight
from .run import import_file, import_table

__all__ = [
    "Became",
    "NotATable",
    "NotImportable",
    "Report",
    "TooLarge",
    "UnknownLayout",
    "Weight",
    "import_file",
    "import_table",
]
