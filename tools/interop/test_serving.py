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
from http_site import Site
from wire import GENERAL, PROGRAM, command, eventually


@pytest.fixture
def site():
    site = Site()
    yield site
    site.close()


def dispatch(site, objective):
    return site.api("POST", "/api/v1/missions", {"vp_id": GENERAL, "objective": objective})[1]["mission_id"]


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
def test_a_signal_ends_everything_in_order(site, number):
    mission = dispatch(site, "nobody works on it")
    wait = f"/api/v1/missions/{mission}/wait?timeout_seconds=50"
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": "vp_wait_mission", "arguments": {"mission_id": mission, "timeout_seconds": 50}}}
    stream = site.send(None, {"Accept": "text/event-stream"}, "GET", "/api/v1/events")
    assert stream.status == 200

    def waited():
        answer = site.send(None, {"Accept": "application/json"}, "GET", wait)
        return answer.status, answer.getheader("Retry-After"), json.loads(answer.read())

    waiting = in_background(waited)
    asking = {accept: in_background(lambda accept=accept: site.send(
        json.dumps(call).encode(), {"Accept": accept}).read()) for accept in ("application/json", "text/event-stream")}
    kept = http.client.HTTPConnection(site.address.hostname, site.address.port, timeout=60)
    kept.request("GET", "/healthz")
    kept.getresponse().read()

    acknowledged = []
    ended = threading.Event()

    def writes():
        try:
            while not ended.is_set():
                acknowledged.append(dispatch(site, "before the end"))
        except (OSError, http.client.HTTPException, KeyError):
            pass

    writer = threading.Thread(target=writes)
    writer.start()
    eventually(lambda: len(acknowledged) >= 5)
    time.sleep(0.5)  # for the waits to have begun
    started = time.monotonic()
    site.process.send_signal(number)
    assert site.process.wait(timeout=30) == 0
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
        socket.create_connection((site.address.hostname, site.address.port))

    for name in os.listdir(site.home):
        assert not name.endswith("-wal") or os.path.getsize(f"{site.home}/{name}") == 0, name
    there = {mission["mission_id"] for mission in command(site.home, "list", "--limit", "500")["missions"]}
    assert set(acknowledged) <= there


def test_a_slow_client_holds_up_no_end(site):
    slow = socket.create_connection((site.address.hostname, site.address.port))
    slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: local")
    site.process.terminate()
    assert site.process.wait(timeout=25) == 0


def test_the_roots_of_the_day_are_kept_once():
    site = Site(config="root_file: ../roots\n")
    try:
        dispatch(site, "x")
        path = site.folder.name + "/roots"
        eventually(lambda: os.path.exists(path))
        for _ in range(2):
            assert site.stop() == 0
            site.start()
        with open(path, encoding="utf-8") as file:
            ledgers = [line.split()[0] for line in file]
        assert ledgers and len(ledgers) == len(set(ledgers))
        done = subprocess.run(
            [PROGRAM, "verify", "--home", site.home, "--against", path], capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout
    finally:
        site.close()


def test_a_second_host_is_refused(site):
    for hosts in ("localhost", "evil.example"), ("evil.example", "localhost"), ("localhost", "localhost"):
        connection = socket.create_connection((site.address.hostname, site.address.port))
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


def test_a_remote_worker_doubles_and_loses_nothing_while_the_server_comes_and_goes(site):
    mission = dispatch(site, "goes on")
    worker = subprocess.Popen(
        [PROGRAM, "worker", "--server", f"http://{site.address.netloc}", "--token-file", site.home + "/token",
         "--vp", GENERAL, "--once", "--", "sh", "-c", CHILD],
        env={**os.environ, "MISSIONLOG_HOME": site.folder.name + "/far"}, stderr=subprocess.DEVNULL)
    events = f"/api/v1/missions/{mission}/events?limit=500"
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL):
        before = site.api("GET", events)[1]["events_total"]
        eventually(lambda: site.api("GET", events)[1]["events_total"] >= before + 4)
        site.process.send_signal(number)
        site.process.wait(timeout=30)
        time.sleep(0.3)
        site.start(site.address.port)
    assert worker.wait(timeout=60) == 0
    told = [event for event in site.api("GET", events)[1]["events"] if event["type"] != "vp.mission.heartbeat"]
    kinds = [event["type"].removeprefix("vp.mission.") for event in told]
    assert kinds == ["dispatched", "claimed", "started", *["progress"] * 40, "artifact", "completed"]
    said = [event["payload"]["summary"] for event in told if event["type"] == "vp.mission.progress"]
    assert said == [f"step {number}" for number in range(1, 41)]
