"""A served home, its workers, and a browser that looks at it."""

import contextlib
import os
import pathlib
import signal
import stat
import subprocess
import time

import pytest
from playwright.sync_api import expect, sync_playwright

from serving import GENERAL, PROGRAM, Server, command

SHOTS = pathlib.Path(os.environ["SCREENSHOTS"])
expect.set_options(timeout=30_000)  # a busy machine may take its time

# What a mission's command does is said by the first word of its objective.
COMMAND = r"""#!/usr/bin/env python3
import json, sys, time
mission = json.loads(sys.stdin.readline())
word = mission["objective"].split()[0].lower()
def say(**instruction):
    print(json.dumps(instruction), flush=True)
say(missionlog="progress", summary="begun <b>boldly</b>", percent=10)
if word == "ask":
    say(missionlog="blocked", question="Which branch?", options=["main", "dev"])
    say(missionlog="progress", summary="told " + sys.stdin.readline().strip(), percent=60)
if word == "long":
    time.sleep(600)
if word == "fail":
    print("it went wrong <script>alert(1)</script>")
    sys.exit(3)
open("report.md", "w").write("# Report\n<script>alert('report')</script>\n")
say(missionlog="result", message="done <i>well</i>", next_action="read report.md")
"""


class Home:
    """A home of its own, with workers and a server at it."""

    def __init__(self, settings=""):
        self.server = Server(config=settings)
        self.folder = self.server.folder
        self.path = self.server.home
        self.script = self.folder / "command"
        self.script.write_text(COMMAND)
        self.script.chmod(self.script.stat().st_mode | stat.S_IXUSR)
        self.workers = []
        self.run("init")

    def run(self, *words):
        """Runs a command on the home, and returns the object that it prints."""
        return command(self.path, *words)

    def dispatch(self, objective, vp=GENERAL, *more):
        """Dispatches a mission by the command line, so that no server need run, and returns its id."""
        return self.run("dispatch", "--vp", vp, "--objective", objective, *more)["mission_id"]

    def claim(self):
        """Claims the next mission for a worker that isn't there, and returns what its reports begin with."""
        mission = self.run("work", "claim", "--vp", GENERAL, "--worker-id", "w1")["mission"]
        return {"mission_id": mission["mission_id"], "worker_id": "w1", "attempt": mission["attempt"]}

    def worker(self, vp=GENERAL):
        """Starts a worker, which the home's end kills."""
        worker = subprocess.Popen(
            [PROGRAM, "worker", "--vp", vp, "--home", self.path, "--", self.script],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.workers.append(worker)
        return worker

    def status(self, mission):
        return self.run("get", mission)["mission"]["effective_status"]

    def until(self, mission, *wanted):
        """Waits for a mission to be in one of these statuses."""
        for _ in range(600):
            if self.status(mission) in wanted:
                return
            time.sleep(0.1)
        raise AssertionError(f"{mission} is {self.status(mission)}, never {wanted}")

    def serve(self):
        """Starts the server, and returns the home."""
        self.server.start()
        return self

    def report(self, mission, kind, *bodies):
        """Posts what a worker, or an operator, says of a mission, a request for each body; fails where one is refused."""
        for body in bodies:
            status, answer = self.server.ask("POST", f"/api/v1/missions/{mission}/{kind}", body)
            assert status < 300, answer

    def events(self):
        """The events of all ledgers, oldest first, by the API."""
        return self.server.ask("GET", "/api/v1/events?limit=1000")[1]["events"]

    def end(self):
        """Kills the workers, ends the server, and removes all."""
        for worker in self.workers:
            with contextlib.suppress(ProcessLookupError):
                worker.send_signal(signal.SIGCONT)
                worker.kill()
            worker.wait()
        self.server.close()


@pytest.fixture
def make_home():
    """Makes homes, with settings where given, that last as long as the test; none is served yet."""
    with contextlib.ExitStack() as homes:
        def make(settings=""):
            home = Home(settings)
            homes.callback(home.end)
            return home

        yield make


@pytest.fixture
def home(make_home):
    """A home that is served."""
    return make_home().serve()


def launch(playwright):
    """The browser that everything here is seen in."""
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


class Window:
    """A page with everything that its console said."""

    def __init__(self, browser, home, **options):
        self.home = home
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options})
        self.context.set_default_timeout(30_000)
        self.page = self.context.new_page()
        self.said = []
        self.page.on("console", lambda message: message.type in ("error", "warning") and self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append("dialog: " + dialog.message), dialog.dismiss()))
        if assets := os.environ.get("DASHBOARD_FROM"):
            self.context.route(home.server.url + "/**", lambda route: serve_file(route, pathlib.Path(assets)))

    def open(self, query=""):
        """Goes to a view, with the token, and returns the page."""
        self.page.goto(f"{self.home.server.url}/{query}#token={self.home.server.token}")
        return self.page

    def forgive(self, *words):
        """Forgets what the browser reported of refused requests: each message with one of these words in it."""
        self.said[:] = [text for text in self.said if not any(word in text for word in words)]

    def shoot(self, name, full=False):
        """Keeps a screenshot."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=full)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.context.close()
        if kind is None:
            assert self.said == []


TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")


def serve_file(route, folder):
    """Answers a request for one of the dashboard's files by the one in a folder."""
    path = route.request.url.split("/", 3)[3].split("?")[0].split("#")[0]
    name = {"": "index.html", "favicon.ico": "favicon.svg"}.get(path, path.removeprefix("dashboard/"))
    file = folder / name
    if path.startswith("api/") or not file.is_file():
        return route.continue_()
    route.fulfill(body=file.read_text(), headers={
        "content-type": TYPES[file.suffix] + "; charset=utf-8", "content-security-policy": POLICY})


@pytest.fixture
def window(browser):
    """Opens windows that look at a home."""
    def make(home, **options):
        return Window(browser, home, **options)

    return make
