"""Pictures of the former shop, made this shop's own: fetched from the addresses an import left, or out of an archive.

    waiting.of_the_shop()      what still lies there, and at which hosts
    runs.begun(hosts) …        an errand, kept account of as an import is: goes on where it was cut off
    runs.begun_with_archive()  the same from a ZIP archive; for a former shop that is closed, or a machine without a line out

addresses ─ recipients.former_shop ─┐
                                    ├─► redrawn ─► shelf (Wagtail's pictures) ─► hang (products, pages, feeds)
archive ──── names ─────────────────┘

Nothing is fetched from a host that nobody has confirmed for the errand, and nothing a second time: a row that has its
picture waits for none. What could not be brought is in the report, with a word why, and still waits, until somebody leaves it
there (`leaving`).
"""
