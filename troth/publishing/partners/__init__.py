"""Figures for partners, put together: what may be asked, the verb that gives it, its files, and the public note.

partners(), figures(), subjects(figure)   what a form offers
give(partner, figure, subject, first, last, actor=…)
files.as_csv(given), files.as_json(given)
note.note()                               what was given to whom, for everybody
"""

from troth.visits.partners import Given, NotOver, PartnerTrouble

from .giving import NoSuchFigure, Offered, figures, give, may_give, offered, partners, subjects

__all__ = [
    "Given",
    "NoSuchFigure",
    "NotOver",
    "Offered",
    "PartnerTrouble",
    "figures",
    "give",
    "may_give",
    "offered",
    "partners",
    "subjects",
]
