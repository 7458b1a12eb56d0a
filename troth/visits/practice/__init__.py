"""What a practice shop has of visits before anybody came: a made-up table of networks, and made-up visits from them.

All addresses are those kept for documentation (RFC 5737, RFC 3849); no provider of these names is anybody's.
"""
