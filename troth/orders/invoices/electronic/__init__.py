"""Papers that programs read: EN 16931, written as UN/CEFACT CII, alone or inside the PDF (Factur-X, ZUGFeRD).

amounts     a paper's amounts as that standard adds them up; pure
seller      who answers for the shop, line by line
cii         the XML
inside      what a PDF needs besides to be a Factur-X file

No library is loaded for it: WeasyPrint puts files into a PDF/A-3 itself, and the XML is a page of elements.
"""
