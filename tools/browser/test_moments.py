"""What the page shows of past moments, in a real browser."""

import datetime
import re
import time
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from parts import LATER, Held, row


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


def whole_seconds(since, until):
    """The seconds between two moments as a browser counts them, which knows no microseconds."""
    return (int(until.timestamp() * 1000) - int(since.timestamp() * 1000)) // 1000


def test_a_place_in_a_ledger_is_the_moment_of_its_event(home, window):
    home.dispatch("first of two")
    time.sleep(1.2)
    home.dispatch("second of two")
    time.sleep(1.2)
    dispatched = [e for e in home.events() if e["type"] == "vp.mission.dispatched"]
    first, second = [datetime.datetime.fromisoformat(e["recorded_at"]) for e in dispatched]
    with window(home, timezone_id="UTC") as w:
        asked = []
        w.page.on("request", lambda request: asked.append(urlsplit(request.url)))
        page = w.open(f"?view=time&at={dispatched[1]['event_id']}")
        expect(row(page, "first of two").locator("[data-age]").first).to_have_text(f"{whole_seconds(first, second)}s ago")
        expect(page.locator("#slid")).to_have_text(f"{dispatched[1]['event_id']}, {second:%Y-%m-%d %H:%M:%S}.{second.microsecond // 1000:03} Z")
        since = [parse_qs(url.query).get("since") for url in asked if url.path.endswith("/status")]
        assert [f"{second:%Y-%m-%d}T00:00:00.000Z"] in since, since
        assert all(each in (None, [f"{second:%Y-%m-%d}T00:00:00.000Z"]) for each in since), since
        assert 0 < int(page.get_by_role("slider").input_value()) < 10_000
        page.get_by_role("button", name="Forward 1s").click()
        expect(page.locator("#slid")).not_to_contain_text(dispatched[1]["event_id"])
        moved = datetime.datetime.fromisoformat(parse_qs(urlsplit(page.url).query)["at"][0])
        assert moved == second.replace(microsecond=second.microsecond // 1000 * 1000) + datetime.timedelta(seconds=1)


def test_an_impossible_time_is_refused_as_the_contract_words_it(home, window):
    home.dispatch("some")
    with window(home) as w:
        page = w.open("?view=time")
        for text in ["2026-02-31T25:61", "2026-02-31T10:00"]:
            page.get_by_label("Moment").fill(text)
            page.get_by_role("button", name="Go", exact=True).click()
            expect(page.get_by_role("alert").filter(has_text="validation_error")).to_contain_text(text)
        page.goto("about:blank")  # every answer that was still on its way is given up
        w.forgive("400")


def test_the_slider_goes_on_from_where_it_was_moved_to_while_an_older_moment_is_loaded(home, window):
    home.dispatch("some")
    time.sleep(1.1)
    with window(home) as w:
        w.page.add_init_script(LATER)
        page = w.open("?view=time")
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        slider = page.get_by_role("slider")
        slider.focus()
        held = Held(page, re.compile(r"/api/v1/missions\?.*status=.*as_of="))
        slider.press("ArrowLeft")
        asked = held.reached()
        page.evaluate("holdTimers()")
        slider.press("Home")
        asked.continue_()
        expect(page.get_by_role("button", name="Back to now")).to_be_visible()
        expect(page.get_by_role("button", name="Dispatch …")).to_have_count(0)
        assert slider.input_value() == "0"
        page.evaluate("runTimers()")
        expect(page.locator("main")).not_to_contain_text("Loading")
        assert slider.input_value() == "0"
