"""Orders by telephone: the desk notes them, their caller confirms and pays for them behind a link of their own.

    begin.begin(actor)                         a draft with an empty basket
    goods.find(words) / put / change / voucher what it is about; prices and stock as everywhere in the shop
    caller.note(ref, told, actor)              whom it is for and where it goes: into the vault, as the policy's drafts
    sending.send(ref, actor)                   the mail with the link
    calling_off.call_off(ref, actor)
    opening.open(ref, actor) / opening.all_of_them(actor)
    confirming                                 the caller's side: the link, the page, and placing the order
    forgetting.forget(now)                     what nobody placed in time

A draft keeps no goods back. They are taken when its caller presses the button, by the same conditional update as in the
checkout; whoever is too late is told so before anything is paid. Pressed twice it is one order.
"""

PURPOSE = "phone_order"
SOURCE = "phone"
RETENTION = "draft"
CONTACT, DELIVERY = "draft_contact", "draft_delivery"
