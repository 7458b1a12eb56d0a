"""What people who work here read speaks about the person, never to them."""

from __future__ import annotations

import re

import pytest

from tests.cast import ADA
from tests.office.conftest import Comes, member
from tests.office.test_for_people import found
from troth import gate
from troth.rights import jobs, wording, wording_for_staff

SPEAKS_TO = re.compile(r"\byou(r|rs|rself)?\b", re.IGNORECASE)


def test_every_case_has_its_words_and_none_speaks_to_the_person() -> None:
    assert wording_for_staff.WORDS.keys() == wording.WORDS.keys()
    asked = {**wording.ASKED, **wording_for_staff.ASKED}
    for said in (*wording_for_staff.WORDS.values(), *asked.values(), *wording_for_staff.SOURCES.values()):
        assert not SPEAKS_TO.search(str(said)), said


def test_labels_of_the_policy_have_a_neutral_form_for_staff() -> None:
    policy = gate.policy()
    for declared in (*policy.kinds.values(), *policy.purposes.values()):
        assert not SPEAKS_TO.search(declared.for_staff), declared.name
    for name, source in policy.sources.items():
        assert not SPEAKS_TO.search(str(wording_for_staff.SOURCES.get(name, source.label))), name
    for job in jobs.all_of_them():
        assert not any(SPEAKS_TO.search(each) for each in (*job.purposes, *job.with_reason))


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "record/", "erase/"])
def test_pages_about_a_person_do_not_speak_to_them(comes: Comes, page: str) -> None:
    from bs4 import BeautifulSoup

    member()
    paul = comes("privacy_officer")
    shown = BeautifulSoup(paul.get(found(paul) + page).content, "html.parser").select_one(".office")
    assert shown is not None
    assert ADA.name.lower() in shown.get_text().lower() or page
    assert not SPEAKS_TO.search(re.sub(r"What your job opens", "", shown.get_text(" ")))
