"""Links in text: how they are found, corrected and classified."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.model import LinkKind
from readinglist.text.links import classify, find_links, safe_url
from tests.five_listings import real_entries
from tests.growth import growth, repeated


def urls(text: str) -> list[str]:
    """The addresses found in a text."""
    return [link.url for link in find_links(text)]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Code: https://github.com/a/b.", "https://github.com/a/b"),
        ("at https://a.org/b .", "https://a.org/b"),
        ("(https://a.org/x_(y)).", "https://a.org/x_(y)"),
        ("see <https://a.org/b>, and", "https://a.org/b"),
        ("“https://a.org/b”", "https://a.org/b"),
        ("https://a.org/b…", "https://a.org/b"),
        ("*https://a.org/b*", "https://a.org/b"),
        ("[code](https://a.org/b)", "https://a.org/b"),
        (r"\url{https://a.org/b}", "https://a.org/b"),
        (r"\href{https://a.org/b}{here}", "https://a.org/b"),
        ("{https://a.org/b}.", "https://a.org/b"),
        ("代码:https://a.org/b。", "https://a.org/b"),
        ("https://a.org/b以及", "https://a.org/b"),
        ("https://a.org/~x/y?z=1&q=2#f", "https://a.org/~x/y?z=1&q=2#f"),
        ("www.example.org/x.", "https://www.example.org/x"),
        ("github.com/a/b", "https://github.com/a/b"),
        ("HTTPS://GitHub.com/A", "https://GitHub.com/A"),
    ],
)
def test_a_link_ends_where_its_sentence_goes_on(text: str, url: str) -> None:
    """Punctuation, brackets and quotes of the sentence are no part of the address."""
    assert urls(text) == [url]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("htthttps://github.com/a/b", "https://github.com/a/b"),
        ("hhttps://a.org/b", "https://a.org/b"),
        ("https://https://a.org/x", "https://a.org/x"),
        ("our work.https://x.github.io/", "https://x.github.io/"),
        ("https:// github.com/a/b", "https://github.com/a/b"),
        ("https//github.com/a", "https://github.com/a"),
        ("http:/x.org/a", "http://x.org/a"),
        (r"https://github.com/a\_b", "https://github.com/a_b"),
    ],
)
def test_what_is_plainly_broken_is_repaired(text: str, url: str) -> None:
    """An error with one possible meaning is corrected, and the span covers the source text."""
    (link,) = find_links(text)
    assert link.url == url
    assert text[link.start : link.end] in (text, text.removeprefix("our work."))


def test_two_links_run_together_are_two() -> None:
    """A scheme in the middle begins a new link, unless it is an address within an address."""
    assert urls("https://a.orghttps://b.org/c") == ["https://a.org", "https://b.org/c"]
    assert urls("https://web.archive.org/web/1/https://b.org/") == [
        "https://web.archive.org/web/1/https://b.org/"
    ]


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "https://", "https://evil@host.org/", "https://localhost/x", "ftp://a.org",
     "https://1/", "e.g.www.x", "http error", "https: a story", "a@www.b", "see https:// for more"],
)  # fmt: skip
def test_what_is_no_safe_link_stays_text(text: str) -> None:
    """Nothing but http and https to a real host, without a user name, is a link."""
    assert urls(text) == []


@pytest.mark.parametrize(
    ("url", "before", "kind"),
    [
        ("https://github.com/a/b", "", LinkKind.CODE),
        ("https://anonymous.4open.science/r/x", "", LinkKind.CODE),
        ("https://x.github.io/y", "", LinkKind.PROJECT_PAGE),
        ("https://sites.google.com/view/x", "", LinkKind.PROJECT_PAGE),
        ("https://huggingface.co/spaces/a/b", "", LinkKind.DEMO),
        ("https://colab.research.google.com/x", "", LinkKind.DEMO),
        ("https://huggingface.co/datasets/a", "", LinkKind.DATA_OR_MODEL),
        ("https://huggingface.co/a/b", "", LinkKind.DATA_OR_MODEL),
        ("https://zenodo.org/record/1", "", LinkKind.DATA_OR_MODEL),
        ("https://youtu.be/abc", "", LinkKind.VIDEO),
        ("https://www.youtube.com/watch?v=1", "", LinkKind.VIDEO),
        ("https://arxiv.org/abs/2401.00001", "", LinkKind.PAPER),
        ("https://huggingface.co/papers/2401.00001", "", LinkKind.PAPER),
        ("https://example.ai/x", "Our project page is at ", LinkKind.PROJECT_PAGE),
        ("https://example.ai/x", "The code is available at ", LinkKind.CODE),
        ("https://example.ai/x", "We release code. The dataset is at ", LinkKind.DATA_OR_MODEL),
        ("https://example.ai/x", "A demo is at ", LinkKind.DEMO),
        ("https://example.ai/x", "See ", LinkKind.OTHER),
        ("https://notgithub.com/x", "", LinkKind.OTHER),
        ("https://github.com.evil.org/x", "", LinkKind.OTHER),
    ],
)
def test_a_link_is_classed_by_its_host_then_by_its_sentence(
    url: str, before: str, kind: LinkKind
) -> None:
    """A known host decides; for any other the last telling word before it does."""
    assert classify(url, before) is kind


def test_the_real_abstracts_hold_the_links_that_were_counted() -> None:
    """Each `http` of the real abstracts belongs to a safe link, found at its place."""
    for _, abstract in real_entries():
        links = find_links(abstract)
        assert abstract.count("://") <= sum(abstract[a.start : a.end].count("://") for a in links)
        for link in links:
            assert safe_url(link.url) == link.url
            assert link.start < link.end
            assert not abstract[link.start : link.end].endswith((".", ",", ")."))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["https://", "http:/", "www.", "a.org", "/x", ".", ")", "}", " ", "ht"]
            ),
            st.text(max_size=5),
        ),
        max_size=30,
    ).map("".join)
)
def test_links_are_in_order_and_within_the_text(text: str) -> None:
    """Whatever the text, spans do not overlap and every address is safe."""
    end = 0
    for link in find_links(text):
        assert end <= link.start < link.end <= len(text)
        assert safe_url(link.url) == link.url
        end = link.end


@pytest.mark.parametrize(
    "unit",
    ["https://", "https://a.org/", "http://x/", "www.", "github.com/", "htt", "https://a.orgx"],
)
def test_searching_is_linear(unit: str) -> None:
    """Whatever half of a link is repeated."""
    assert growth(find_links, repeated(unit)) == ""
