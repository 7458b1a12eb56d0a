"""The build without enforcement: the same shop over plain columns. It exists here only, to be compared with.

No ledger, no sealing, no decision, no key. The verbs of the gate are replaced by ones that read and write ordinary
tables in the vault's database (`verbs.py`); everything above the gate is the shop as it is. Values still come back
wrapped as `Personal`, because pages are written for it; that is all that is left.
"""
