"""Reads a timeline's page by Python's parser: every element closed, no script, nothing loaded from elsewhere.

Usage: page.py FILE
"""
import sys
from html.parser import HTMLParser


class Page(HTMLParser):
    """Which elements are open, and which there were; fails at what a page must not have."""
    VOID = {"meta"}
    KNOWN = {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "span", "svg", "defs", "pattern", "line",
        "rect", "circle", "text", "table", "tr", "th", "td", "a", "dl", "dt", "dd",
    }

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], set()

    def handle_starttag(self, tag, attributes):
        assert tag in self.KNOWN, f"<{tag}> is nothing that a page is made of"
        for key, value in attributes:
            assert not key.startswith("on") and key not in ("src", "style"), (tag, key)
            assert key != "href" or value.startswith("#"), value
        self.seen.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"


page = Page()
with open(sys.argv[1], encoding="utf-8") as file:
    page.feed(file.read())
page.close()
assert not page.open, page.open
assert {"svg", "rect", "circle", "table", "title"} <= page.seen, page.seen
