"""A served home, its workers, and a browser that looks at it."""

import contextlib
import json
import os
import pathlib
import signal
import stat
import subprocess
import tempfile
import time
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

PROGRAM = os.environ["MISSIONLOG"]
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
    """A home of its own, with the program working on it."""

    def __init__(self, folder, settings=""):
        self.folder = pathlib.Path(folder)
        self.path = self.folder / "home"
        self.command = self.folder / "command"
        self.command.write_text(COMMAND)
        self.command.chmod(self.command.stat().st_mode | stat.S_IXUSR)
        self.server = None
        self.port = 0
        self.workers = []
        self.run("init")
        if settings:
            with open(self.path / "config.yaml", "w") as file:
                file.write(settings)

    def run(self, *arguments, check=True):
        done = subprocess.run([PROGRAM, *arguments, "--home", self.path, "--json"], capture_output=True, text=True)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def dispatch(self, objective, vp="vp.general.primary", *more):
        return self.run("dispatch", "--vp", vp, "--objective", objective, *more)["mission_id"]

    def worker(self, vp="vp.general.primary", *more):
        worker = subprocess.Popen(
            [PROGRAM, "worker", "--vp", vp, "--home", self.path, *more, "--", self.command],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.workers.append(worker)
        return worker

    def status(self, mission):
        return self.run("get", mission)["mission"]["effective_status"]

    def until(self, mission, *wanted):
        for _ in range(600):
            if self.status(mission) in wanted:
                return
            time.sleep(0.1)
        raise AssertionError(f"{mission} is {self.status(mission)}, never {wanted}")

    def serve(self):
        self.server = subprocess.Popen(
            [PROGRAM, "serve", "--port", str(self.port), "--home", self.path, "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        started = json.loads(self.server.stdout.readline())
        self.port = urlsplit(started["address"]).port
        self.token = pathlib.Path(started["token_file"]).read_text().strip()
        return self

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.address}api/v1/{path}", method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        return urllib.request.urlopen(request)

    def post(self, bodies, path="missions"):
        for body in bodies:
            self.ask("POST", path, body).close()

    def events(self):
        with self.ask("GET", "events?limit=1000") as answer:
            return json.load(answer)["events"]

    def stop(self):
        if self.server:
            self.server.terminate()
            self.server.wait()
            self.server.stdout.close()
            self.server = None

    def end(self):
        for worker in self.workers:
            with contextlib.suppress(ProcessLookupError):
                worker.send_signal(signal.SIGCONT)
                worker.kill()
            worker.wait()
        self.stop()


@pytest.fixture
def make_home():
    homes = []
    with tempfile.TemporaryDirectory() as folder:
        def make(settings=""):
            place = pathlib.Path(folder) / str(len(homes))
            place.mkdir()
            homes.append(Home(place, settings))
            return homes[-1]

        yield make
        for home in homes:
            home.end()


@pytest.fixture
def home(make_home):
    return make_home().serve()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
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
            self.context.route(home.address + "**", lambda route: serve_file(route, pathlib.Path(assets)))

    def open(self, query=""):
        self.page.goto(f"{self.home.address}{query}#token={self.home.token}")
        return self.page

    def forgive(self, *words):
        """Forgets what the browser reported of refused requests: each message with one of these words in it."""
        self.said[:] = [text for text in self.said if not any(word in text for word in words)]

    def shoot(self, name, full=False):
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
    path = route.request.url.split("/", 3)[3].split("?")[0].split("#")[0]
    name = {"": "index.html", "favicon.ico": "favicon.svg"}.get(path, path.removeprefix("dashboard/"))
    file = folder / name
    if path.startswith("api/") or not file.is_file():
        return route.continue_()
    route.fulfill(body=file.read_text(), headers={
        "content-type": TYPES[file.suffix] + "; charset=utf-8", "content-security-policy": POLICY})


@pytest.fixture
def window(browser):
    def make(home, **options):
        return Window(browser, home, **options)

    return make
