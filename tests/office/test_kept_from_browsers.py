"""What enforcement took out of responses: for the privacy officer to see, and for nobody else."""

from __future__ import annotations

import pytest

from tests.office.conftest import Comes
from troth.publishing import fit_for_browsers
from troth.visits import enforcement
from troth.visits.enforcement import Fault, Kind

pytestmark = pytest.mark.django_db
HERE = "/office/browsers/"


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    enforcement.forget()


def test_the_privacy_officer_sees_which_cookie_on_which_kind_of_page(comes: Comes) -> None:
    enforcement.record(Fault("tracker", Kind.UNDECLARED, "shop:product"))
    page = comes("privacy_officer").get(HERE).content.decode()
    assert "tracker" in page
    assert "shop:product" in page
    assert "not in the policy" in page


def test_when_it_is_mended_the_counts_go_and_begin_anew(comes: Comes) -> None:
    enforcement.record(Fault("tracker", Kind.UNDECLARED, "shop:product"))
    officer = comes("privacy_officer")
    assert "tracker" not in officer.post(f"{HERE}mended/", follow=True).content.decode()
    assert enforcement.counted() == []
    enforcement.record(Fault("tracker", Kind.UNDECLARED, "shop:product"))
    assert [each.many for each in enforcement.counted()] == [1]


@pytest.mark.parametrize("who", ["order_desk", "marketing", "bookkeeping", "no job"])
@pytest.mark.parametrize("act", ["", "mended/"])
def test_others_neither_see_nor_clear_it(comes: Comes, who: str, act: str) -> None:
    enforcement.record(Fault("tracker", Kind.UNDECLARED, "shop:product"))
    visitor = comes(who)
    answer = visitor.post(HERE + act) if act else visitor.get(HERE)
    assert answer.status_code in (302, 403)
    assert "tracker" not in answer.content.decode()
    assert len(enforcement.counted()) == 1


def test_doctor_says_what_was_kept_back_and_what_to_do() -> None:
    (fit,) = fit_for_browsers.cookies()
    assert fit.state == "fit"
    enforcement.record(Fault("tracker", Kind.UNDECLARED, "shop:product"))
    (unfit,) = fit_for_browsers.cookies()
    assert unfit.state == "unfit"
    assert "tracker (shop:product)" in unfit.says
