#!/usr/bin/env python3
"""Holds the metrics of a server that has done something against Prometheus' own reader, then prints them."""

import sys
import urllib.request

from prometheus_client.parser import text_string_to_metric_families

from server import Server

with Server() as server:
    server.run("one that completes", "sh", "-c", "echo hello > out.txt")
    server.ask("GET", "/api/v1/status")
    server.ask("GET", "/api/v1/nothing")
    request = urllib.request.Request(server.url + "/metrics")
    request.add_header("Authorization", f"Bearer {server.token}")
    text = urllib.request.urlopen(request).read().decode()

seen = set()
for family in text_string_to_metric_families(text):
    assert family.name.startswith("missionlog_") and family.documentation and family.samples, family
    assert family.name not in seen, f"{family.name} is there twice"
    assert family.type in ("counter", "gauge", "histogram"), family
    seen.add(family.name)
assert {"missionlog_ledger_up", "missionlog_missions", "missionlog_http_requests"} <= seen, seen
print(text, end="")
print(f"{len(seen)} metrics", file=sys.stderr)
