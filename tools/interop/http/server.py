"""A missionlog server on a temporary home, for the checks beside this file, and the least of a client for it."""

import http.client
import json
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]


class Server:
    """Runs `missionlog serve` on a free port for as long as the `with` block lasts."""

    def __init__(self, program=None, config="", arguments=()):
        self.program = program or os.environ.get("MISSIONLOG_PROGRAM", ROOT / ".build/debug/missionlog")
        self.folder = tempfile.TemporaryDirectory(prefix="missionlog-http-")
        self.home = os.path.join(self.folder.name, "home")
        self.arguments = list(arguments)
        os.makedirs(self.home, mode=0o700)
        if config:
            pathlib.Path(self.home, "config.yaml").write_text(config)

    def __enter__(self):
        command = [self.program, "serve", "--home", self.home, "--port", "0", "--json"]
        self.process = subprocess.Popen(command + self.arguments, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the server did not start")
        address = json.loads(line)["address"].split("/")[2]
        self.port = int(address.rsplit(":", 1)[1])
        self.token = pathlib.Path(self.home, "token").read_text().strip()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        code = self.process.wait(timeout=30)
        self.folder.cleanup()
        if code != 0:
            raise SystemExit(f"the server ended with {code}")

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method, path, body=None):
        """Sends one request; answers the status and the JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        fields = {"Authorization": f"Bearer {self.token}"}
        if body is not None:
            fields["Content-Type"] = "application/json"
        connection.request(method, path, None if body is None else json.dumps(body), fields)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text)

    def run(self, objective, *command):
        """Runs a mission with a command on this machine."""
        subprocess.run(
            [self.program, "run", "--home", self.home, "--vp", "vp.general.primary",
             "--objective", objective, "--", *command],
            check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
