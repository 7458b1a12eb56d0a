"""Goods that come back: asked for by the buyer or the desk, agreed to, received, paid for or exchanged.

ask.by_buyer(number, asked, person=…, browser=…)    only with a proven link or the order's account
ask.by_staff(number, asked, actor)
call_off.by_buyer / by_staff      decide.agree / refuse      receive.receive      pay.pay      exchange.exchange
shown.of_order(order)             window.until(order)        states: what may follow what

Each verb holds the order, so that of two at once one wins and the other is told.
"""
