"""The log of visits, a tab for each of its purposes."""
