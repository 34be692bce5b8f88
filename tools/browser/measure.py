"""Measures what a person waits for: from a commit to the changed pixel, and the first view of a fleet.

    tools/browser/run --measure [EVENTS]    a fresh home, and one of so many events (1,000,000)

The large home is the benchmark's: its data, written by its own case. Release builds.
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

from conftest import Home, Window, launch
from playwright.sync_api import sync_playwright

WATCH = """
window.seenAt = {};
new MutationObserver(() => {
  for (const link of document.querySelectorAll('td a.id')) window.seenAt[link.title] ??= Date.now();
}).observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
"""


def quantiles(values):
    ordered = sorted(values)
    return f"p50 {statistics.median(ordered):.0f} ms, p95 {ordered[int(len(ordered) * 0.95) - 1]:.0f} ms, of {len(ordered)}"


def commit_to_pixel(browser, home, rounds=100):
    """Prints how long after a dispatch is committed its row is there."""
    with Window(browser, home) as window:
        page = window.open()
        page.get_by_text("live", exact=True).wait_for()
        page.evaluate(WATCH)
        waits = []
        for number in range(rounds):
            mission = home.server.queue(f"pixel {number}")
            committed = time.time() * 1000  # the answer leaves after the commit
            page.wait_for_function("id => window.seenAt[id]", arg=mission)
            waits.append(max(0, page.evaluate("id => window.seenAt[id]", mission) - committed))
            time.sleep(0.05)
        print("  commit to changed pixel:", quantiles(waits))


def first_view(browser, home, rounds=20):
    """Prints how long a new window takes to show the fleet."""
    waits = []
    for _ in range(rounds):
        with Window(browser, home) as window:
            begun = time.perf_counter()
            page = window.open()
            page.get_by_role("region", name="Latest missions").wait_for()
            waits.append((time.perf_counter() - begun) * 1000)
    print("  first view of the fleet:", quantiles(waits))


def large_home(events):
    """A home whose one ledger holds the benchmark's missions."""
    root = pathlib.Path(__file__).resolve().parents[2]
    data = root / ".build/benchmarks" / f"events-{events}.bin"
    if not data.exists():
        data.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, root / "tools/benchmarks/generate.py", str(events), data], check=True)
    home = Home()
    filled = home.folder / "filled"
    subprocess.run(
        [os.environ["BENCHMARKS"], "projected", data, filled, str(events), "1000"],
        check=True, stdout=subprocess.DEVNULL)
    for file in filled.iterdir():
        shutil.move(file, home.path / file.name.replace("projected.db", "vp_state.db"))
    home.run("bridge", "run", "--once")  # a fleet whose bridge has caught up, as a fleet is
    return home


def main():
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, make in [("a fresh home", Home), (f"a home of {events:,} events", lambda: large_home(events))]:
            home = make()
            try:
                home.serve()
                print(name)
                first_view(browser, home)
                commit_to_pixel(browser, home)
            finally:
                home.end()
        browser.close()


main()
