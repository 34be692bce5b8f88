#!/usr/bin/env python3
"""Recomputes, from an export of whole ledgers, every payload hash, every leaf and each log root.

Usage: verify-export.py FILE    (the output of `missionlog export`; - reads standard input)

Prints a line for each ledger: name, size, root in hex. Exits 1 where anything disagrees, naming the event: a changed
payload, a gap, a clock that goes back, a part of a ledger, a line that could be read otherwise, no event at all. A leaf
is a line without payload and salt, the root the Merkle tree hash of RFC 9162 over the leaves. It shares no code with
missionlog, nor with verify-capsule.py: each can be read and trusted alone.
"""
import hashlib, json, sys

KEYS = """actor causation ledger occurred_at payload payload_salt payload_sha256 position recorded_at request_id schema
stream trace_id type version""".split()


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def unique(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError("an object has a key twice")
    return dict(pairs)


def members(text):
    """The members of the object that a text is: their values, and the texts that these were written in."""
    decoder, at, found = json.JSONDecoder(object_pairs_hook=unique), 0, []
    while text[at] == ",{"[not found]:
        key, at = decoder.raw_decode(text, at + 1)
        value, end = decoder.raw_decode(text, at + 1)
        found.append((key, text[at], value, text[at + 1:end]))
        at = end
    if [member[:2] for member in found] != [(key, ":") for key in KEYS] or text[at:].removesuffix("\n") != "}":
        raise ValueError("not the members of an event, each once and in order, and nothing else")
    return {key: value for key, _, value, _ in found}, {key: text for key, *_, text in found}


class Ledger:
    def __init__(self):
        self.size, self.last, self.versions, self.salts, self.peaks = 0, "", {}, {}, []

    def add(self, event, texts):
        stream, version, salt = event["stream"], event["version"], bytes.fromhex(event["payload_salt"])
        for name, last in ("position", self.size), ("version", self.versions.get(stream, 0)):
            if event[name] != last + 1:
                raise ValueError(f"{name} {event[name]} of {stream} follows {last}")
        if event["recorded_at"] < self.last:
            raise ValueError("recorded_at goes back")
        if self.salts.setdefault(stream, salt) != salt or len(salt) != 16:
            raise ValueError("payload_salt is not the stream's")
        if sha(salt, version.to_bytes(8, "big"), texts["payload"].encode()).hex() != event["payload_sha256"]:
            raise ValueError("payload_sha256 is not the payload's")
        self.size, self.last, self.versions[stream] = self.size + 1, event["recorded_at"], version
        leaf = ",".join(f'"{key}":{texts[key]}' for key in KEYS if key not in ("payload", "payload_salt"))
        self.peaks.append((1, sha(b"\0{", leaf.encode(), b"}")))  # (leaves, hash) of full subtrees, largest first
        while len(self.peaks) > 1 and self.peaks[-2][0] == self.peaks[-1][0]:
            (count, right), (_, left) = self.peaks.pop(), self.peaks.pop()
            self.peaks.append((2 * count, sha(b"\1", left, right)))

    def root(self):
        *rest, (_, top) = self.peaks
        while rest:
            top = sha(b"\1", rest.pop()[1], top)
        return top.hex()


ledgers, path = {}, sys.argv[1] if len(sys.argv) == 2 else sys.exit(__doc__.splitlines()[2])
with sys.stdin.buffer if path == "-" else open(path, "rb") as file:
    for number, line in enumerate(file, 1):
        event = {}
        try:
            event, texts = members(line.decode())
            ledgers.setdefault(event["ledger"], Ledger()).add(event, texts)
        except Exception as error:
            sys.exit(f"{event.get('ledger', '?')}:{event.get('position', '?')}, line {number}: {error!r}")
ledgers or sys.exit("no events")
for name, ledger in sorted(ledgers.items()):
    print(name, ledger.size, ledger.root())
