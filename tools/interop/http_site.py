"""`missionlog serve` as a process, on a home and a port of its own, for tests of what it does over a real socket."""

import http.client
import json
import os
import shutil
import subprocess
import tempfile
from urllib.parse import urlsplit

from wire import PROGRAM


class Site:
    """A server that runs until it is closed; its home goes with it."""

    def __init__(self, config="", ledgers=None):
        """Makes the home, with this configuration, or as a copy of the folder `ledgers`."""
        self.folder = tempfile.TemporaryDirectory()
        self.home = self.folder.name + "/home"
        if ledgers:
            shutil.copytree(ledgers, self.home)
            os.chmod(self.home, 0o700)
        elif config:
            os.mkdir(self.home, 0o700)
            with open(self.home + "/config.yaml", "w", encoding="utf-8") as file:
                file.write(config)
        self.start()

    def start(self, port=0):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--home", self.home, "--port", str(port), "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        started = json.loads(self.process.stdout.readline())
        self.address = urlsplit(started["address"])
        with open(started["token_file"], encoding="utf-8") as file:
            self.token = file.read().strip()

    def stop(self):
        """Ends it as a supervisor does and returns how it ended."""
        self.process.terminate()
        return self.process.wait(timeout=30)

    def close(self):
        self.stop()
        self.folder.cleanup()

    def send(self, body, headers=None, method="POST", path="/mcp"):
        """Sends bytes and returns the response, its connection still open."""
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=60)
        fields = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            **(headers or {}),
        }
        connection.request(method, path, body, {k: v for k, v in fields.items() if v is not None})
        return connection.getresponse()

    def post(self, message, headers=None):
        """Posts a message to `/mcp` and returns the status and the object that came back."""
        response = self.send(json.dumps(message).encode(), headers)
        body = response.read()
        return response.status, json.loads(body) if body else None

    def api(self, method, path, body=None):
        """Asks the API and returns the status and the object."""
        response = self.send(
            None if body is None else json.dumps(body).encode(), {"Accept": "application/json"}, method, path)
        return response.status, json.loads(response.read())
