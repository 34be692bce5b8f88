#!/usr/bin/env python3
"""Verifies a capsule without missionlog: every payload hash, every leaf, and its way up to the root of its log.

Usage: verify-capsule.py FILE

Prints a line for each ledger: name, size, root in hex, how many of its events the capsule proves. Exits 1 where
anything disagrees. Hold the roots against those that `missionlog root` once printed: a capsule proves no more than
that its events lie under them. The proofs are those of RFC 9162, 2.1.3.
"""
import hashlib
import json
import sys


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def root_of(leaf, index, size, path):
    node, last, found = index, size - 1, leaf
    for other in path:
        if last == 0:
            raise ValueError("the proof is too long")
        if node & 1 or node == last:
            found = sha(b"\1", other, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = sha(b"\1", found, other)
        node, last = node >> 1, last >> 1
    if last:
        raise ValueError("the proof is too short")
    return found.hex()


def check(line, ledgers):
    entry = json.loads(line)
    event, path = entry["event"], [bytes.fromhex(text) for text in entry["proof"]]
    start = line.index(b'"payload":') + len(b'"payload":')
    payload = line[start:line.index(b',"payload_salt":"' + event["payload_salt"].encode())]
    salt = bytes.fromhex(event.pop("payload_salt"))
    del event["payload"]
    name = f"{event['ledger']}:{event['position']}"
    if sha(salt, event["version"].to_bytes(8, "big"), payload).hex() != event["payload_sha256"]:
        raise ValueError(f"{name}: payload_sha256 is not the payload's")
    ledger = ledgers[event["ledger"]]
    if root_of(sha(b"\0", canonical(event)), event["position"] - 1, ledger["size"], path) != ledger["root"]:
        raise ValueError(f"{name}: its proof doesn't lead to the root")
    ledger["proved"] = ledger.get("proved", 0) + 1


*lines, end, rest = open(sys.argv[1], "rb").read().split(b"\n")
body = b"".join(line + b"\n" for line in lines)
ledgers = {ledger["ledger"]: ledger for ledger in json.loads(lines[0])["ledgers"]}
for number, line in enumerate(lines[1:], 2):
    try:
        check(line, ledgers)
    except (ValueError, KeyError, IndexError) as error:
        sys.exit(f"line {number}: {error}")
if json.loads(end)["sha256"] != sha(body).hex() or rest:
    sys.exit("the first or the last line was changed")
for name, ledger in sorted(ledgers.items()):
    if ledger.get("proved", 0) != ledger["events"]:
        sys.exit(f"{name}: an event is missing")
    print(name, ledger["size"], ledger["root"], ledger["events"])
