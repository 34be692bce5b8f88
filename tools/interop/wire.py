"""A client that writes lines and reads lines, and knows no more of the protocol than a test tells it."""

import json
import queue
import subprocess
import tempfile
import threading
import time

from serving import PROGRAM

MODERN = "2026-07-28"
LEGACY = ["2025-11-25", "2025-06-18", "2025-03-26"]
META = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientInfo": {"name": "interop", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}


def eventually(condition, seconds=30):
    """Waits until a condition comes true, and fails where it doesn't in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


class PipedServer:
    """`missionlog mcp` on pipes, with everything that it has written so far."""

    def __init__(self, *flags, home=None):
        self.folder = None if home else tempfile.TemporaryDirectory()
        self.home = home or self.folder.name + "/home"
        self.process = subprocess.Popen(
            [PROGRAM, "mcp", "--home", self.home, *flags],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.lines = queue.Queue()
        self.seen = []
        self.count = 0
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        if self.folder:
            self.folder.cleanup()

    def raw(self, data):
        """Writes bytes as they are."""
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        """Writes a message as one line."""
        self.raw(json.dumps(message).encode() + b"\n")

    def next(self, timeout=60):
        """The next message; None at the end of output. Every line is held to be one message."""
        line = self.lines.get(timeout=timeout)
        if line is None:
            return None
        assert line.endswith(b"\n"), "a message without its end"
        message = json.loads(line)
        assert message["jsonrpc"] == "2.0"
        assert ("result" in message) + ("error" in message) + ("method" in message) == 1
        self.seen.append(message)
        return message

    def answer(self, name):
        """The answer to a request; what comes before it is kept in `seen`."""
        while (message := self.next()) is not None:
            if "method" not in message and message.get("id") == name:
                return message
        raise AssertionError(f"no answer to {name}")

    def ask(self, method, params=None, meta=META, name=None):
        """Sends a request by the revision without a handshake and returns its answer."""
        self.count += 1
        name = name or f"ask-{self.count}"
        params = dict(params or {})
        if meta is not None:
            params["_meta"] = meta
        self.send({"jsonrpc": "2.0", "id": name, "method": method, "params": params})
        return self.answer(name)

    def call(self, tool, arguments=None, meta=META, name=None):
        """Calls a tool and returns its result."""
        answer = self.ask("tools/call", {"name": tool, "arguments": arguments or {}}, meta, name)
        return answer["result"]

    def shake(self, version):
        """Opens by a revision with a handshake and returns its result."""
        self.send(
            {
                "jsonrpc": "2.0",
                "id": 0,
                "method": "initialize",
                "params": {
                    "protocolVersion": version,
                    "capabilities": {},
                    "clientInfo": {"name": "interop", "version": "1"},
                },
            }
        )
        result = self.answer(0)["result"]
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        return result

    def end(self, timeout=30):
        """Closes the input, waits for the end, and returns the exit code and all that came last."""
        self.process.stdin.close()
        code = self.process.wait(timeout=timeout)
        rest = []
        while (message := self.next()) is not None:
            rest.append(message)
        return code, rest
