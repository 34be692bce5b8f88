"""How the page lives on the event stream, in a real browser."""

import shutil

from playwright.sync_api import expect

from parts import row


def test_a_cut_stream_is_said_and_caught_up(home, window):
    with window(home) as w:
        page = w.open()
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        home.server.stop()
        expect(page.get_by_text("cut off since")).to_be_visible()
        home.dispatch("made meanwhile")
        w.said.clear()
        home.serve()
        expect(row(page, "made meanwhile")).to_be_visible()
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        # The browser itself reports each refused connection; nothing else was said.
        w.forgive("ERR_CONNECTION", "ERR_INCOMPLETE")


def test_one_stream_serves_several_tabs_and_a_new_tab_needs_no_token(home, window):
    with window(home) as w:
        page = w.open()
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        streams = []
        w.context.on("request", lambda r: streams.append(r) if "event-stream" in r.headers.get("accept", "") else None)
        other = w.context.new_page()
        other.goto(home.server.url)
        expect(other.get_by_text("Nothing needs you.")).to_be_visible()
        home.dispatch("seen by both")
        expect(row(page, "seen by both")).to_be_visible()
        expect(row(other, "seen by both")).to_be_visible()
        assert streams == []
        page.close()
        home.dispatch("seen by the one that is left")
        expect(row(other, "seen by the one that is left")).to_be_visible()


def test_a_restored_ledger_is_followed_from_its_own_end(make_home, window):
    home = make_home()
    home.dispatch("kept by the backup")
    backup = home.folder / "backup"
    shutil.copytree(home.path, backup)
    for n in range(3):
        home.dispatch(f"lost to the backup {n}")
    home.serve()
    with window(home) as w:
        page = w.open()
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        expect(row(page, "lost to the backup 2")).to_be_visible()
        home.server.stop()
        expect(page.get_by_text("cut off since")).to_be_visible()
        for file in home.path.glob("*.db*"):
            file.unlink()
        for file in backup.glob("*.db*"):
            shutil.copy(file, home.path)
        home.serve()
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        expect(row(page, "lost to the backup")).to_have_count(0)
        home.dispatch("made since")
        expect(row(page, "made since")).to_be_visible()
        expect(row(page, "kept by the backup")).to_be_visible()
        # The browser itself reports each refused connection, and the one refusal of the old place.
        w.forgive("ERR_CONNECTION", "ERR_INCOMPLETE")
        assert len(w.said) == 1 and "400" in w.said.pop()
