"""The live log, in a real browser."""

from playwright.sync_api import expect

# Holds requests on their way there (`asks`) or back (`answers`) at gates that the test shuts and opens, and keeps which
# events the stream has brought.
GATES = """
window.gates = {};
window.heard = [];
window.shut = (name) => {
  const gate = gates[name] = { isReached: false };
  gate.opened = new Promise((done) => { gate.open = done; });
};
new BroadcastChannel('missionlog').addEventListener('message', ({ data }) => { if (data.kind === 'event') heard.push(data.event.event_id); });
const ask = window.fetch;
window.fetch = async (address, options) => {
  const name = options?.headers?.Accept ? 'stream' : String(address).includes('tail=') ? 'tail' : '';
  const pass = async (way) => { const gate = gates[`${name} ${way}`]; if (gate) gate.isReached = true; await gate?.opened; };
  await pass('asks');
  const answer = await ask(address, options);
  await pass('answers');
  return answer;
};
"""
HEARD = "(id) => heard.includes(id)"
REACHED = "(gate) => gates[gate].isReached"


def dispatched(home, objective):
    """The id of the event that a dispatch has made."""
    mission = home.dispatch(objective)
    return next(e["event_id"] for e in home.events() if e["stream"] == f"mission/{mission}")


def test_the_log_runs_live_and_is_filtered(home, window):
    with window(home) as w:
        page = w.open("?view=log")
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        mission = home.dispatch("logged")
        expect(page.get_by_text("mission.dispatched").first).to_be_visible()
        page.get_by_text("mission.dispatched").first.click()
        expect(page.locator("pre.json").first).to_contain_text(mission)
        bound = page.get_by_text("streams and actors only in its last 200 events")
        expect(bound).to_have_count(0)
        page.get_by_label("Type or stream").fill("session/")
        page.get_by_label("Type or stream").press("Enter")
        expect(page.get_by_text("mission.dispatched")).to_have_count(0)
        expect(bound).to_be_visible()


def test_what_comes_while_the_log_is_loaded_is_neither_lost_nor_repeated(home, window):
    home.dispatch("before it all")
    with window(home) as w:
        w.page.add_init_script(GATES)
        page = w.open()
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        page.evaluate("shut('tail asks'); shut('tail answers')")
        page.get_by_role("link", name="Log", exact=True).click()
        page.wait_for_function(REACHED, arg="tail asks")
        page.wait_for_function(HEARD, arg=dispatched(home, "in the answer and in the stream"))
        page.evaluate("gates['tail asks'].open()")
        page.wait_for_function(REACHED, arg="tail answers")
        page.wait_for_function(HEARD, arg=dispatched(home, "in the stream alone"))
        page.evaluate("gates['tail answers'].open()")
        wanted = [e["event_id"] for e in home.events() if not e["type"].endswith(".heartbeat")]
        expect(page.locator(".event .place")).to_have_text(wanted[::-1])


def test_what_comes_between_the_first_look_and_the_stream_is_not_lost(home, window):
    with window(home) as w:
        w.page.add_init_script(GATES + "shut('stream asks');")
        page = w.open("?view=log")
        page.wait_for_function(REACHED, arg="stream asks")
        expect(page.get_by_role("heading", name="Log")).to_be_visible()
        home.dispatch("between")
        page.evaluate("gates['stream asks'].open()")
        expect(page.get_by_text("mission.dispatched")).to_be_visible()


def test_what_comes_while_the_log_is_held_still_is_shown_afterwards(home, window):
    with window(home) as w:
        w.page.add_init_script(GATES)
        page = w.open("?view=log")
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        page.get_by_label("hold still").check()
        page.wait_for_function(HEARD, arg=dispatched(home, "held"))
        expect(page.get_by_text("mission.dispatched")).to_have_count(0)
        page.get_by_label("hold still").uncheck()
        expect(page.get_by_text("mission.dispatched")).to_be_visible()


def test_the_logs_filters_look_at_the_whole_log(home, window):
    home.dispatch("of the other ledger", "vp.coder.primary")
    home.run("cancel", home.dispatch("cancelled long ago"))
    mission = home.dispatch("long work")
    token = home.claim()
    home.report(mission, "progress", *({**token, "summary": f"step {n}"} for n in range(210)))
    with window(home) as w:
        page = w.open("?view=log")
        expect(page.locator(".event.is-progress")).to_have_count(200)
        page.get_by_label("Type or stream").fill("cancelled")
        page.get_by_label("Type or stream").press("Enter")
        expect(page.locator(".event.is-cancelled")).to_have_count(1)
        expect(page.locator(".event")).to_have_count(1)
        page.get_by_label("Type or stream").fill(mission[-8:])
        page.get_by_label("Type or stream").press("Enter")
        expect(page.locator(".event.is-progress")).to_have_count(200)
        page.get_by_label("Type or stream").fill("")
        page.get_by_label("Type or stream").press("Enter")
        page.get_by_label("Ledger").fill("coder")
        page.get_by_label("Ledger").press("Enter")
        expect(page.locator(".event.is-dispatched")).to_have_count(1)
        expect(page.locator(".event.is-progress")).to_have_count(0)


def test_a_ledger_that_is_not_there_is_told_beside_its_filter(home, window):
    home.dispatch("logged")
    with window(home) as w:
        page = w.open("?view=log&ledger=nope")
        problem = page.locator("#main .problem")
        expect(problem).to_contain_text("nope")
        page.get_by_label("Ledger").fill("vp")
        page.get_by_label("Ledger").press("Enter")
        expect(page.get_by_text("mission.dispatched")).to_be_visible()
        expect(problem).to_have_count(0)
        w.forgive("404")


def test_a_filter_deleted_while_its_events_are_loaded_stays_away(home, window):
    with window(home) as w:
        w.page.add_init_script(GATES)
        page = w.open("?view=log")
        expect(page.get_by_text("live", exact=True)).to_be_visible()
        home.dispatch("some")
        expect(page.get_by_text("mission.dispatched").first).to_be_visible()
        page.evaluate("shut('tail answers')")
        text = page.get_by_label("Type or stream")
        text.press_sequentially("zz")
        text.press("Enter")
        page.wait_for_function(REACHED, arg="tail answers")
        text.press("Backspace")
        text.press("Backspace")
        page.evaluate("gates['tail answers'].open()")
        expect(page.get_by_text("No event matches")).to_be_visible()
        assert text.input_value() == ""
        text.press("Enter")
        expect(page.get_by_text("mission.dispatched").first).to_be_visible()
