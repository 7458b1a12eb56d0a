"""Cases: an order that went wrong is somebody's task until it is settled.

reporting.by_buyer(number, told)   a buyer tells what is wrong; reporting.answered(token, word): after a delivery
cases.open(number, problem, actor) / cases.close(ref, outcome, actor)
finding.look()                     opens cases for what is wrong in the books, and closes what settled itself
owners.take / leave                whose it is, and to which jobs it falls as long as it is nobody's
contact.ways(case)                 by which channels the customer may be reached, and on which clause not
contact.write / ring / rang        reaching them; each is an entry, and a line in the case
mending.send_again / give_back / ask_back / claim
shelf.open_ones(), of_order(number), by_kind()      words.opened(number, actor): what the buyer wrote
"""
