"""The live log, in a real browser."""

from playwright.sync_api import expect


def test_the_log_runs_live_and_is_filtered(home, window):
    with window(home) as w:
        page = w.open("?view=log")
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        mission = home.dispatch("logged")
        expect(page.get_by_text("mission.dispatched").first).to_be_visible()
        page.get_by_text("mission.dispatched").first.click()
        expect(page.locator("pre.json").first).to_contain_text(mission)
        page.get_by_label("Type or stream").fill("session/")
        page.get_by_label("Type or stream").press("Enter")
        expect(page.get_by_text("mission.dispatched")).to_have_count(0)
