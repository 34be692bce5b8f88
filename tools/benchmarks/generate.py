"""Makes a mission log to measure with, the same bytes for the same arguments and Python.

Usage: generate.py EVENTS FILE [SEED], with tools/ in PYTHONPATH.

64 missions are open at once and their events interleave; 95 % of them have 8 events, the others 9 to 50. Payloads are
the real ones of missions (dispatched, claimed, started, progress, completed), 200 B to 4 KiB, about 670 B in the mean;
their prose is sampled from the docstrings of Python's own library, so that a codec sees English and not noise.

A record is mission (u32), version from 0 (u16), kind (u8), a pad byte, payload length (u32), microseconds (u64), all
little-endian, then the payload: canonical JSON.
"""

import datetime
import json
import random
import re
import struct
import sys

from docstrings import sentences

DISPATCHED, CLAIMED, STARTED, PROGRESS, COMPLETED = range(5)
OPEN_AT_ONCE = 64
HEADER = struct.Struct("<IHBxIQ")
START = 1_790_000_000_000_000  # microseconds: in September 2026

FOLDERS = "src lib tests docs tools internal server client storage scheduler ledger bridge queue api build".split()
ENDINGS = ".py .c .swift .rs .md .json .toml .go .ts".split()


class Log:
    """What a log is made of, by the dice of a seed."""
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.sentences = sentences(files=500)
        self.words = sorted(set(re.findall(r"[a-z]{5,10}", " ".join(self.sentences))))
        self.boots = [self.hex(32) for _ in range(12)]

    def hex(self, digits):
        return f"{self.random.getrandbits(4 * digits):0{digits}x}"

    def prose(self, count):
        return " ".join(self.random.choice(self.sentences) for _ in range(count))

    def path(self):
        folders = self.random.sample(FOLDERS, self.random.randint(1, 3))
        return "/".join(folders) + "/" + self.random.choice(self.words) + self.random.choice(ENDINGS)

    def mission(self, number):
        """A mission that is about to begin, with how many events it will have."""
        length = 8 if self.random.random() < 0.95 else self.random.randint(9, 50)
        worker = self.random.randint(1, 40)
        return {
            "number": number, "id": "vp-mission-" + self.hex(24), "length": length, "version": 0,
            "vp_id": self.random.choice(["vp.general.primary", "vp.general.primary", "vp.coder.primary"]),
            "worker": f"worker-{worker:02d}", "boot": self.boots[worker % 12], "calls": 0,
        }

    def payload(self, kind, mission, time):
        """The next payload of a mission."""
        r = self.random
        if kind == DISPATCHED:
            return {
                "budget": {"max_llm_calls": r.randrange(10, 400, 10), "max_runtime_minutes": r.choice([10, 30, 60, 120])},
                "chain_id": mission["id"], "chain_length": 1,
                "constraints": {"files": [self.path() for _ in range(r.randint(1, 12))], "rule": self.prose(1)},
                "deadline": None, "execution_mode": "sdk", "idempotency_key": self.hex(16), "max_attempts": 1,
                "metadata": {"labels": r.sample(self.words, r.randint(0, 4))}, "mission_id": mission["id"],
                "mission_type": "task", "not_before": None, "objective": self.prose(r.randint(2, 10)),
                "priority": r.randint(0, 200), "priority_tier": "normal", "reply_mode": "async",
                "required_outputs": [], "resolved_target_path": None, "retry_of": None, "run_id": None,
                "source_session_id": "session-" + self.hex(6), "source_turn_id": None,
                "success_criteria": [self.prose(1) for _ in range(r.randint(0, 4))], "task_id": None,
                "trace_id": self.hex(32), "vp_id": mission["vp_id"], "workspace_of": None,
            }
        body = {"attempt": 1, "vp_id": mission["vp_id"], "worker_id": mission["worker"]}
        if kind != COMPLETED:
            lease = time + 120_000_000
            body.update(boot_id=mission["boot"], lease_expires_at=instant(lease), mono=time - START + 10_000_000_000)
        if kind == CLAIMED:
            body.update(host="build-01", lease_seconds=120)
        if kind == STARTED:
            body["workspace"] = "/srv/missionlog/workspaces/" + mission["id"]
        if kind == PROGRESS:
            mission["calls"] += r.randint(1, 9)
            steps = r.randint(8, 30) if r.random() < 0.03 else r.randint(1, 5)
            body["summary"] = self.prose(steps)
            body["percent"] = min(99, 10 * mission["version"])
            body["usage"] = {"cost_usd": round(mission["calls"] * 0.0125, 4), "llm_calls": mission["calls"]}
            files = [self.path() for _ in range(r.randint(1, 5))]
            body["detail"] = {"files": files, "line": r.randint(1, 3000), "tool": r.choice(["read", "edit", "run", "search"])}
        if kind == COMPLETED:
            body["deliverables"] = sorted({self.path() for _ in range(r.randint(0, 6))})
            body["message"] = self.prose(r.randint(2, 6))
            body["mission_receipt_relpath"] = "mission_receipt.json"
            body["next_action"] = None
            body["result_ref"] = "workspace:///srv/missionlog/workspaces/" + mission["id"]
            body["sync_ready_marker_relpath"] = "sync_ready.json"
            body["usage"] = {"cost_usd": round(mission["calls"] * 0.0125, 4), "llm_calls": mission["calls"]}
        return body


def instant(microseconds):
    """ISO 8601 in UTC with six decimals."""
    whole = datetime.datetime.fromtimestamp(microseconds // 1_000_000, datetime.timezone.utc)
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{microseconds % 1_000_000:06d}Z"


def main():
    count, path = int(sys.argv[1]), sys.argv[2]
    log = Log(int(sys.argv[3]) if len(sys.argv) > 3 else 7)
    time, missions, open_missions, total = START, 0, [], 0
    with open(path, "wb", buffering=1 << 22) as file:
        for _ in range(count):
            while len(open_missions) < OPEN_AT_ONCE:
                open_missions.append(log.mission(missions))
                missions += 1
            index = log.random.randrange(OPEN_AT_ONCE)
            mission = open_missions[index]
            version = mission["version"]
            last = version == mission["length"] - 1
            kind = version if version < PROGRESS else COMPLETED if last else PROGRESS
            time += log.random.randint(1_000, 200_000)
            while True:
                body = json.dumps(log.payload(kind, mission, time), separators=(",", ":"), sort_keys=True,
                                  ensure_ascii=False).encode()
                if len(body) <= 4096:
                    break
            file.write(HEADER.pack(mission["number"], version, kind, len(body), time))
            file.write(body)
            total += len(body)
            mission["version"] += 1
            if last:
                open_missions.pop(index)
    print(json.dumps({"events": count, "missions": missions, "mean_payload_bytes": round(total / count, 1)}))


if __name__ == "__main__":
    main()
