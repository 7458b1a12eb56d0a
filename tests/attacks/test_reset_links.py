"""Somebody who once read the mailbox keeps a link that was never followed."""

import pytest
from allauth.account.models import EmailAddress

from troth import channels, gate
from troth.people import resetting
from troth.people.models import User

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def user() -> User:
    user = User.objects.create_user(gate.new_alias(), "a passphrase of some length")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def link(user: User) -> str:
    return channels.links.mint(resetting.LINK, resetting.target_of(user), hours=1)


def test_a_link_opens_its_account_once(user):
    token, session = link(user), {}
    assert resetting.follow(session, token)
    assert resetting.whose(session) == user
    assert not resetting.follow({}, token)


def test_choosing_a_password_ends_every_other_link(user):
    first, second = link(user), link(user)
    session: dict[str, object] = {}
    resetting.follow(session, second)
    resetting.choose(session, "another passphrase of some length")
    assert not resetting.follow({}, first)


def test_a_link_sent_to_a_former_mailbox_opens_nothing(user):
    token = link(user)
    User.objects.filter(pk=user.pk).update(email=gate.new_alias())
    assert not resetting.follow({}, token)


def test_a_link_of_an_account_that_may_not_sign_in_opens_nothing(user):
    token = link(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not resetting.follow({}, token)
