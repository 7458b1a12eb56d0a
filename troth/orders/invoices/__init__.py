"""Invoices: numbers without a gap, amounts kept as they were, the buyer opened for each rendering and kept nowhere.

numbering   the next number of a year
content     what a paper says beside the buyer, frozen when it is made
issue       invoices, credit notes, invoices made anew
due         what was paid or given back and has no paper yet
papers      a paper with its buyer, for those who may see it
pdf         drawn by WeasyPrint, which is loaded when the first one is asked for
"""
