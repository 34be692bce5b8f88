"""The program as the checks run it: a command on a home, and `missionlog serve` as a process with the least of a client."""

import http.client
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
from urllib.parse import urlsplit

PROGRAM = os.environ["MISSIONLOG_PROGRAM"]
GENERAL = "vp.general.primary"


def command(home, *words, more=()):
    """Runs a command on a home, `more` being its last words, and returns the object that it prints; fails where it does."""
    done = subprocess.run(
        [PROGRAM, *words, "--home", home, "--json", *more], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return json.loads(done.stdout)


class Server:
    """A server on a temporary home, which lasts as long as a `with` block or until it is closed.

    Whatever ends it, it has to end well: `stop` fails where the process doesn't exit with 0 within half a minute.
    """

    def __init__(self, config="", ledgers=None):
        """Makes the home, as a copy of the folder `ledgers` or with this configuration; one without either is made by the
        first command on it."""
        self.temporary = tempfile.TemporaryDirectory(prefix="missionlog-")
        self.folder = pathlib.Path(self.temporary.name)
        self.home = self.folder / "home"
        if ledgers:
            shutil.copytree(ledgers, self.home)
            self.home.chmod(0o700)
        elif config:
            self.home.mkdir(0o700)
            (self.home / "config.yaml").write_text(config, encoding="utf-8")
        self.process = None
        self.port = 0

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.close()

    def start(self):
        """Starts it, on the port that it had before if it has run already."""
        # Into a file: nobody would empty a pipe.
        with open(self.folder / "stderr", "wb") as said:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--home", self.home, "--port", str(self.port), "--json"],
                stdout=subprocess.PIPE, stderr=said)
        line = self.process.stdout.readline()
        started = json.loads(line) if line.startswith(b"{") else {}
        if "address" not in started:
            process, self.process = self.process, None
            process.kill()
            process.communicate()
            raise RuntimeError(f"the server did not start: {line.decode()}{self.said()}")
        place = urlsplit(started["address"])
        self.host, self.port = place.hostname, place.port
        self.token_file = started["token_file"]
        self.token = pathlib.Path(self.token_file).read_text(encoding="utf-8").strip()
        return self

    def stop(self):
        """Ends it as a supervisor does; one that doesn't run is left alone."""
        process, self.process = self.process, None
        if process is None:
            return
        with process:
            process.terminate()
            try:
                code = process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        if code != 0:
            raise RuntimeError(f"the server ended with {code}: {self.said()}")

    def close(self):
        """Ends it, and removes its home."""
        try:
            self.stop()
        finally:
            self.temporary.cleanup()

    def said(self):
        """What it wrote to its standard error since it was started."""
        return (self.folder / "stderr").read_text(encoding="utf-8", errors="replace")

    @property
    def url(self):
        return f"http://{self.host}:{self.port}"

    @property
    def place(self):
        """The words that have a command work at this server."""
        return ["--server", self.url, "--token-file", self.token_file]

    def send(self, method, path, body=None, headers=None):
        """Sends bytes and returns the response, its connection still open; a header that is None is left out."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        fields = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            **(headers or {}),
        }
        connection.request(method, path, body, {name: value for name, value in fields.items() if value is not None})
        return connection.getresponse()

    def ask(self, method, path, body=None):
        """Asks the API, and returns the status and the object."""
        response = self.send(method, path, None if body is None else json.dumps(body).encode())
        return response.status, json.loads(response.read())

    def queue(self, objective, **more):
        """Dispatches a mission over the API, and returns its id."""
        status, answer = self.ask("POST", "/api/v1/missions", {"vp_id": GENERAL, "objective": objective, **more})
        assert status < 300, answer
        return answer["mission_id"]

    def run(self, objective, *words):
        """Runs a mission with a command on this machine, however it ends."""
        subprocess.run(
            [PROGRAM, "run", "--home", self.home, "--vp", GENERAL, "--objective", objective, "--", *words],
            check=False, capture_output=True, timeout=60)
