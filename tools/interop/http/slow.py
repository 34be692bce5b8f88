"""Slow clients starve nobody: hundreds of connections that say a byte now and then, and beside them normal requests,
whose 99th percentile must stay below 250 ms. Usage: slow.py [--connections N] [--seconds S]"""

import argparse
import http.client
import socket
import sys
import threading
import time

from serving import Server

LIMIT = 0.250


def trickle(server, connections, until):
    """Keeps so many connections open, each with a header or a body that never ends."""
    begin = [b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ", b"POST /api/v1/missions HTTP/1.1\r\nHost: localhost\r\n"
             b"Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"]
    sockets = []
    while time.monotonic() < until:
        while len(sockets) < connections:
            made = socket.create_connection((server.host, server.port))
            made.sendall(begin[len(sockets) % 2])
            sockets.append(made)
        alive = []
        for made in sockets:
            try:
                made.sendall(b"a")
                alive.append(made)
            except OSError:
                made.close()
        sockets = alive
        time.sleep(0.5)
    for made in sockets:
        made.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--connections", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    with Server() as server:
        until = time.monotonic() + options.seconds
        slow = threading.Thread(target=trickle, args=(server, options.connections, until))
        slow.start()
        time.sleep(1)
        times = []
        connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
        while time.monotonic() < until:
            started = time.monotonic()
            connection.request("GET", "/api/v1/vps", headers={"Authorization": f"Bearer {server.token}"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                sys.exit(f"a normal request was answered {answer.status}")
            times.append(time.monotonic() - started)
            time.sleep(0.01)
        slow.join()
    times.sort()
    p99 = times[int(len(times) * 0.99)]
    print(f"{len(times)} requests beside {options.connections} slow connections: p99 {p99 * 1000:.1f} ms")
    if p99 > LIMIT:
        sys.exit(f"p99 is above {LIMIT * 1000:.0f} ms")


main()
