"""Products and categories in further languages: a tab for each on their screens, and a list of what is missing."""
