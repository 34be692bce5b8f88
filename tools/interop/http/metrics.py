"""Holds the metrics of a server that has done something against Prometheus' own reader, then prints them."""

import sys

from prometheus_client.parser import text_string_to_metric_families

from serving import Server

with Server() as server:
    server.run("one that completes", "sh", "-c", "echo hello > out.txt")
    server.ask("GET", "/api/v1/status")
    server.ask("GET", "/api/v1/nothing")
    answer = server.send("GET", "/metrics")
    text = answer.read().decode()
    assert answer.status == 200, text

seen = set()
for family in text_string_to_metric_families(text):
    assert family.name.startswith("missionlog_") and family.documentation and family.samples, family
    assert family.name not in seen, f"{family.name} is there twice"
    assert family.type in ("counter", "gauge", "histogram"), family
    seen.add(family.name)
assert {"missionlog_ledger_up", "missionlog_missions", "missionlog_http_requests"} <= seen, seen
print(text, end="")
print(f"{len(seen)} metrics", file=sys.stderr)
