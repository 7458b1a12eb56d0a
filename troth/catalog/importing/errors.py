"""Why a file as a whole cannot be imported. (What is wrong with a row is a `report.Finding`, never an exception.)

NotImportable
├── TooLarge       more bytes, rows or columns than a catalogue has
├── NotATable      empty, or not text
├── UnknownLayout  a table, but of no layout we can read
└── HoldsAddresses (in `about`) of people, and somebody took it for one of goods
"""


class NotImportable(Exception):
    """The message is a sentence for people: what was seen, and what to do.

    `asks`: what somebody who knows the file can say that it does not ("about", "columns", "dates"); it is kept until then.
    """

    asks = ""


class TooLarge(NotImportable):
    pass


class NotATable(NotImportable):
    pass


class UnknownLayout(NotImportable):
    asks = "columns"
