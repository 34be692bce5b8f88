"""A real agent program against the MCP door: a scripted model dispatches a mission, waits, reads and reports.

The wheel `claude-agent-sdk` carries the agent program. Here it runs with a dummy key against a stand-in for the model's
API on loopback, in a home folder of its own, and with no other MCP server than this one: nothing leaves the machine.
The stand-in answers each turn by what the program last told it, so that every step is the program's own doing: it
starts the server, finds the tools, calls them, and hands back what they answer.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from serving import GENERAL, PROGRAM

PREFIX = "mcp__missionlog__"
LAST_WORDS = "The page says"


class Model:
    """The scripted turn: what the model says next, by the results of the tools that it has called so far."""

    def __init__(self):
        self.tools = set()
        self.calls = []
        self.results = []

    def reply(self, request):
        """The content of the next answer."""
        self.tools |= {tool["name"] for tool in request.get("tools", [])}
        if PREFIX + "vp_dispatch_mission" not in self.tools:
            return [{"type": "text", "text": "A title"}]
        results = [
            block
            for message in request["messages"]
            if isinstance(message["content"], list)
            for block in message["content"]
            if block["type"] == "tool_result"
        ]
        self.results = [self.data(block) for block in results]
        step = len(results)
        if step == 0:
            return self.call(
                "vp_dispatch_mission", vp_id=GENERAL, objective="Write page.md",
                required_outputs=["page.md"],
            )
        mission = self.results[0]["mission_id"]
        last = self.results[-1]
        if step == 1 or last.get("timed_out"):
            return self.call("vp_wait_mission", mission_id=mission, timeout_seconds=20)
        if "artifacts" not in last:
            return self.call("vp_read_result_artifacts", mission_id=mission)
        return [{"type": "text", "text": f"{LAST_WORDS}: {last['artifacts'][0]['excerpt']}"}]

    def call(self, tool, **arguments):
        """The use of a tool, as the model's API writes it."""
        self.calls.append(tool)
        name = f"toolu_{len(self.calls):020}"
        return [{"type": "tool_use", "id": name, "name": PREFIX + tool, "input": arguments}]

    @staticmethod
    def data(block):
        """What a tool answered, from the text in which the program hands it over."""
        content = block["content"]
        text = content if isinstance(content, str) else content[0]["text"]
        return json.loads(text)


def events(content):
    """The stream of an answer, as the model's API sends it."""
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "scripted", "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": usage,
    }
    yield {"type": "message_start", "message": message}
    for index, block in enumerate(content):
        if block["type"] == "text":
            start, delta = {"type": "text", "text": ""}, {"type": "text_delta", "text": block["text"]}
        else:
            start = {**block, "input": {}}
            delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        yield {"type": "content_block_start", "index": index, "content_block": start}
        yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    reason = "tool_use" if content[-1]["type"] == "tool_use" else "end_turn"
    delta = {"stop_reason": reason, "stop_sequence": None}
    yield {"type": "message_delta", "delta": delta, "usage": usage}
    yield {"type": "message_stop"}


def serve(model):
    """Starts the stand-in on loopback and returns its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def answer(self, kind, body):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            self.answer("application/json", b"{}")

        do_HEAD = do_GET

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if not self.path.startswith("/v1/messages") or "count_tokens" in self.path:
                return self.answer("application/json", b'{"input_tokens": 1}')
            request = json.loads(body)
            content = model.reply(request)
            if not request.get("stream"):
                message = {
                    "id": "msg_1", "type": "message", "role": "assistant", "model": "scripted",
                    "content": content, "stop_reason": "end_turn", "stop_sequence": None,
                    "usage": {"input_tokens": 1, "output_tokens": 1},
                }
                return self.answer("application/json", json.dumps(message).encode())
            lines = "".join(
                f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events(content)
            )
            return self.answer("text/event-stream", lines.encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def agent_program():
    """The agent program that the wheel carries."""
    import claude_agent_sdk

    folder = Path(claude_agent_sdk.__file__).parent
    return next(path for path in folder.rglob("claude*") if path.is_file() and os.access(path, os.X_OK))


def main():
    model = Model()
    address = serve(model)
    with tempfile.TemporaryDirectory() as folder:
        home = folder + "/home"
        os.makedirs(folder + "/user")
        server = {"command": PROGRAM, "args": ["mcp", "--home", home], "env": {"MISSIONLOG_SESSION_ID": "agent"}}
        worker = subprocess.Popen(
            [PROGRAM, "worker", "--vp", GENERAL, "--home", home, "--", "sh", "-c", "echo hello > page.md"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        try:
            run = subprocess.run(
                [
                    agent_program(), "--print", "Have a page written and tell me what it says.",
                    "--mcp-config", json.dumps({"mcpServers": {"missionlog": server}}),
                    "--strict-mcp-config", "--allowedTools", PREFIX + "*", "--model", "scripted",
                    "--output-format", "json",
                ],
                env={
                    "PATH": os.environ["PATH"], "HOME": folder + "/user",
                    "ANTHROPIC_BASE_URL": address, "ANTHROPIC_API_KEY": "dummy",
                    "DISABLE_TELEMETRY": "1", "DISABLE_ERROR_REPORTING": "1", "DISABLE_AUTOUPDATER": "1",
                    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
                },
                cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False,
            )
        finally:
            worker.terminate()
            worker.wait()
        if run.returncode or LAST_WORDS not in run.stdout:
            print(run.stdout, run.stderr, file=sys.stderr)
        result = json.loads(run.stdout)["result"]
        assert result.strip() == f"{LAST_WORDS}: hello", result
        called = [name for name in model.calls if name != "vp_wait_mission"]
        assert called == ["vp_dispatch_mission", "vp_read_result_artifacts"], model.calls
        assert model.results[0]["source_session_id"] == "agent"
        offered = sorted(name.removeprefix(PREFIX) for name in model.tools if name.startswith(PREFIX))
        print(f"offered {len(offered)} tools, called {', '.join(model.calls)}; reported: {result.strip()}")


main()
