"""What customers write under a product: a review with stars, or a question; and our public answer.

    write.write(person, slug, words)        taken in; shown only after one of us has read it
    write.correct(person, ref, words)       off the page at once, and read again
    withdraw.withdraw(person, ref)          off the page at once, and destroyed
    mine.of(person), mine.one(person, ref)  for the writer
    desk.waiting, approve, refuse, answer   for those whose job it is
    shelf.on_product, shelf.on_page         what pages show

The words, the name and the mark "bought here" are the writer's: sealed in the vault under a party's random id. The row beside
knows the product, the stars, the day and how it stands.

The threats: somebody's words shown unread (what is decided is bound to the turn that was seen, and what is shown to the
record that was read); words that stay on a page after they were taken back (pages and what a process holds in memory are
bound to a revision that grows in the same transaction); ways to reach people, card numbers and signs that nobody sees in a
text that everybody can read (refused, struck out, refused).
"""
