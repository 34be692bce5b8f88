#!/usr/bin/env python3
"""Verifies a capsule without missionlog: every payload hash, every leaf, and its way up to the root of its log.

Usage: verify-capsule.py FILE

Prints a line for each ledger: name, size, root in hex, how many of its events the capsule proves. Exits 1 where
anything disagrees, a mission that was asked for is missing, or an event before another of its stream (a feed aside, of
which a capsule holds a part). Hold the roots against those that `missionlog root` once printed: a capsule proves no
more than that its events lie under them; whether another stream as a whole, the last events of one or a feed's items
were left out, only a capsule with all of a ledger's events tells.
The proofs are those of RFC 9162, 2.1.3. It shares no code with missionlog, nor with verify-export.py: each can be read
and trusted alone.
"""
import hashlib
import json
import sys

KEYS = """actor causation ledger occurred_at payload payload_salt payload_sha256 position recorded_at request_id schema
stream trace_id type version""".split()


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def unique(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError("an object has a key twice")
    return dict(pairs)


decoder = json.JSONDecoder(object_pairs_hook=unique)


def members(text, keys):
    """The members of the object that a text is: their values, and the texts that these were written in."""
    at, found = 0, []
    while text[at] == ",{"[not found]:
        key, at = decoder.raw_decode(text, at + 1)
        value, end = decoder.raw_decode(text, at + 1)
        found.append((key, text[at], value, text[at + 1:end]))
        at = end
    if [member[:2] for member in found] != [(key, ":") for key in keys] or text[at:] != "}":
        raise ValueError(f"not an object of {', '.join(keys)}, each once and in order, and nothing else")
    return {key: value for key, _, value, _ in found}, {key: text for key, *_, text in found}


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
    entry, parts = members(line.decode(), ["event", "proof"])
    event, texts = members(parts["event"], KEYS)
    salt, path = bytes.fromhex(event["payload_salt"]), [bytes.fromhex(text) for text in entry["proof"]]
    name = f"{event['ledger']}:{event['position']}"
    if sha(salt, event["version"].to_bytes(8, "big"), texts["payload"].encode()).hex() != event["payload_sha256"]:
        raise ValueError(f"{name}: payload_sha256 is not the payload's")
    leaf = ",".join(f'"{key}":{texts[key]}' for key in KEYS if key not in ("payload", "payload_salt"))
    ledger = ledgers[event["ledger"]]
    if root_of(sha(b"\0{", leaf.encode(), b"}"), event["position"] - 1, ledger["size"], path) != ledger["root"]:
        raise ValueError(f"{name}: its proof doesn't lead to the root")
    if event["position"] <= ledger["last"]:
        raise ValueError(f"{name}: it stands behind a later one")
    stream, version = event["stream"], event["version"]
    before = ledger["versions"].get(stream, 0)
    if version <= before or version > before + 1 and not stream.startswith("feed/"):
        raise ValueError(f"{name}: it is version {version} of {stream}, the one before it there is {before}")
    ledger["last"], ledger["versions"][stream] = event["position"], version
    ledger["proved"] += 1


def run(path):
    number = 1
    try:
        *lines, end, rest = open(path, "rb").read().split(b"\n")
        header = decoder.decode(lines[0].decode())
        missions = header["missions"]
        ledgers = {ledger["ledger"]: ledger | {"proved": 0, "last": 0, "versions": {}}
                   for ledger in header["ledgers"]}
        for number, line in enumerate(lines[1:], 2):
            check(line, ledgers)
        number = len(lines) + 1
        last, _ = members(end.decode(), ["sha256"])
    except Exception as error:
        sys.exit(f"line {number}: {error!r}")
    if last["sha256"] != sha(b"".join(line + b"\n" for line in lines)).hex() or rest:
        sys.exit("the first or the last line was changed")
    for name, ledger in sorted(ledgers.items()):
        if ledger["proved"] != ledger["events"]:
            sys.exit(f"{name}: an event is missing")
    for mission in missions:
        if not any(f"mission/{mission}" in ledger["versions"] for ledger in ledgers.values()):
            sys.exit(f"mission {mission}: there is no event of it")
    for name, ledger in sorted(ledgers.items()):
        print(name, ledger["size"], ledger["root"], ledger["events"])


run(sys.argv[1])
