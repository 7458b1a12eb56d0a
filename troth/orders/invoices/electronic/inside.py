"""What makes a PDF/A-3 a Factur-X file (ZUGFeRD 2): the XML beside the pages, and a description that says so.

Factur-X 1.0 (FNFE-MPE and FeRD), chapter 6: the file's name, its relationship, and the extension schema that PDF/A wants
for a property it does not know.
"""

from __future__ import annotations

from typing import Any

FILE_NAME = "factur-x.xml"
RELATIONSHIP = "Alternative"  # the XML says the same as the pages
_DESCRIBED = b"""<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>
<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
%(properties)s
</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_PROPERTY = (
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>%s</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>"
    b"<pdfaProperty:description>%s</pdfaProperty:description></rdf:li>"
)
_PROPERTIES = (
    (b"DocumentFileName", b"The name of the embedded XML document"),
    (b"DocumentType", b"The type of the hybrid document in capital letters"),
    (b"Version", b"The version of the standard applying to the embedded XML document"),
    (b"ConformanceLevel", b"The conformance level of the embedded XML document"),
)
_END = b"</rdf:RDF>"


def put(document: Any, weasyprint: Any, xml: bytes, words: str) -> None:
    """Into a document of WeasyPrint that is laid out and not written yet."""
    file = weasyprint.Attachment(string=xml, name=FILE_NAME, description=words, relationship=RELATIONSHIP)
    document.metadata.attachments = [file]
    plain = document.metadata.generate_rdf_metadata

    def described(*about: Any) -> bytes:
        """One description of the file: a reader of XMP takes the first and no second one."""
        told = bytes(plain(*about))
        properties = b"".join(_PROPERTY % each for each in _PROPERTIES)
        return told.replace(_END, _DESCRIBED.replace(b"%(properties)s", properties) + _END)

    document.metadata.generate_rdf_metadata = described
