"""How the page lives on the event stream, in a real browser."""

from playwright.sync_api import expect

from parts import row


def test_a_cut_stream_is_said_and_caught_up(home, window):
    with window(home) as w:
        page = w.open()
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        home.stop()
        expect(page.get_by_text("cut off since")).to_be_visible()
        home.dispatch("made meanwhile")
        w.said.clear()
        home.serve()
        expect(row(page, "made meanwhile")).to_be_visible()
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        # The browser itself reports each refused connection; nothing else was said.
        w.said[:] = [text for text in w.said if "ERR_CONNECTION" not in text and "ERR_INCOMPLETE" not in text]


def test_one_stream_serves_several_tabs_and_a_new_tab_needs_no_token(home, window):
    with window(home) as w:
        page = w.open()
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        streams = []
        w.context.on("request", lambda r: streams.append(r) if "event-stream" in r.headers.get("accept", "") else None)
        other = w.context.new_page()
        other.goto(home.address)
        expect(other.get_by_text("Nothing needs you.")).to_be_visible()
        home.dispatch("seen by both")
        expect(row(page, "seen by both")).to_be_visible()
        expect(row(other, "seen by both")).to_be_visible()
        assert streams == []
        page.close()
        home.dispatch("seen by the one that is left")
        expect(row(other, "seen by the one that is left")).to_be_visible()
