"""The command line with `--server` against the same commands on the home that is served: the same objects, the same exits."""

import json
import subprocess

import pytest
from http_site import Site
from wire import GENERAL, PROGRAM

# What is measured anew by each call; a plan names who made it, and when.
MOMENTARY = {"now", "since", "until", "waited_seconds", "waiting_seconds", "oldest_waiting_seconds", "value", "plan"}
NOBODY = "vp-mission-" + "0" * 32


def steady(value):
    if isinstance(value, dict):
        return {name: steady(part) for name, part in value.items() if name not in MOMENTARY}
    return [steady(part) for part in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def site():
    site = Site()
    for objective, command in ("good", "echo hello > out.txt"), ("bad", "exit 3"):
        subprocess.run(
            [PROGRAM, "run", "--home", site.home, "--vp", GENERAL, "--objective", objective, "--", "sh", "-c", command],
            capture_output=True, timeout=60, check=False)
    for objective in ("waits", "waits too"):
        site.api("POST", "/api/v1/missions", {"vp_id": GENERAL, "objective": objective, "source_session_id": "s"})
    yield site
    site.close()


@pytest.fixture(scope="module")
def ids(site):
    missions = site.api("GET", "/api/v1/missions?sort=oldest")[1]["missions"]
    return {mission["objective"]: mission["mission_id"] for mission in missions}


def run(site, words, served):
    place = ["--home", site.home]
    if served:
        place = ["--server", f"http://{site.address.netloc}", "--token-file", site.home + "/token"]
    done = subprocess.run([PROGRAM, *words, *place, "--json"], capture_output=True, timeout=60, check=False)
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("words", [
    "list", "list --sort oldest", "list --sort updated --limit 2", "list --status failed", "list --grep waits",
    "get good", "get bad --events 2", "status", "vps", "sessions", "why bad", "why good", "feed s",
    "artifacts good", "artifacts good --path out.txt", "stats --window 1h", "stats --window 1h --check",
    "wait good", "wait bad", "wait good bad", "wait good waits --mode any", "wait good waits --timeout 0.1",
    "cancel waits bad --dry-run", "retry bad --dry-run", "ack bad --dry-run", "reconcile --dry-run",
    "get nobody", "get no-such", "list --status nonsense", "wait good nobody", "retry good",
])
def test_a_question_is_answered_alike(site, ids, words):
    words = [{**ids, "nobody": NOBODY}.get(word, word) for word in words.split()]
    here, there = run(site, words, False), run(site, words, True)
    assert here[0] == there[0], (here, there)
    assert steady(here[1]) == steady(there[1])


def test_several_missions_are_answered_as_one_object(site, ids):
    words = ["ack", "--yes", ids["bad"], NOBODY]
    here, there = run(site, words, False), run(site, words, True)
    assert here[0] == there[0] == 66
    assert [part["ok"] for part in there[1]["results"]] == [part["ok"] for part in here[1]["results"]] == [True, False]


def test_a_plan_is_made_and_applied_over_the_server(site, tmp_path):
    plan = str(tmp_path / "plan.json")
    code, answer = run(site, ["reconcile", "--plan", plan], True)
    assert code == 0 and answer["dry_run"]
    # A plan made there is taken here, and the other way round.
    for served in (True, False):
        assert run(site, ["reconcile", "--apply", plan], served)[0] == 0
    run(site, ["reconcile", "--plan", plan], False)
    assert run(site, ["reconcile", "--apply", plan], True)[0] == 0
    assert run(site, ["reconcile", "--observe", "0.1"], True)[0] == 0
