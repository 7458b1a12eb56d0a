"""`decide`: may this be done? A pure function over values. It fails closed and always names a clause.

The order of the questions only settles which reason is given; any one of them refuses:
is it declared and in force → does this actor hold the purpose → are the fields, source, recipient and channel granted →
has the time run out → has the person stopped processing, or closed the account → may goods go there → has the person
a say in it, and what did they say.
"""

from __future__ import annotations

from .asking import Actor, ActorKind, Allowed, Ask, Decision, Facts, Refused, State, Verb
from .calendar import months_before
from .contents import Policy
from .values import FieldSet, Model, Purpose

RIGHTS = frozenset({Verb.CHOOSE, Verb.RESTRICT, Verb.ERASE, Verb.EXPORT})
NO = frozenset({State.DECLINED, State.WITHDRAWN, State.OBJECTED})
NO_FIELDS: FieldSet = frozenset()


def decide(policy: Policy, ask: Ask, facts: Facts) -> Decision:
    """`Allowed` with exactly the asked fields that are granted, or `Refused` with clause, code and a sentence."""
    purpose = policy.purposes.get(ask.purpose)
    if purpose is None:
        return policy.refusals["purpose_not_declared"]
    if facts.jurisdiction not in policy.jurisdictions:
        return policy.refusals["jurisdiction_not_declared"]
    if ask.verb in RIGHTS:
        return _exercise(policy, ask, purpose)
    if not purpose.in_force:
        return policy.refusals["not_in_force"]
    fields = _granted(policy, ask, purpose)
    if isinstance(fields, Refused):
        return fields
    stopped = _stopped(policy, ask, facts, purpose)
    if stopped is not None:
        return stopped
    return _chosen(policy, ask, facts, purpose, fields)


# -- rights: choosing, restricting, erasing, handing over


def _exercise(policy: Policy, ask: Ask, purpose: Purpose) -> Decision:
    kind = policy.kinds.get(ask.kind)
    fields = ask.fields & kind.fields.keys() if kind else NO_FIELDS
    if ask.verb is Verb.CHOOSE:
        return _choose(policy, ask, purpose)
    if not purpose.in_force or ask.actor.kind not in purpose.serves.get(ask.verb, ()):
        return policy.refusals["right_not_served"]
    lacking = _lacking(policy, ask.actor, purpose.name, ask.reason)
    return lacking or Allowed(purpose.clause, fields, purpose.basis)


def _choose(policy: Policy, ask: Ask, purpose: Purpose) -> Decision:
    """A word about a purpose that leaves a choice, in force or not: from the person, or from staff who were told it."""
    if not purpose.choice:
        return policy.refusals["no_choice"]
    if ask.channel and ask.channel not in purpose.channels:
        return policy.refusals["channel_not_declared"]
    door = policy.sources.get(ask.source)
    if door is not None and door.words and ask.actor.kind not in door.by:
        return policy.refusals["source_not_declared"]
    for name, serving in policy.serving_choices.items():
        if ask.actor.kind in serving and _lacking(policy, ask.actor, name, ask.reason) is None:
            return Allowed(policy.refusals["declined"].clause, NO_FIELDS, policy.purposes[name].basis)
    return policy.refusals["right_not_served"]


# -- what is declared, and held


def _lacking(policy: Policy, actor: Actor, purpose: str, reason: str) -> Refused | None:
    """Why this actor may not act for the purpose; None if they may."""
    if actor.kind is ActorKind.PERSON:
        held = purpose in policy.own_purposes
    elif actor.kind is ActorKind.SYSTEM:
        held = actor.purpose == purpose
    else:
        roles = [policy.roles[name] for name in actor.roles if name in policy.roles]
        held = any(purpose in role.purposes for role in roles)
        if actor.only is not None:
            held = held and purpose in actor.only
        elif not held and any(purpose in role.with_reason for role in roles):
            return None if reason.strip() else policy.refusals["reason_needed"]
    return None if held else policy.refusals["actor_without_purpose"]


def _granted(policy: Policy, ask: Ask, purpose: Purpose) -> FieldSet | Refused:
    """The asked fields that the purpose grants this actor, source and recipient; or why there are none."""
    if ask.channel and ask.channel not in purpose.channels:
        return policy.refusals["channel_not_declared"]
    if ask.verb is Verb.COLLECT:
        return _collectable(policy, ask, purpose)
    lacking = _lacking(policy, ask.actor, purpose.name, ask.reason)
    if lacking is not None:
        return lacking
    if ask.verb is Verb.REACH:
        if not ask.channel:
            return policy.refusals["channel_not_declared"]
        if not ask.kind:  # the bare question whether a person may be reached
            return NO_FIELDS
    return _openable(policy, ask, purpose)


def _collectable(policy: Policy, ask: Ask, purpose: Purpose) -> FieldSet | Refused:
    """All asked fields, or a refusal: an undeclared field makes the whole collection undeclared."""
    kind, source = policy.kinds.get(ask.kind), policy.sources.get(ask.source)
    if kind is None:
        return policy.refusals["kind_not_declared"]
    if source is None or source.name not in purpose.collects.get(kind.name, ()):
        return policy.refusals["source_not_declared"]
    if not (kind.in_force and source.in_force):
        return policy.refusals["not_in_force"]
    if ask.actor.kind not in source.by:
        return policy.refusals["source_not_declared"]
    if ask.actor.kind is not ActorKind.PERSON:  # people may bring their own data through any door open to them
        lacking = _lacking(policy, ask.actor, purpose.name, ask.reason)
        if lacking is not None:
            return lacking
    if not ask.fields or not ask.fields <= purpose.uses[ask.kind]:
        return policy.refusals["field_not_granted"]
    return ask.fields


def _openable(policy: Policy, ask: Ask, purpose: Purpose) -> FieldSet | Refused:
    kind = policy.kinds.get(ask.kind)
    if kind is None:
        return policy.refusals["kind_not_declared"]
    if not kind.in_force:
        return policy.refusals["not_in_force"]
    fields = ask.fields & purpose.uses.get(ask.kind, NO_FIELDS)
    if not fields:
        return policy.refusals["field_not_granted"]
    if ask.recipient or ask.verb is Verb.DISCLOSE:
        fields &= policy.recipient_fields(purpose.name, ask.recipient).get(ask.kind, NO_FIELDS)
        if not fields:
            return policy.refusals["recipient_not_granted"]
    return fields


# -- what has been stopped


def _stopped(policy: Policy, ask: Ask, facts: Facts, purpose: Purpose) -> Refused | None:
    if facts.kept_until is not None and facts.kept_until <= facts.at:
        clause = policy.retention[policy.kinds[ask.kind].retention].clause if ask.kind in policy.kinds else ""
        expired = policy.refusals["expired"]
        return Refused(clause or expired.clause, expired.code, expired.reason)
    if facts.restricted and not purpose.survives_restriction:
        return policy.refusals["restricted"]
    if ask.verb is Verb.COLLECT and facts.closed and policy.sources[ask.source].new_purchase:
        return policy.refusals["closed"]
    return _embargoed(policy, ask, facts) if purpose.moves_goods else None


def _embargoed(policy: Policy, ask: Ask, facts: Facts) -> Refused | None:
    """Goods may not go there, nor to people of there. Who moved since may still be looked up, to give their money back."""
    refused = policy.embargoed(facts.destination)
    if refused is None and ask.verb in (Verb.COLLECT, Verb.DISCLOSE):
        refused = policy.embargoed_buyer(facts.residence, facts.organization_country)
    return refused


# -- what the person chose


def _chosen(policy: Policy, ask: Ask, facts: Facts, purpose: Purpose, fields: FieldSet) -> Decision:
    """The person's word against what the jurisdiction wants. Without a channel any one that is open will do."""
    if not purpose.choice:
        return Allowed(purpose.clause, fields, purpose.basis)
    refused = policy.refusals["consent_needed"]
    for channel in (ask.channel,) if ask.channel else purpose.channels or ("",):
        answer = _word(policy, ask, purpose, channel, facts)
        if isinstance(answer, str):
            return Allowed(purpose.clause, fields, answer)
        refused = answer
    return refused


def _word(policy: Policy, ask: Ask, purpose: Purpose, channel: str, facts: Facts) -> str | Refused:
    """The legal basis on which the purpose may be pursued over a channel, or the refusal.

    A no, to the channel or to all of them, always wins. What people bring in themselves, or what one may write to them
    about, is taken before they have confirmed it (double opt-in asks by writing to them); it can't be used until then.
    What is noted of them for a purpose that reaches nobody waits for their yes.
    """
    said = facts.choices.get((purpose.name, channel))
    everywhere = facts.choices.get((purpose.name, ""))
    if said in NO or everywhere in NO:
        return policy.refusals["declined"]
    if State.GRANTED in (said, everywhere):
        return "consent"
    wanted = policy.consent(purpose.name, channel, facts.jurisdiction)
    brought = ask.verb is Verb.COLLECT and (ask.actor.kind is ActorKind.PERSON or bool(purpose.channels))
    if wanted.model is Model.OPT_IN and not brought:
        return policy.refusals["consent_needed"]
    if wanted.model is Model.IMPLIED_AFTER_PURCHASE and not brought:
        bought = facts.last_purchase
        if bought is None or bought <= months_before(facts.at, wanted.months):
            return policy.refusals["consent_needed"]
    return purpose.basis
