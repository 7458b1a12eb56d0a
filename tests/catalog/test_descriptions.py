import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.catalog import description


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("Plain words", "<p>Plain words</p>"),
        ("One\n\nTwo", "<p>One</p><p>Two</p>"),
        ("5 > 3", "<p>5 &gt; 3</p>"),
        ("5 < 3", "<p>5 &lt; 3</p>"),
        ("a&nbsp;b", "<p>a b</p>"),
        ('<p style="x" data-mce-fragment="1" onclick="alert(1)">Words</p>', "<p>Words</p>"),
        ("<div><span><b>Bold</b></span></div>", "<p><b>Bold</b></p>"),
        ("<h1>Title</h1>", "<h3>Title</h3>"),
        ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
        ('<a href="javascript:alert(1)">x</a>', "<p><a>x</a></p>"),
        ('<svg onload="alert(1)"></svg>', ""),
        ("", ""),
    ],
)
def test_foreign_html_becomes_a_description(html: str, cleaned: str) -> None:
    assert description.clean(html).html == cleaned


def test_what_is_taken_out_is_counted() -> None:
    cleaned = description.clean('<p>a<img src="x"><img src="y"></p><iframe src="z"></iframe>')

    assert cleaned.removed == {"img": 2, "iframe": 1}


def test_a_table_becomes_a_list() -> None:
    cleaned = description.clean("<table><tr><th>Volume</th><td>50&nbsp;mL</td></tr><tr><td>One</td></tr></table>")

    assert cleaned.html == "<ul><li>Volume: 50 mL</li><li>One</li></ul>"
    assert cleaned.removed == {}


def test_links_stay_are_named_and_are_marked_on_pages() -> None:
    cleaned = description.clean(
        '<p><a href="https://old.example/x" target="_blank">old</a> <a href="/products/">here</a></p>'
    )

    assert cleaned.links == ("https://old.example/x", "/products/")
    page = description.for_page(cleaned.html)
    assert '<a rel="external noopener noreferrer" href="https://old.example/x">old</a>' in page
    assert '<a href="/products/">here</a>' in page


def test_a_page_never_trusts_what_is_stored() -> None:
    assert "script" not in description.for_page("<p>a<script>alert(1)</script></p>")


@given(st.text(alphabet=st.sampled_from("<>&\"'/= abpscriptonload\n\x00"), max_size=120))
def test_cleaning_twice_changes_nothing_and_leaves_nothing_that_runs(html: str) -> None:
    once = description.clean(html).html

    assert "<script" not in once.lower()
    assert description.for_page(once) == description.for_page(description.for_page(once))


def test_the_first_words_are_whole() -> None:
    assert description.first_words("<p>Short.</p>", 50) == "Short."
    assert description.first_words("<p>One sentence here. Another that is far too long</p>", 30) == "One sentence here."
    assert description.first_words("<p>Words without any end that go on</p>", 20) == "Words without any…"


def test_markdown_is_read() -> None:
    assert description.from_markdown("Some *words*.\n\n- one\n- two") == (
        "<p>Some <em>words</em>.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    )
