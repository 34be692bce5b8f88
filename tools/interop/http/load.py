"""Load through HTTP: dispatches and heartbeats a second over 64 kept connections, against what one SQLite writer commits
on the same disk; how soon a wait wakes up; and what a thousand open event streams cost.

Usage: load.py [--seconds S] [--connections N] [--streams N], by `run --load`; it is for a release build on a quiet machine,
and needs wrk (Debian's package of that name). The client shares the machine with the server, so that the figures are a
lower bound. Each line names its goal; whether they are met decides nothing, but an answer that is no success or an event
that is missed fails."""

import argparse
import asyncio
import json
import os
import pathlib
import resource
import shutil
import sqlite3
import subprocess
import time

from serving import GENERAL, Server


class Connection:
    """One kept connection, one request at a time."""

    def __init__(self, server):
        self.server = server

    async def open(self):
        self.reader, self.writer = await asyncio.open_connection(self.server.host, self.server.port)
        return self

    def head(self, method, path, more=""):
        """A request's line and header, `more` being the lines that end it."""
        return (f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.server.token}\r\n"
                f"{more}").encode()

    async def post(self, path, body):
        data = json.dumps(body).encode()
        fields = f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        self.writer.write(self.head("POST", path, fields) + data)
        return await self.answer()

    async def get(self, path):
        self.writer.write(self.head("GET", path, "\r\n"))
        return await self.answer()

    async def answer(self):
        """The status and the body of the next answer."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n")
                      if line.lower().startswith(b"content-length:"))
        return status, await self.reader.readexactly(length)


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def commits(folder, seconds=2):
    """How many transactions a second one SQLite writer makes durable in a folder, a row of 500 bytes each."""
    path = os.path.join(folder, "writer.db")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("PRAGMA synchronous = FULL")
    writer.execute("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, payload BLOB)")
    payload, count = os.urandom(500), 0
    started = time.perf_counter()
    while time.perf_counter() < started + seconds:
        writer.execute("INSERT INTO rows (payload) VALUES (?)", (payload,))
        count += 1
    writer.close()
    return count / (time.perf_counter() - started)


def pound(name, server, options, requests):
    """Posts these requests, (path, body), in turn over many connections, and tells how fast they were answered."""
    path = server.folder / "requests"
    path.write_text("".join(f"{where}\t{json.dumps(body)}\n" for where, body in requests))
    words = ["wrk", "--threads", "1", "--connections", str(options.connections), "--duration", f"{options.seconds}s",
             "--script", str(pathlib.Path(__file__).with_name("load.lua")), server.url]
    shown = subprocess.run(words, env=dict(os.environ, TOKEN=server.token, REQUESTS=str(path)),
                           check=True, capture_output=True, text=True).stdout
    seen = json.loads(shown.splitlines()[-1])
    assert seen["failed"] == 0, seen
    rate, writer = seen["answers"] / seen["seconds"], commits(server.folder)
    print(f"{name}: {rate:.0f}/s, {rate / writer:.2f} of one SQLite writer's {writer:.0f} commits/s (goal 1); "
          f"p50 {seen['p50']:.1f} ms, p99 {seen['p99']:.1f} ms (goal below 50)", flush=True)


async def load(server, options):
    """Measures dispatches, heartbeats of what was claimed of them, waits, and streams, in turn."""
    wishes = (f"{number}: {'x' * 400}" for number in range(50_000))
    pound("dispatches", server, options, [("/api/v1/missions", {"vp_id": GENERAL, "objective": wish}) for wish in wishes])
    connection, missions = await Connection(server).open(), []
    for index in range(options.connections):
        body = {"worker_id": f"w{index}", "lease_seconds": 3600}
        _, answer = await connection.post(f"/api/v1/vps/{GENERAL}/claim", body)
        missions.append(json.loads(answer)["mission"]["mission_id"])
    pound("heartbeats", server, options, [
        (f"/api/v1/missions/{mission}/heartbeat", {"worker_id": f"w{index}", "attempt": 1})
        for index, mission in enumerate(missions)])
    # The one above was closed meanwhile, for having nothing to say.
    connections = [await Connection(server).open() for _ in range(2)]
    await wake_ups(connections, missions)
    await streams(server, options, connections[0], missions[0])


async def wake_ups(connections, missions):
    """How long after a cancel's answer the wait for the same mission is answered."""
    times = []
    waiter, other = connections[0], connections[1]
    for mission in missions[2:]:
        waiting = asyncio.create_task(
            waiter.get(f"/api/v1/missions/{mission}/wait?until=change&after_version=1000000&timeout_seconds=0.01"))
        await waiting
        _, answer = await other.get(f"/api/v1/missions/{mission}?events=0")
        version = json.loads(answer)["mission"]["version"]
        waiting = asyncio.create_task(
            waiter.get(f"/api/v1/missions/{mission}/wait?until=change&after_version={version}&timeout_seconds=30"))
        await asyncio.sleep(0.05)
        started = time.perf_counter()
        await other.post(f"/api/v1/missions/{mission}/annotate", {"note": "wake up"})
        await waiting
        times.append(time.perf_counter() - started)
    print(f"wait wakes up: p50 {percentile(times, 0.5) * 1000:.1f} ms, "
          f"p95 {percentile(times, 0.95) * 1000:.1f} ms (goal below 60), from the command that wakes it to the answer", flush=True)


def memory(pid):
    """What a process has in memory, in MiB."""
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmRSS")) / 1024


async def streams(server, options, connection, mission):
    """Opens many streams, and counts what each is told of twenty events."""
    before = memory(server.process.pid)
    opened = []
    for _ in range(options.streams):
        stream = await Connection(server).open()
        stream.writer.write(stream.head("GET", "/api/v1/events", "Accept: text/event-stream\r\n\r\n"))
        await stream.reader.readuntil(b"id: ")
        opened.append(stream)
    wanted = 20

    async def count(stream):
        seen = 0
        while seen < wanted:
            seen += (await stream.reader.readuntil(b"\n")).startswith(b"data: ")
        return seen

    counting = [asyncio.create_task(count(stream)) for stream in opened]
    started = time.perf_counter()
    for index in range(wanted):
        await connection.post(f"/api/v1/missions/{mission}/annotate", {"note": f"event {index}"})
    done = await asyncio.wait_for(asyncio.gather(*counting), 120)
    seconds = time.perf_counter() - started
    after = memory(server.process.pid)
    print(f"{options.streams} streams: {after - before:.0f} MiB (goal below 100 for 1,000), each was told of all {min(done)} events "
          f"within {seconds:.1f} s", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--streams", type=int, default=1000)
    options = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: apt-get install wrk")
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(limit, 65536), limit))
    config = f"vps:\n  {GENERAL}: {{max_concurrent: 1000}}\nserver: {{max_connections: 5000}}\n"
    with Server(config=config) as server:
        asyncio.run(load(server, options))


main()
