"""Whether an order is genuine: signals, a queue of orders held back for them, and somebody who decides.

weighing.weigh                       a task: at the payment, and again when the provider tells of the card
warned.hear                          a security partner's word comes in, and the order is weighed again
queue.waiting(actor)                 what is held back for signals, oldest first; each look is entered
around.around(number, actor)         of the log of visits, those from where such an order was placed
whence.noticed(request)              where an order is placed from, to be noted with it
deciding.release / cancel            by a person whose job it is, with a reason; no program decides
"""
