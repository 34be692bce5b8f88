#!/usr/bin/env python3
"""Recomputes, from an export of whole ledgers, every payload hash, every leaf and each log root.

Usage: verify-export.py FILE    (the output of `missionlog export`; - reads standard input)

Prints a line for each ledger: name, size, root in hex. Exits 1 where anything disagrees, naming the event: a changed
payload, a gap in positions or versions, a clock that goes back, a part of a ledger in place of the whole. It shares no code
with missionlog: an event's leaf is the canonical JSON of its envelope and `payload_sha256`, the root is the Merkle
tree hash of RFC 9162 over the leaves.
"""
import hashlib
import json
import sys

decoder = json.JSONDecoder()


def members(line):
    """The members of a canonical JSON object, each with its value and the text it was written in."""
    at, found = 1, {}
    while line[at] != "}":
        at += line[at] == ","
        key, at = decoder.raw_decode(line, at)
        value, end = decoder.raw_decode(line, at + 1)
        found[key] = (value, line[at + 1:end])
        at = end
    return found


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


class Ledger:
    def __init__(self):
        self.size, self.last, self.versions, self.salts = 0, "", {}, {}
        self.peaks = []  # (leaves below, hash) of each full subtree, largest first

    def add(self, line):
        found = members(line)
        event = {key: value for key, (value, _) in found.items()}
        payload, salt = found["payload"][1].encode(), bytes.fromhex(event.pop("payload_salt"))
        del event["payload"]
        stream, version = event["stream"], event["version"]
        if event["position"] != self.size + 1:
            raise ValueError(f"position {event['position']} follows {self.size}")
        if version != self.versions.get(stream, 0) + 1:
            raise ValueError(f"version {version} of {stream} follows {self.versions.get(stream, 0)}")
        if event["recorded_at"] < self.last:
            raise ValueError("recorded_at goes back")
        if self.salts.setdefault(stream, salt) != salt or len(salt) != 16:
            raise ValueError("payload_salt is not the stream's")
        if sha(salt, version.to_bytes(8, "big"), payload).hex() != event["payload_sha256"]:
            raise ValueError("payload_sha256 is not the payload's")
        self.size, self.last, self.versions[stream] = self.size + 1, event["recorded_at"], version
        leaf = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self.peaks.append((1, sha(b"\0", leaf.encode())))
        while len(self.peaks) > 1 and self.peaks[-2][0] == self.peaks[-1][0]:
            (count, right), (_, left) = self.peaks.pop(), self.peaks.pop()
            self.peaks.append((2 * count, sha(b"\1", left, right)))

    def root(self):
        top = self.peaks[-1][1]
        for _, left in reversed(self.peaks[:-1]):
            top = sha(b"\1", left, top)
        return top.hex()


ledgers = {}
with sys.stdin if sys.argv[1] == "-" else open(sys.argv[1], encoding="utf-8", newline="\n") as file:
    for number, text in enumerate(file, 1):
        event = {}
        try:
            event = dict(json.loads(text))
            ledgers.setdefault(event["ledger"], Ledger()).add(text)
        except (ValueError, KeyError, IndexError, TypeError) as error:
            sys.exit(f"{event.get('ledger', '?')}:{event.get('position', '?')}, line {number}: {error!r}")
for name, ledger in sorted(ledgers.items()):
    print(name, ledger.size, ledger.root())
