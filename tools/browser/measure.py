"""Measures what a person waits for: from a commit to the changed pixel, and the first view of a fleet.

    tools/browser/run --measure [EVENTS]    a fresh home, and one of so many events (1,000,000)

The large home is the benchmark's: its data, written by its own case. Release builds.
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from conftest import Home, Window
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
    with Window(browser, home) as window:
        page = window.open()
        page.get_by_text("live", exact=True).wait_for()
        page.evaluate(WATCH)
        waits = []
        for number in range(rounds):
            request = urllib.request.Request(
                f"{home.address}api/v1/missions", method="POST",
                data=json.dumps({"vp_id": "vp.general.primary", "objective": f"pixel {number}"}).encode(),
                headers={"Authorization": f"Bearer {home.token}", "Content-Type": "application/json"})
            mission = json.load(urllib.request.urlopen(request))["mission_id"]
            committed = time.time() * 1000  # the answer leaves after the commit
            page.wait_for_function("id => window.seenAt[id]", arg=mission)
            waits.append(max(0, page.evaluate("id => window.seenAt[id]", mission) - committed))
            time.sleep(0.05)
        print("  commit to changed pixel:", quantiles(waits))


def first_view(browser, home, rounds=20):
    waits = []
    for _ in range(rounds):
        with Window(browser, home) as window:
            begun = time.perf_counter()
            page = window.open()
            page.get_by_role("region", name="Latest missions").wait_for()
            waits.append((time.perf_counter() - begun) * 1000)
    print("  first view of the fleet:", quantiles(waits))


def large_home(folder, events):
    """A home whose one ledger holds the benchmark's missions."""
    root = pathlib.Path(__file__).resolve().parents[2]
    data = root / ".build/benchmarks" / f"events-{events}.bin"
    if not data.exists():
        data.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, root / "tools/benchmarks/generate.py", str(events), data], check=True)
    home = Home(folder)
    subprocess.run(
        [os.environ["BENCHMARKS"], "projected", data, folder / "filled", str(events), "1000"],
        check=True, stdout=subprocess.DEVNULL)
    for file in (folder / "filled").iterdir():
        shutil.move(file, home.path / file.name.replace("projected.db", "vp_state.db"))
    home.run("bridge", "run", "--once")  # a fleet whose bridge has caught up, as a fleet is
    return home


def main():
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, make in [("a fresh home", Home), (f"a home of {events:,} events", lambda place: large_home(place, events))]:
            place = pathlib.Path(folder) / name.replace(" ", "-")
            place.mkdir()
            home = make(place).serve()
            try:
                print(name)
                first_view(browser, home)
                commit_to_pixel(browser, home)
            finally:
                home.end()
        browser.close()


main()
