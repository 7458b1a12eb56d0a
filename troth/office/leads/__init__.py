"""Where people work, as partners and trade shows tell."""
