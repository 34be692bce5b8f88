"""The list of all missions, in a real browser."""

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
        page.get_by_role("searchbox").fill("number 007")
        expect(table.get_by_role("row")).to_have_count(2)
        page.get_by_role("searchbox").fill("")
        page.get_by_label("Order").select_option("oldest")
        expect(table.get_by_role("row").nth(1)).to_contain_text("number 000")
        page.get_by_label("Status").select_option("completed")
        expect(page.get_by_text("No mission matches.")).to_be_visible()
