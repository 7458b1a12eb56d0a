"""What campaigns did, as partners tell."""
