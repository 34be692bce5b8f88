"""What the page draws and how it writes amounts, in a real browser."""

import json
import pathlib

from playwright.sync_api import expect

AMOUNTS = pathlib.Path(__file__).parents[2] / "Fixtures" / "cli" / "amounts.json"


def test_durations_and_bytes_are_written_as_the_command_line_writes_them(home, window):
    amounts = json.loads(AMOUNTS.read_text())
    with window(home) as w:
        written = w.open().evaluate("""async (amounts) => {
            const { bytes, span } = await import('/dashboard/format.js');
            return { seconds: amounts.seconds.map(([n]) => [n, span(n)]), bytes: amounts.bytes.map(([n]) => [n, bytes(n)]) };
        }""", amounts)
    assert written == amounts


def test_a_line_is_cut_between_characters(home, window):
    with window(home) as w:
        [cut, whole, plain] = w.open().evaluate("""async () => {
            const { line } = await import('/dashboard/format.js');
            return [line('a' + '😀'.repeat(200)), line('😀'.repeat(160)), line('x'.repeat(161))];
        }""")
    assert cut == "a" + "😀" * 158 + "…"
    assert whole == "😀" * 160
    assert plain == "x" * 159 + "…"


def test_a_blocked_stretch_is_drawn_without_the_silence_that_it_lies_in(home, window):
    def at(seconds):
        return f"2026-01-01T00:{seconds // 60:02}:{seconds % 60:02}Z"
    spans = [{"status": status, "attempt": 1, "worker_id": "w1", "from": at(start), "to": end and at(end), "seconds": 20}
             for status, start, end in [("running", 0, 20), ("blocked", 20, 60), ("running", 60, None)]]
    timeline = {"from": at(0), "to": at(100), "effective_status": "running", "spans": spans,
                "gaps": [{"attempt": 1, "worker_id": "w1", "from": at(10), "to": at(80), "seconds": 70}]}
    with window(home) as w:
        boxes = w.open().evaluate("""async (timeline) => {
            const { drawing } = await import('/dashboard/timeline.js');
            const boxes = (node) => [...(node.tag === 'rect' ? [node.props] : []), ...(node.children ?? []).flatMap(boxes)];
            return boxes(drawing('m', timeline, [], 1000, () => {})).map((box) => [box.class, box.x, box.x + box.width]);
        }""", timeline)
    [(begun, ended)] = [place for name, *place in boxes if name == "span is-blocked"]
    [before, after] = [place for name, *place in boxes if name == "silence"]
    assert (round(before[1]), round(after[0])) == (round(begun), round(ended)), boxes


def test_five_thousand_events_are_drawn_within_the_width(home, window):
    mission = home.dispatch("long and talkative")
    token = home.claim()
    assert token["mission_id"] == mission
    home.report(mission, "progress", *({**token, "summary": f"step {n}"} for n in range(5_000)))
    with window(home) as w:
        page = w.open(f"?view=mission&id={mission}")
        expect(page.get_by_text("5,00")).to_be_visible()
        assert page.locator(".timeline .mark").count() < 200
        page.get_by_role("group", name="Timeline").focus()
        spent = page.evaluate(
            "async () => { const begun = performance.now(); for (let n = 0; n < 20; n++) {"
            " document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }));"
            " await new Promise(requestAnimationFrame); } return (performance.now() - begun) / 20; }")
        print(f"one zoom of 5,000 events: {spent:.1f} ms")
