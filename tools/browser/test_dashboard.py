"""What a person does with the dashboard, in a real browser."""

import contextlib
import datetime
import signal
import sqlite3
import time

import pytest
from playwright.sync_api import expect

from parts import row


def test_a_mission_is_dispatched_from_a_form_and_followed_live_to_its_end(home, window):
    with window(home) as w:
        page = w.open()
        expect(page.get_by_text("Nothing needs you.")).to_be_visible()
        w.shoot("empty-light")
        page.get_by_role("button", name="Dispatch …").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("VP").select_option("vp.general.primary")
        dialog.get_by_label("Objective").fill("Write a report")
        dialog.get_by_role("button", name="Dispatch").click()
        expect(row(page, "Write a report")).to_contain_text("queued")
        home.worker()
        expect(row(page, "Write a report")).to_contain_text("completed")
        row(page, "Write a report").get_by_role("link", name="Write a report").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Write a report")
        expect(page.get_by_text("done <i>well</i>", exact=True)).to_be_visible()
        expect(page.get_by_text("report.md", exact=True)).to_be_visible()
        page.get_by_text("Receipt", exact=True).click()
        expect(page.get_by_text('"outcome"')).to_be_visible()
        w.shoot("mission-light", full=True)


def test_a_killed_workers_mission_turns_stale_with_its_reason_and_is_reconciled_as_shown(make_home, window):
    home = make_home("lease_ttl: 5s\nheartbeat_interval: 1s\nreconcile_enabled: false\n").serve()
    mission = home.dispatch("long work")
    worker = home.worker()
    home.until(mission, "running")
    with window(home) as w:
        page = w.open()
        expect(row(page, "long work")).to_contain_text("running")
        worker.send_signal(signal.SIGKILL)
        # No event says so: the page's own clock asks again when the lease has run out.
        expect(row(page, "long work")).to_contain_text("claim_expired")
        needs = page.get_by_role("region", name="attention")
        expect(needs).to_contain_text("stale")
        w.shoot("stale-light")
        needs.get_by_role("button", name="Reconcile …").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text(mission[-8:])
        dialog.get_by_role("button", name="Append exactly this").click()
        expect(row(page, "long work")).to_contain_text("failed")
    assert home.run("get", mission)["mission"]["status_basis"] == "inferred"


def test_a_session_turns_stale_by_the_fleets_own_patience(make_home, window):
    home = make_home("stale_session_seconds: 3s\nreconcile_enabled: false\n").serve()
    home.dispatch("long work")
    home.claim()
    with window(home) as w:
        page = w.open()
        session = page.get_by_role("listitem").filter(has_text="w1")
        expect(session).to_contain_text("active")
        expect(session).to_contain_text("heartbeat_timeout")


def test_a_running_mission_is_cancelled(home, window):
    mission = home.dispatch("long work")
    home.worker()
    home.until(mission, "running")
    with window(home) as w:
        page = w.open(f"?view=mission&id={mission}")
        page.get_by_role("button", name="Cancel …").click()
        page.get_by_role("dialog").get_by_label("Reason").fill("not needed")
        page.get_by_role("dialog").get_by_role("button", name="Cancel it").click()
        expect(page.locator(".standing")).to_contain_text("cancelled")


def test_a_token_is_taken_where_the_page_is_shown_already(home, window):
    with window(home) as w:
        w.page.goto(home.server.url)
        expect(w.page.get_by_text("This page needs a token")).to_be_visible()
        page = w.open()
        expect(page.get_by_text("Nothing needs you.")).to_be_visible()
        assert page.url == home.server.url + "/"


def test_a_question_is_the_first_thing_seen_and_answered(home, window):
    mission = home.dispatch("ask me", "vp.coder.primary")
    home.worker("vp.coder.primary")
    home.until(mission, "blocked")
    with window(home) as w:
        page = w.open()
        needs = page.get_by_role("region", name="attention")
        expect(needs).to_contain_text("Which branch?")
        assert needs.bounding_box()["y"] < page.get_by_role("region", name="The fleet in numbers").bounding_box()["y"]
        needs.get_by_role("button", name="Answer …").click()
        page.get_by_role("button", name="dev", exact=True).click()
        expect(page.locator(".standing")).to_contain_text("completed")
        expect(page.get_by_text("told dev").first).to_be_visible()


def test_payloads_full_of_markup_stay_text(home, window):
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>\u202e <svg/onload=alert(3)> {{7*7}} javascript:alert(4)"
    mission = home.dispatch("fail " + hostile)
    home.worker()
    home.until(mission, "failed")
    with window(home) as w:
        for query in ["", "?view=missions", f"?view=mission&id={mission}", "?view=log", "?view=time"]:
            page = w.open(query)
            expect(page.get_by_text("<img src=x").first).to_be_attached()
            assert page.locator("main img, main script").count() == 0


def test_the_bridge_and_the_projections_are_shown_and_governed(home, window):
    home.dispatch("bridged", "vp.general.primary", "--source-session-id", "s1")
    with window(home) as w:
        page = w.open("?view=bridge")
        source = page.get_by_role("row").filter(has=page.get_by_text("vp", exact=True))
        expect(source).to_be_visible()
        source.get_by_role("button", name="Move cursor …").click()
        page.get_by_role("dialog").get_by_role("combobox").select_option("reset_to_zero")
        page.get_by_role("dialog").get_by_role("button", name="Move it").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        w.shoot("bridge-light")
        page.get_by_role("link", name="Projections").click()
        row = page.get_by_role("row").filter(has_text="missions").first
        row.get_by_role("button", name="Rebuild …").click()
        page.get_by_role("dialog").get_by_role("button", name="Rebuild", exact=True).click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        w.shoot("projections-light")
    assert any(e["type"] == "log.projection_rebuilt" for e in home.events())


def test_an_empty_position_moves_no_cursor(home, window):
    home.dispatch("delivered once", "vp.general.primary", "--source-session-id", "s1")
    with window(home) as w:
        page = w.open("?view=bridge")
        source = page.get_by_role("row").filter(has=page.get_by_text("vp", exact=True))
        source.get_by_role("button", name="Move cursor …").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("spinbutton").fill("")
        dialog.get_by_role("button", name="Move it").click()
        expect(dialog.locator("input:invalid")).to_have_count(1)
        # Sent all the same, it is the server that refuses it.
        page.evaluate("document.querySelector('dialog form').noValidate = true")
        dialog.get_by_role("button", name="Move it").click()
        expect(dialog.get_by_role("alert")).to_contain_text("set needs a position")
        w.forgive("400")
    assert not any(e["type"].endswith("cursor_moved") for e in home.events())


def test_an_unknown_view_is_the_fleet(home, window):
    with window(home) as w:
        for name in ["constructor", "__proto__", "nowhere"]:
            expect(w.open(f"?view={name}").get_by_text("Nothing needs you.")).to_be_visible()


def test_a_refusal_is_shown_as_the_contract_words_it(home, window):
    mission = home.dispatch("once")
    home.run("cancel", mission)
    home.run("retry", mission)
    with window(home) as w:
        page = w.open(f"?view=mission&id={mission}")
        assert page.get_by_role("button", name="Retry …").count() == 0
        w.open("?view=mission&id=vp-mission-nowhere")
        expect(page.get_by_role("alert").filter(has_text="not_found")).to_be_visible()
        page.goto("about:blank")  # every answer that was still on its way is given up
        w.forgive("404")


def test_it_works_by_keyboard_and_every_control_has_a_name(home, window):
    mission = home.dispatch("fail by keyboard")
    home.worker()
    home.until(mission, "failed")
    with window(home) as w:
        page = w.open()
        expect(row(page, "fail by keyboard")).to_contain_text("failed")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        for _ in range(9):
            page.keyboard.press("Tab")
        page.get_by_role("button", name="Dispatch …").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog", name="Dispatch a mission")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        for query in ["", "?view=missions", f"?view=mission&id={mission}", "?view=time", "?view=log", "?view=bridge", "?view=projections"]:
            w.open(query)
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            assert nameless(w) == []


def nameless(w):
    """Controls that a screen reader could not name, from Chromium's own tree."""
    session = w.context.new_cdp_session(w.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    controls = {"button", "link", "textbox", "searchbox", "combobox", "checkbox", "slider", "dialog", "spinbutton", "image"}
    return [n["role"]["value"] for n in nodes
            if not n.get("ignored") and n.get("role", {}).get("value") in controls and not n.get("name", {}).get("value", "").strip()]


def test_it_fits_a_phone_and_the_dark(home, window):
    mission = home.dispatch("ask " + "a-very-long-word-without-any-place-to-break" * 4)
    home.worker()
    home.until(mission, "blocked")
    for scheme in ["light", "dark"]:
        with window(home, viewport={"width": 360, "height": 740}, color_scheme=scheme) as w:
            for name, query in [("fleet", ""), ("mission", f"?view=mission&id={mission}"), ("missions", "?view=missions"), ("time", "?view=time"), ("log", "?view=log")]:
                page = w.open(query)
                expect(page.get_by_role("heading", level=1)).to_have_count(1)
                expect(page.get_by_text("Loading …")).to_have_count(0)
                assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
                w.shoot(f"{name}-narrow-{scheme}")
        with window(home, color_scheme=scheme) as w:
            page = w.open()
            expect(page.get_by_text("live", exact=True)).to_be_visible()
            w.shoot(f"fleet-wide-{scheme}")


def test_a_text_without_a_place_to_break_widens_no_page(home, window):
    word = "unbroken" * 25
    cancelled, over, asked = home.dispatch(word), home.dispatch("over"), home.dispatch("asked")
    home.run("cancel", cancelled, "--reason", word)
    for mission in [over, asked]:
        token = home.claim()
        assert token["mission_id"] == mission
        home.report(mission, "progress", {**token, "summary": word})
        home.report(mission, "artifact", {**token, "path": word + ".md", "role": "deliverable"})
        if mission == over:
            home.report(mission, "fail", {**token, "error": word})
            home.report(mission, "escalate", {"summary": word, "why_escalating": word})
    home.report(asked, "block", {**token, "question": word, "options": [word[:100], "no"]})
    queries = ["", "?view=missions", "?view=log", "?view=time", f"?view=time&at={word}", "?view=bridge", "?view=projections"]
    for width in [320, 375, 800, 1400]:
        with window(home, viewport={"width": width, "height": 800}) as w:
            for query in queries + [f"?view=mission&id={mission}" for mission in [cancelled, over, asked]]:
                page = w.open(query)
                expect(page.get_by_text("Loading …")).to_have_count(0)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (query[:60], width)
            page.goto("about:blank")  # every answer that was still on its way is given up
            w.forgive("400")


@pytest.mark.parametrize("width", [375, 1280])
def test_what_has_the_focus_is_never_behind_the_bar(home, window, width):
    for n in range(50):
        home.server.queue(f"number {n:03}")
    with window(home, viewport={"width": width, "height": 500}) as w:
        page = w.open("?view=missions")
        expect(page.get_by_role("group", name="Missions").get_by_role("row")).to_have_count(51)
        page.locator("tbody a").last.focus()
        for _ in range(60):
            page.keyboard.press("Shift+Tab")
            assert page.evaluate(FOCUS_TOP) >= page.locator(".bar").bounding_box()["height"]


FOCUS_TOP = "document.activeElement.getBoundingClientRect().top"


def test_a_sick_ledger_is_said_and_the_rest_goes_on(make_home, window):
    home = make_home()
    home.dispatch("healthy")
    home.dispatch("of the sick lane", "vp.coder.primary")
    for end in ["", "-wal", "-shm"]:
        (home.path / f"coder_vp_state.db{end}").unlink(missing_ok=True)
    (home.path / "coder_vp_state.db").write_bytes(b"no ledger at all" * 1000)
    home.serve()
    with window(home) as w:
        page = w.open()
        expect(page.get_by_role("alert").filter(has_text="Ledger coder")).to_be_visible()
        expect(row(page, "healthy")).to_be_visible()
        w.shoot("broken-light")


def test_ten_thousand_missions_leave_the_page_small_and_what_is_stuck_on_top(make_home, window):
    home = make_home()
    make_predecessor(home.folder / "old.db", 10_000)
    home.run("import", home.folder / "old.db")
    home.serve()
    with window(home) as w:
        page = w.open()
        expect(page.get_by_role("heading", name="1,000 missions need attention")).to_be_visible()
        expect(page.locator(".need").first).to_contain_text("number 9995")  # the newest failure, of which the rest are older
        expect(page.get_by_text("CODIE has no live worker")).to_be_visible()
        assert page.locator("main *").count() < 1_000
        w.shoot("busy-light")
        page.get_by_role("link", name="All 1,000").click()
        expect(page.get_by_role("group", name="Missions").get_by_role("row")).to_have_count(51)
        w.shoot("busy-missions-light")
    with window(home, color_scheme="dark", viewport={"width": 360, "height": 740}) as w:
        w.open().get_by_role("heading", name="1,000 missions need attention").wait_for()
        w.shoot("busy-narrow-dark")


def make_predecessor(path, count):
    """A ledger of the predecessor: of ten missions one failed, two wait, seven are completed."""
    ended = ["failed", "queued", "queued"] + ["completed"] * 7
    begun = time.time() - count * 60
    with contextlib.closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE vp_missions (mission_id TEXT PRIMARY KEY, vp_id, status, objective, created_at, started_at, completed_at)")
        for number in range(count):
            status = ended[(number + 5) % 10]
            at = [datetime.datetime.fromtimestamp(begun + number * 60 + wait, datetime.UTC).isoformat() for wait in (0, 10, 40)]
            if status == "queued":
                at[1:] = [None, None]
            vp = ["vp.coder.primary", "vp.general.primary"][number // 10 % 2]
            file.execute("INSERT INTO vp_missions VALUES (?, ?, ?, ?, ?, ?, ?)", (f"old-{number}", vp, status, f"number {number}", *at))


def test_of_a_very_long_mission_the_newest_events_are_shown_and_what_is_left_out_is_said(make_home, window):
    home = make_home()
    at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    with contextlib.closing(sqlite3.connect(home.folder / "old.db")) as file, file:
        file.execute("CREATE TABLE vp_missions (mission_id TEXT PRIMARY KEY, vp_id, status, objective, created_at)")
        file.execute("INSERT INTO vp_missions VALUES ('old', 'vp.general.primary', 'queued', 'very long', ?)", [at.isoformat()])
        file.execute("CREATE TABLE vp_events (event_id TEXT, mission_id TEXT, event_type TEXT, created_at TEXT)")
        file.executemany("INSERT INTO vp_events VALUES (?, 'old', 'vp.mission.noted', ?)", [
            (f"e{n}", (at + datetime.timedelta(seconds=n)).isoformat()) for n in range(10_100)])
    home.run("import", home.folder / "old.db")
    home.serve()
    total = home.run("get", "old", "--events", "1")["events_total"]
    assert total > 10_100
    with window(home) as w:
        page = w.open("?view=mission&id=old")
        events = page.get_by_role("region", name="Events")
        expect(events).to_contain_text(f"the newest 10,000 of {total:,} events", timeout=300_000)
        expect(page.get_by_role("region", name="Timeline")).to_contain_text(f"the newest 10,000 of {total:,} events")
        home.run("annotate", "old", "--note", "the very newest")
        expect(events.locator(".event").last).to_contain_text("the very newest")
        expect(events).to_contain_text(f"the newest 10,000 of {total + 1:,} events")


def test_every_text_can_be_read_on_what_lies_behind_it(home, window):
    mission = home.dispatch("fail in contrast")
    home.dispatch("ask in contrast", "vp.coder.primary")
    home.worker()
    home.worker("vp.coder.primary")
    home.until(mission, "failed")
    for scheme in ["light", "dark"]:
        with window(home, color_scheme=scheme) as w:
            for query in ["", "?view=missions", f"?view=mission&id={mission}", "?view=time", "?view=log", "?view=bridge", "?view=projections"]:
                page = w.open(query)
                expect(page.get_by_text("Loading …")).to_have_count(0)
                expect(page.get_by_text("live", exact=True)).to_be_visible()
                assert page.evaluate(FAINT_TEXTS) == [], (scheme, query)


# WCAG 2's contrast of each text with what is painted behind it; normal text wants 4.5 (success criterion 1.4.3).
FAINT_TEXTS = """() => {
  const rgba = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return { r, g, b, a }; };
  const over = (top, under) => ['r', 'g', 'b'].reduce((mix, c) => ({ ...mix, [c]: top[c] * top.a + under[c] * (1 - top.a) }), { a: 1 });
  const linear = (c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = ({ r, g, b }) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const behind = (element) => {
    if (!element) return rgba(getComputedStyle(document.documentElement).getPropertyValue('color-scheme').includes('dark') ? '0 0 0' : '255 255 255');
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own.a === 1 ? own : over(own, behind(element.parentElement));
  };
  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.closest('svg, option, script, .visually-hidden, .skip, :disabled')) continue;
    const under = behind(element), own = over(rgba(getComputedStyle(element).color), under);
    const [low, high] = [light(own), light(under)].sort((a, b) => a - b);
    if ((high + 0.05) / (low + 0.05) < 4.5) faint.push(`${texts.currentNode.data.trim()}: ${((high + 0.05) / (low + 0.05)).toFixed(2)}`);
  }
  return faint;
}"""
