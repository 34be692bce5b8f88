#!/usr/bin/env python3
"""Prints the metrics of a server that has done something."""

import urllib.request

from server import Server

with Server() as server:
    server.run("one that completes", "sh", "-c", "echo hello > out.txt")
    server.ask("GET", "/api/v1/status")
    server.ask("GET", "/api/v1/nothing")
    request = urllib.request.Request(server.url + "/metrics")
    request.add_header("Authorization", f"Bearer {server.token}")
    print(urllib.request.urlopen(request).read().decode(), end="")
