"""News by mail for whoever gives an address at the foot of a page, without an account.

    offer.now()                    what one may sign up for, in the policy's words; None where the policy takes nobody in this way
    ask.ask_at(email, kinds)       a mail asks whoever reads there; the answer is the same whether or not we know the address
    confirm.behind(token)          what the link in that mail asks, and what stands in its way
    confirm.confirm(asked)         the button was pressed: the yes counts, and ends a no said before
    ended.sweep()                  what nobody confirmed goes; who ended their subscription, and is known by nothing else, too
    ended.forget(persons)          rows of people who are about to be erased

The threats: somebody who types another's address (a mail asks first, and its link changes nothing by being opened); a page that
tells who is a customer (one answer, in one time); a mailbox filled with questions, or a store with addresses (both are counted,
and what is not confirmed goes after a week); a link pressed once more after a no (it is used up with the first press); a
subscription that outlives its end (the sweep finds whoever says yes to nothing any more, whatever road their no came by).

The shop's store holds sealed handles only, and those until the answer has come.
"""
