"""Addresses of programs that are told what happens, and what became of each word."""
