"""Employees and their jobs, for whoever manages them."""
