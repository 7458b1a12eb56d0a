"""Figures for partners: what each may still be told, the form that makes a file, and what was given."""
