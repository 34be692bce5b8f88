"""The list of all missions, in a real browser."""

from urllib.parse import urlsplit

from playwright.sync_api import expect


def test_missions_are_searched_filtered_and_paged(home, window):
    home.post([{"vp_id": "vp.general.primary", "objective": f"number {n:03}"} for n in range(120)])
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


def test_a_mission_turns_stale_by_time_alone(make_home, window):
    home = make_home("lease_ttl: 5s\nheartbeat_interval: 1s\nreconcile_enabled: false\n").serve()
    home.dispatch("long work")
    home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "w1")
    with window(home) as w:
        table = w.open("?view=missions").get_by_role("group", name="Missions")
        expect(table).to_contain_text("running")
        expect(table).to_contain_text("claim_expired")
