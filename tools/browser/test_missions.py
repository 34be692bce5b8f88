"""The list of all missions, in a real browser."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from parts import LATER, Held

NOTHING = json.dumps({"ok": True, "count": 0, "missions": [], "next_cursor": None})


def test_missions_are_searched_filtered_and_paged(home, window):
    for n in range(120):
        home.server.queue(f"number {n:03}")
    with window(home) as w:
        page = w.open("?view=missions")
        table = page.get_by_role("group", name="Missions")
        expect(table.get_by_role("row")).to_have_count(51)
        expect(table).to_contain_text("number 119")
        page.get_by_role("button", name="More →").click()
        expect(table).to_contain_text("number 069")
        second = urlsplit(page.url).query
        page.get_by_role("button", name="← Newer").click()
        expect(table).to_contain_text("number 119")
        page.get_by_role("searchbox").fill("number 007")
        expect(table.get_by_role("row")).to_have_count(2)
        page.get_by_role("searchbox").fill("")
        page.get_by_label("Order").select_option("oldest")
        expect(table.get_by_role("row").nth(1)).to_contain_text("number 000")
        page.get_by_label("Status").select_option("completed")
        expect(page.get_by_text("No mission matches.")).to_be_visible()
    with window(home) as w:
        # Reached by its address, a page has none before it in the window's history.
        page = w.open(f"?{second}")
        table = page.get_by_role("group", name="Missions")
        expect(table).to_contain_text("number 069")
        page.get_by_role("button", name="← Newer").click()
        expect(table).to_contain_text("number 119")


def searched_for_ab(w):
    """The list, its search field with `ab` in it, and the question for that, held from its answer; timers stand."""
    w.page.add_init_script(LATER)
    page = w.open("?view=missions")
    expect(page.get_by_text("live", exact=True)).to_be_visible()
    held = Held(page, "**/api/v1/missions?*grep=ab&*")
    search = page.get_by_role("searchbox")
    search.press_sequentially("ab")
    asked = held.reached()
    page.evaluate("holdTimers()")
    return page, search, asked


def test_letters_typed_while_an_older_search_is_answered_stay(home, window):
    for objective in ("abcd", "other"):
        home.server.queue(objective)
    with window(home) as w:
        page, search, asked = searched_for_ab(w)
        search.press_sequentially("c")
        asked.fulfill(body=NOTHING)
        expect(page.get_by_text("No mission matches.")).to_be_visible()
        search.press_sequentially("d")
        assert search.input_value() == "abcd"
        page.evaluate("runTimers()")
        expect(page.get_by_role("group", name="Missions").get_by_role("row")).to_have_count(2)
        assert parse_qs(urlsplit(page.url).query)["grep"] == ["abcd"]


@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_a_key_that_ends_typing_searches_for_all_of_it_at_once(home, window, key):
    for objective in ("abc", "other"):
        home.server.queue(objective)
    with window(home) as w:
        page, search, asked = searched_for_ab(w)
        search.press_sequentially("c")
        search.press(key)
        asked.fulfill(body=NOTHING)
        expect(page.get_by_role("group", name="Missions").get_by_role("row")).to_have_count(2)
        assert search.input_value() == "abc"
        assert parse_qs(urlsplit(page.url).query)["grep"] == ["abc"]


def test_letters_deleted_while_a_search_for_them_is_answered_stay_away(home, window):
    home.dispatch("some")
    with window(home) as w:
        page, search, asked = searched_for_ab(w)
        search.press("Backspace")
        search.press("Backspace")
        asked.fulfill(body=NOTHING)
        expect(page.get_by_text("No mission matches.")).to_be_visible()
        assert search.input_value() == ""
        page.evaluate("runTimers()")
        expect(page.get_by_role("group", name="Missions")).to_contain_text("some")
        assert "grep" not in page.url


def test_a_step_back_takes_a_search_out_of_its_field(home, window):
    home.dispatch("some")
    with window(home) as w:
        w.page.add_init_script(LATER)
        page = w.open("?view=missions")
        page.get_by_role("link", name="Missions").click()
        search = page.get_by_role("searchbox")
        search.press_sequentially("ab")
        expect(page.get_by_text("No mission matches.")).to_be_visible()
        # Typed and deleted, a letter leaves the address as it is, but the field is one that was typed in.
        page.evaluate("holdTimers()")
        search.press("c")
        search.press("Backspace")
        page.evaluate("runTimers()")
        page.go_back()
        expect(page.get_by_role("group", name="Missions")).to_contain_text("some")
        expect(search).to_be_focused()
        assert search.input_value() == ""


def test_a_search_is_not_carried_to_another_page(home, window):
    with window(home) as w:
        w.page.add_init_script(LATER)
        page = w.open("?view=missions")
        page.get_by_role("searchbox").wait_for()
        page.evaluate("holdTimers()")
        page.get_by_role("searchbox").press_sequentially("ab")
        page.get_by_role("link", name="Bridge").click()
        expect(page.get_by_role("heading", name="Bridge")).to_be_visible()
        page.evaluate("runTimers()")
        assert "grep" not in page.url


def test_a_filter_shows_what_its_address_says(home, window):
    home.dispatch("queued")
    with window(home) as w:
        page = w.open("?view=missions")
        status = page.get_by_label("Status")
        for _ in range(2):
            status.select_option("completed")
            expect(page.get_by_text("No mission matches.")).to_be_visible()
            page.get_by_role("link", name="Missions").click()
            expect(page.get_by_role("group", name="Missions")).to_be_visible()
            assert status.input_value() == ""
        page.go_back()
        expect(page.get_by_text("No mission matches.")).to_be_visible()
        assert status.input_value() == "completed"


def test_a_mission_turns_stale_by_time_alone(make_home, window):
    home = make_home("lease_ttl: 5s\nheartbeat_interval: 1s\nreconcile_enabled: false\n").serve()
    home.dispatch("long work")
    home.claim()
    with window(home) as w:
        table = w.open("?view=missions").get_by_role("group", name="Missions")
        expect(table).to_contain_text("running")
        expect(table).to_contain_text("claim_expired")
