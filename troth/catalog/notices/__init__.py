"""Back in stock: somebody asks to hear, once, when a sold-out variant is there again.

    ask       a wish, by a known person or by an address that first has to answer
    tell      what is back is told, one message a wish; what has lasted long enough ends
    waiting   a person's own wishes, and their end

The shop's store holds sealed handles only; the word that lets us write is a choice in the vault.
"""
