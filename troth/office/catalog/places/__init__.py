"""Where goods lie: locations, what lies at each, moves and counts with their journal."""
