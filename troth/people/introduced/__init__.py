"""Signing in with another service: it introduces somebody, and an account is opened, made or connected.

    asking.begin(session, service, …)      the address of the service's page
    asking.answer(session, service, …)     a frozen `Answer`: what it said, and what it was asked for
    meeting.meet(service, told, ticket)    Known, Newcomer, HasAccount or Unproven
    meeting.join(…)                        a newcomer says yes: person, account and connection
    links.connect / disconnect / links_of  the connections of an account

The threats, and what stands against each. *Takeover by address*: a service's word about an address never opens an account
that is there; its owner signs in as ever and connects it. *Account made ahead*: a sign-up nobody confirmed gives way.
*Somebody else's answer* in my browser, or mine in theirs: state, nonce and PKCE, each good once and for ten minutes.
*Connecting behind one's back*: a post with the form's token, a sign-in of just now, a mail. *Row moved in the store*: sealed
to its account. *Employees*: no service lets anybody into the office. *Second factor*: asked as ever.

Why not allauth's own room for this: it keeps what a service says in a table (`extra_data`), the address in the session until
somebody signs up, the day of the last sign-in, and the service's number in plain; and it believes an ID token without
looking at its signature or at a nonce. What follows upon an introduction is allauth's sign-in as ever.
"""
