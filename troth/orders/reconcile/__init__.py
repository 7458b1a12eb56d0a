"""Holding the provider's books against ours: what can be healed is healed by the ordinary road, the rest is named.

report = compare.reconcile(since)       one comparison, kept as a row
report.findings                         each with its kind, its order, and whether it was healed
"""
