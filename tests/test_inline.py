"""Inline Markdown: what an author may write, and what stays the text that was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.inline import to_html, to_plain


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *soft* word", "a <em>soft</em> word"),
        ("a **strong** word", "a <strong>strong</strong> word"),
        ('It\'s "fine"', "It’s “fine”"),
        ("<b>bold</b> & more", "&lt;b&gt;bold&lt;/b&gt; &amp; more"),
        ("# not a heading", "# not a heading"),
        ("- not a list", "- not a list"),
        ("(c) stays, and so does 1...2", "(c) stays, and so does 1...2"),
        ("two\n  lines", "two lines"),
    ],
)
def test_only_emphasis_and_quotes_are_markup(text: str, html: str) -> None:
    assert to_html(text) == html


def test_a_link_prints_its_address_for_the_reader_on_paper() -> None:
    assert to_html("[a site](https://example.org/help)") == (
        '<a href="https://example.org/help">a site</a> (example.org/help)'
    )


def test_a_link_holds_no_tags_because_they_break_pdf_ua() -> None:
    assert "<em>" not in to_html("[a *soft* site](https://example.org)")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "workbook:x"])
def test_other_kinds_of_address_stay_text(url: str) -> None:
    assert "<a" not in to_html(f"[here]({url})")


@given(st.text(max_size=80))
def test_no_text_can_bring_in_a_tag(text: str) -> None:
    html = to_html(text)
    for tag in ("<em>", "</em>", "<strong>", "</strong>"):
        html = html.replace(tag, "")
    if "<a href" not in html:
        assert "<" not in html


@given(st.text(alphabet=st.characters(categories=["L", "N", "Zs"]), max_size=60))
def test_plain_words_come_back_as_typed(text: str) -> None:
    assert to_plain(text) == " ".join(text.split())
