"""Orders that are held back until somebody saw whether they are genuine."""
