"""What is not even a request for a page of the shop is answered in the shop's own words and looks."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client

from troth.storefront.stylesheet import FOLDER


def test_a_host_that_is_not_ours_reads_a_page_in_the_shops_words() -> None:
    answer = Client(raise_request_exception=False).get("/", HTTP_HOST="elsewhere.example")

    assert answer.status_code == 400
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.h1 is not None
    assert page.h1.get_text() == "The shop could not read that."
    assert "elsewhere.example" not in answer.content.decode()


@pytest.mark.parametrize("name", ["400.html", "storefront/error/500.html"])
def test_pages_without_the_shops_frame_link_the_styles_they_use(name: str) -> None:
    page = BeautifulSoup(render_to_string(name), "html.parser")

    linked = [str(each["href"]) for each in page.select("link[rel=stylesheet]")]
    styles = "".join((FOLDER / each.removeprefix("/static/storefront/")).read_text() for each in linked)
    used = {name for each in page.select("[class]") for name in each["class"]}
    assert {f".{name}" for name in used if f".{name}" not in styles} == set()
