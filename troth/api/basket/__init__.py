"""A basket, held by whoever has its token: put in, change, ask what it costs. Nothing of anybody in it."""
