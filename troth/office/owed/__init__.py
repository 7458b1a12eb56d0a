"""Money owed, at the desk."""
