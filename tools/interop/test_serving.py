"""A server's life as a process: what it keeps and says while it runs, how it ends, and what it leaves behind."""

import http.client
import json
import os
import signal
import socket
import subprocess
import threading
import time

import pytest
from serving import GENERAL, PROGRAM, Server, command
from wire import eventually


@pytest.fixture
def server():
    with Server() as server:
        yield server


def in_background(body):
    """Runs `body` on a thread; the function that it gives waits for what it returns."""
    results = []
    thread = threading.Thread(target=lambda: results.append(body()), daemon=True)
    thread.start()

    def result():
        thread.join(timeout=30)
        return results[0]

    return result


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything_in_order(server, number):
    mission = server.queue("nobody works on it")
    wait = f"/api/v1/missions/{mission}/wait?timeout_seconds=50"
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": "vp_wait_mission", "arguments": {"mission_id": mission, "timeout_seconds": 50}}}
    stream = server.send("GET", "/api/v1/events", headers={"Accept": "text/event-stream"})
    assert stream.status == 200

    def waited():
        answer = server.send("GET", wait)
        return answer.status, answer.getheader("Retry-After"), json.loads(answer.read())

    waiting = in_background(waited)
    asking = {
        accept: in_background(
            lambda accept=accept: server.send("POST", "/mcp", json.dumps(call).encode(), {"Accept": accept}).read())
        for accept in ("application/json", "text/event-stream")
    }
    kept = http.client.HTTPConnection(server.host, server.port, timeout=60)
    kept.request("GET", "/healthz")
    kept.getresponse().read()

    acknowledged = []
    ended = threading.Event()

    def writes():
        try:
            while not ended.is_set():
                acknowledged.append(server.queue("before the end"))
        except (OSError, http.client.HTTPException, AssertionError):
            pass

    writer = threading.Thread(target=writes)
    writer.start()
    eventually(lambda: len(acknowledged) >= 5)
    time.sleep(0.5)  # for the waits to have begun
    started = time.monotonic()
    server.process.send_signal(number)
    assert server.process.wait(timeout=30) == 0
    ended.set()
    writer.join()
    assert time.monotonic() - started < 9  # well below the time that a request may take to end by itself

    status, again, answer = waiting()
    assert (status, answer["error"]["code"], again) == (503, "unavailable", "1")
    stream.read()
    for accept, result in asking.items():
        text = result().decode()
        message = json.loads(text if accept.endswith("json") else text.splitlines()[-2].removeprefix("data: "))
        assert message["result"]["structuredContent"]["timed_out"], accept
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((server.host, server.port))

    for log in server.home.glob("*-wal"):
        assert log.stat().st_size == 0, log
    there = {mission["mission_id"] for mission in command(server.home, "list", "--limit", "500")["missions"]}
    assert set(acknowledged) <= there


def test_a_slow_client_holds_up_no_end(server):
    slow = socket.create_connection((server.host, server.port))
    slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: local")
    server.process.terminate()
    assert server.process.wait(timeout=25) == 0


def test_the_roots_of_the_day_are_kept_once():
    with Server(config="root_file: ../roots\n") as server:
        server.queue("x")
        path = server.folder / "roots"
        eventually(path.exists)
        for _ in range(2):
            server.stop()
            server.start()
        ledgers = [line.split()[0] for line in path.read_text(encoding="utf-8").splitlines()]
        assert ledgers and len(ledgers) == len(set(ledgers))
        assert command(server.home, "verify", "--against", path)["ok"]


def test_a_second_host_is_refused(server):
    for hosts in ("localhost", "evil.example"), ("evil.example", "localhost"), ("localhost", "localhost"):
        connection = socket.create_connection((server.host, server.port))
        lines = "".join(f"Host: {host}\r\n" for host in hosts)
        connection.sendall(f"GET /healthz HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode())
        assert connection.makefile("rb").readline().split()[1] == b"400", hosts


CHILD = """
read mission
i=0
while [ $i -lt 40 ]; do
  i=$((i+1)); echo '{"missionlog":"progress","summary":"step '$i'"}'; sleep 0.1
done
echo hello > out.txt
"""


def test_a_remote_worker_doubles_and_loses_nothing_while_the_server_comes_and_goes(server):
    mission = server.queue("goes on")
    worker = subprocess.Popen(
        [PROGRAM, "worker", *server.place, "--vp", GENERAL, "--once", "--", "sh", "-c", CHILD],
        env={**os.environ, "MISSIONLOG_HOME": str(server.folder / "far")}, stderr=subprocess.DEVNULL)
    events = f"/api/v1/missions/{mission}/events?limit=500"
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL):
        before = server.ask("GET", events)[1]["events_total"]
        eventually(lambda: server.ask("GET", events)[1]["events_total"] >= before + 4)
        server.process.send_signal(number)
        server.process.wait(timeout=30)
        time.sleep(0.3)
        server.start()
    assert worker.wait(timeout=60) == 0
    told = [event for event in server.ask("GET", events)[1]["events"] if event["type"] != "vp.mission.heartbeat"]
    kinds = [event["type"].removeprefix("vp.mission.") for event in told]
    assert kinds == ["dispatched", "claimed", "started", *["progress"] * 40, "artifact", "completed"]
    said = [event["payload"]["summary"] for event in told if event["type"] == "vp.mission.progress"]
    assert said == [f"step {number}" for number in range(1, 41)]
