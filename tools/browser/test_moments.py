"""What the page shows of past moments, in a real browser."""

import time

from playwright.sync_api import expect

from parts import row


def test_the_past_is_shown_as_it_was_and_its_address_can_be_sent(home, window):
    first = home.dispatch("first of two")
    time.sleep(1.1)
    second = home.dispatch("second of two")
    moment = home.run("get", second)["mission"]["dispatched_at"]
    between = home.run("get", first)["mission"]["dispatched_at"]
    with window(home) as w:
        page = w.open("?view=time")
        expect(row(page, "second of two")).to_be_visible()
        slider = page.get_by_role("slider")
        slider.focus()
        slider.press("Home")
        expect(row(page, "second of two")).to_have_count(0)
        expect(page.get_by_text("Back to now")).to_be_visible()
        assert "at=" in page.url
        page.get_by_label("Moment").fill(between)
        page.get_by_role("button", name="Go", exact=True).click()
        expect(row(page, "first of two")).to_be_visible()
        expect(row(page, "second of two")).to_have_count(0)
        expect(page.get_by_role("button", name="Dispatch …")).to_have_count(0)
        page.get_by_role("button", name="Mark as the earlier moment").click()
        page.get_by_role("button", name="Back to now").click()
        expect(page.get_by_role("region", name="What changed").first).to_contain_text(second[-8:])
        w.shoot("time-light")
        address = page.url
    with window(home) as w:
        page = w.open(address.split("/", 3)[3].split("#")[0])
        expect(page.get_by_role("region", name="What changed").first).to_contain_text(second[-8:])
    assert moment > between
