"""Cases: an order that went wrong is somebody's task until it is settled.

cases.open(number, problem, actor) / cases.close(ref, outcome, actor)
finding.look()                     opens cases for what is wrong in the books, and closes what settled itself
contact.ways(case)                 by which channels the customer may be reached, and on which clause not
contact.write / ring / rang        reaching them; each is an entry, and a line in the case
shelf.open_ones(), of_order(number)
"""
