"""Dialogs and forms whose question, or whose user, has gone elsewhere meanwhile, in a real browser."""

import json

import pytest
from playwright.sync_api import expect

from parts import Held

REFUSAL = json.dumps({"ok": False, "error": {"code": "mission_terminal", "message": "it is over", "retryable": False}})


@pytest.mark.parametrize("status, body, said", [
    (409, REFUSAL, "mission_terminal: it is over"), (200, json.dumps({"ok": True}), "Cancel recorded."),
], ids=["refused", "done"])
def test_the_end_of_an_action_whose_dialog_was_left_is_said_and_touches_no_other_dialog(home, window, status, body, said):
    first, second = home.dispatch("first"), home.dispatch("second")
    with window(home) as w:
        page = w.open("?view=missions")
        held = Held(page, "**/cancel")
        dialog = page.get_by_role("dialog")
        page.get_by_role("row").filter(has_text="first").get_by_role("button", name="Cancel …").click()
        dialog.get_by_role("button", name="Cancel it").click()
        sent = held.reached()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        page.get_by_role("row").filter(has_text="second").get_by_role("button", name="Cancel …").click()
        dialog.get_by_label("Reason").fill("of the second")
        sent.fulfill(status=status, body=body)
        expect(page.locator("#said")).to_contain_text(said)
        expect(dialog.get_by_role("heading")).to_have_text(f"Cancel {second[-8:]}")
        assert dialog.get_by_label("Reason").input_value() == "of the second"
        assert dialog.get_by_role("alert").count() == 0
        w.forgive("409")
    assert home.status(first) == "queued"


def test_progress_of_an_action_whose_dialog_was_left_touches_no_other_dialog(home, window):
    home.dispatch("some")
    with window(home) as w:
        w.page.add_init_script(REBUILDING)
        page = w.open("?view=projections")
        dialog = page.get_by_role("dialog")
        page.get_by_role("button", name="Rebuild …").first.click()
        dialog.get_by_role("button", name="Rebuild", exact=True).click()
        page.evaluate("tellProgress(1)")
        expect(dialog.get_by_role("status")).to_contain_text("1 of 9 events")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Dispatch …").click()
        dialog.get_by_label("Objective").fill("typed meanwhile")
        page.evaluate("tellProgress(2)")
        page.evaluate("new Promise((done) => setTimeout(done))")
        expect(page.get_by_role("dialog", name="Dispatch a mission")).to_be_visible()
        assert dialog.get_by_label("Objective").input_value() == "typed meanwhile"


# A rebuild whose progress the test tells.
REBUILDING = """
const ask = window.fetch;
window.fetch = (address, options) => (String(address).endsWith('/rebuild') ? Promise.resolve(new Response(new ReadableStream({
  start(stream) {
    window.tellProgress = (done) => stream.enqueue(new TextEncoder().encode(`event: progress\\ndata: {"ledger":"vp","done":${done},"total":9}\\n\\n`));
  },
}))) : ask(address, options));
"""


def test_a_dialog_that_is_open_is_replaced_by_none_that_comes_late(home, window):
    mission = home.dispatch("some")
    with window(home) as w:
        # This view itself asks for no VPs, so that the request which is held is the dialog's.
        page = w.open(f"?view=mission&id={mission}")
        expect(page.get_by_role("button", name="Cancel …")).to_be_visible()
        held = Held(page, "**/api/v1/vps")
        page.get_by_role("button", name="Dispatch …").click()
        asked = held.reached()
        page.get_by_role("button", name="Cancel …").click()
        page.get_by_role("dialog").get_by_label("Reason").fill("typed")
        with page.expect_response("**/api/v1/vps"):
            asked.continue_()
        page.evaluate("new Promise((done) => setTimeout(done))")
        assert page.get_by_role("dialog").get_by_label("Reason").input_value() == "typed"


def test_a_refusal_that_comes_while_another_dialog_is_open_is_said(home, window):
    home.dispatch("some")
    with window(home) as w:
        # A listed mission that is stale, whose button asks what a reconcile would do.
        w.page.route("**/api/v1/missions?*", stale)
        page = w.open("?view=missions")
        held = Held(page, "**/api/v1/reconcile")
        page.get_by_role("button", name="Reconcile …").click()
        asked = held.reached()
        page.get_by_role("button", name="Cancel …").click()
        page.get_by_role("dialog").get_by_label("Reason").fill("typed")
        asked.fulfill(status=409, body=REFUSAL)
        expect(page.locator("#said")).to_have_text("Reconcile: mission_terminal: it is over")
        assert page.get_by_role("dialog").get_by_label("Reason").input_value() == "typed"
        w.forgive("409")


def stale(route):
    """Answers with the missions as they are, but stale."""
    answer = route.fetch()
    body = answer.json()
    for mission in body["missions"]:
        mission["effective_status"] = "stale"
    route.fulfill(response=answer, json=body)


def test_a_question_that_comes_or_goes_moves_nothing_below_it(home, window):
    mission = home.dispatch("asked twice")
    token = home.claim()
    home.report(mission, "block", {**token, "question": "First?"})
    with window(home) as w:
        page = w.open(f"?view=mission&id={mission}")
        form = page.get_by_role("form", name="Answer the mission")
        expect(form).to_contain_text("First?")
        below = page.locator("summary").filter(has_text="Constraints")
        below.focus()
        home.run("answer", mission, "of another")
        expect(form).to_have_count(0)
        expect(below).to_be_focused()
        home.report(mission, "block", {**token, "question": "Second?"})
        expect(form).to_contain_text("Second?")
        expect(below).to_be_focused()
        home.run("answer", mission, "of another")
        home.report(mission, "block", {**token, "question": "Third?"})
        expect(form).to_contain_text("Third?")
        expect(below).to_be_focused()


def test_another_question_begins_with_an_empty_answer(home, window):
    mission = home.dispatch("asked twice")
    token = home.claim()
    home.report(mission, "block", {**token, "question": "First?"})
    with window(home) as w:
        page = w.open(f"?view=mission&id={mission}")
        page.get_by_label("Answer", exact=True).fill("to the first")
        home.run("answer", mission, "of another")
        home.report(mission, "block", {**token, "question": "Second?"})
        expect(page.get_by_text("Second?").first).to_be_visible()
        assert page.get_by_label("Answer", exact=True).input_value() == ""
