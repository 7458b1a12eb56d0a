"""Files of other shop systems, brought in at one screen: sent, looked through, imported, and taken back.

What a file may be is a row in `kinds.KINDS`; the screen, the background work, the private folder and the report are
the same for all. A kind is told by the file's columns, and opens only to those whose job includes it.
"""
