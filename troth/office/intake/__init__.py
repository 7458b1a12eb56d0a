"""Customers and orders of an earlier shop, as kinds of files on the screen that brings files in."""
