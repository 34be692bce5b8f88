"""The command line with `--server` against the same commands on the home that is served: the same objects and pages, the
same exits."""

import glob
import json
import os
import re
import subprocess
import time

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


def call(site, words, served):
    place = ["--home", site.home]
    if served:
        place = ["--server", f"http://{site.address.netloc}", "--token-file", site.home + "/token"]
    # Where the home came from is told by its page; the server has its own word for that.
    env = {**os.environ, "TZ": "Europe/Vienna"}
    return subprocess.run([PROGRAM, *words, *place], capture_output=True, text=True, timeout=60, check=False, env=env)


def run(site, words, served):
    done = call(site, [*words, "--json"], served)
    return done.returncode, json.loads(done.stdout)


def page(site, words, served):
    """How a command ends, what it prints for a person, and what it says beside that."""
    done = call(site, words, served)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("words", [
    "list", "list --sort oldest", "list --sort updated --limit 2", "list --status failed", "list --grep waits",
    "get good", "get bad --events 2", "status", "vps", "sessions", "why bad", "why good", "feed", "feed s",
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


ROOT = os.path.dirname(os.path.abspath(__file__)) + "/../.."
RELEASES = sorted(glob.glob(ROOT + "/Fixtures/ledgers/*/home"))


@pytest.fixture(scope="module", params=RELEASES, ids=[path.split("/")[-2] for path in RELEASES])
def golden(request):
    """A served copy of a home that holds everything that ledgers can hold."""
    site = Site(ledgers=request.param)
    yield site
    site.close()


@pytest.mark.parametrize("moment", ["2026-01-01T00:15:00Z", "vp:60"])
def test_a_page_of_a_past_moment_is_the_same_to_the_byte(golden, moment):
    past = ["--as-of", moment]
    listed = page(golden, ["list", "-q", "--limit", "500", *past], True)
    assert listed == page(golden, ["list", "-q", "--limit", "500", *past], False)
    questions = [
        "list", "list --limit 500", "list --attention", "list --sort oldest --limit 3", "list -o csv", "list -o jsonl",
        "list --fields mission_id,status", "list --status failed --grep nothing-like-it", "vps", "vps -q", "sessions",
        "sessions -o csv", "feed", "feed session-1 --after 0", "feed session-1 --after 0 -o jsonl", "stats", "stats --check",
    ]
    questions += [f"why {session}" for session in page(golden, ["sessions", "-q", *past], True)[1].split()]
    for mission in listed[1].split()[::2]:
        questions += [f"{command} {mission}" for command in ("get", "get --full", "timeline", "why")]
        questions += [f"timeline {mission} --format html", f"get {mission} --events 3 --heartbeats"]
    for question in questions:
        words = [*question.split(), *past]
        here, there = page(golden, words, False), page(golden, words, True)
        assert here == there, question
    for served in (False, True):
        code, out, err = page(golden, ["status", *past], served)
        assert code == 1 and "attention" in out and "as of" in err
    here, there = (page(golden, ["status", *past], served)[1].replace("a copy", "") for served in (False, True))
    assert here == there


def test_what_is_told_by_events_alone_is_the_same_to_the_byte(golden):
    missions = page(golden, ["list", "-q", "--limit", "500", "--as-of", "vp:60"], True)[1].split()
    questions = [f"step {mission}" for mission in missions] + [f"step {missions[0]} --version 1 --heartbeats"]
    questions += [f"diff {first} {second}" for first, second in zip(missions, missions[1:])]
    questions += ["log --until 2026-02-01T00:00:00Z", "log --limit 7", f"log --mission {missions[0][-8:]} --limit 3"]
    for question in questions:
        for form in ([], ["--json"]):
            words = [*question.split(), *form]
            assert page(golden, words, False) == page(golden, words, True), words


def test_projections_are_listed_and_rebuilt_alike(golden):
    def rebuilt(served):
        code, answer = run(golden, ["rebuild", "missions"], served)
        return code, [{**report, "position": 0} for report in answer["rebuilt"]]

    assert rebuilt(False) == rebuilt(True)
    code, out, _ = page(golden, ["rebuild"], True)
    assert code == 0 and len(out.splitlines()) == len(page(golden, ["rebuild"], False)[1].splitlines())
    assert page(golden, ["rebuild", "--check"], True)[0] == 64
    here, there = (page(golden, ["projections"], served) for served in (False, True))
    assert [line.split()[:2] for line in here[1].splitlines()] == [line.split()[:2] for line in there[1].splitlines()]
    assert here[2] == there[2] and "parked" in here[2]


def test_every_unique_beginning_or_end_of_an_id_names_its_mission(golden):
    questions = ["get old-comp --as-of vp:60", "get vp-mission-3317 --as-of vp:60", "get 3317 --as-of vp:60"]
    questions += ["get vp-m", "get vp-mission-", "get 33", "get no-such-mission", "get bad/id", "wait 3317 --timeout 0"]
    for question in questions:
        here, there = (page(golden, question.split(), served) for served in (False, True))
        assert here[0] == there[0], (question, here, there)
        if here[0] > 1:
            assert here == there


def plain(text, names):
    """A page without what no two runs share: ids, who called, ages, and the white space that they take."""
    for name, word in names.items():
        text = text.replace(name, word).replace(name[-8:], word)
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d|\d\d:\d\d:\d\d", "TIME", text)
    text = re.sub(r"\b\d+(\.\d+)?(ms|s|m)\b|\d+:\d\d\.\d+", "AGE", text)
    text = re.sub(r"AGE( AGE)+", "AGE", text)
    text = re.sub(r"\(now\)|\(AGE ago\)", "AGO", text)
    text = re.sub(r"operator:\S+@[\w.-]+|token:\w+", "CALLER", text)
    # A worker's report over a server is its token's, and says so.
    text = re.sub(r"\s*\(CALLER\)", "", text)
    text = re.sub(r"(?m)^session .*\n", "", text)
    return re.sub(r"[ ─━▒]+", " ", text)


def story(site, served):
    """What a person and a worker do with a mission or two, told page by page."""
    told, names = [], {}

    def do(*words):
        code, out, err = page(site, words, served)
        told.append((words[0], code, out, err))
        return out

    do("dispatch", "--vp", "vp.coder.primary", "--objective", "build a bridge", "--idempotency-key", "k")
    first = re.search(r"vp-mission-\w+", told[0][2])[0]
    names[first] = "FIRST"
    do("dispatch", "--vp", "vp.coder.primary", "--objective", "build a bridge", "--idempotency-key", "k")
    do("work", "claim", "--vp", "vp.coder.primary", "--worker-id", "w")
    token = ["--worker-id", "w", "--attempt", "1"]
    do("work", "start", first, *token)
    do("work", "progress", first, *token, "--summary", "half", "--percent", "50")
    do("work", "block", first, *token, "--question", "Which colour?", "--options", "red", "--options", "blue")
    do("wait", first)
    do("get", first)
    do("answer", first, "red")
    do("annotate", first, "--note", "so far so good")
    do("escalate", first, "--summary", "odd", "--why", "taste")
    do("cancel", first, "--reason", "enough")
    do("work", "fail", first, *token, "--error", "no luck")
    do("why", first)
    do("retry", first)
    second = re.search(r"vp-mission-\w+", told[-1][2])[0]
    names[second] = "SECOND"
    do("ack", first, second, "--yes")
    do("cancel", second, first)
    do("cancel", second, first, "--yes")
    do("timeline", first)
    do("pause", "vp.coder.primary", "--reason", "lunch")
    do("resume", "vp.coder.primary")
    return [(word, code, plain(out, names), plain(err, names)) for word, code, out, err in told]


def test_a_whole_story_reads_alike_from_either_side():
    told = []
    for served in (False, True):
        site = Site()
        told.append(story(site, served))
        site.close()
    here, there = told
    for mine, theirs in zip(here, there):
        assert mine == theirs


def test_a_followed_log_ends_with_its_limit_and_outlives_the_server(site):
    place = ["--server", f"http://{site.address.netloc}", "--token-file", site.home + "/token"]
    words = [PROGRAM, "log", "--follow", "--tail", "0", "--limit", "2", "--type", "vp.mission.dispatched", "--json"]
    follower = subprocess.Popen([*words, *place], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(1)

    def dispatch(objective):
        return site.api("POST", "/api/v1/missions", {"vp_id": GENERAL, "objective": objective})[1]["mission_id"]

    first = dispatch("before the restart")
    port = site.address.port
    site.stop()
    site.start(port)
    second = dispatch("after the restart")
    out, err = follower.communicate(timeout=60)
    assert [json.loads(line)["payload"]["mission_id"] for line in out.splitlines()] == [first, second]
    assert follower.returncode == 0 and "again" in err


def test_a_wait_outlives_the_server(site):
    mission = site.api("POST", "/api/v1/missions", {"vp_id": "vp.coder.primary", "objective": "be patient"})[1]["mission_id"]
    place = ["--server", f"http://{site.address.netloc}", "--token-file", site.home + "/token"]
    words = [PROGRAM, "wait", mission, "--timeout", "50", *place]
    waiter = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(1)
    port = site.address.port
    site.stop()
    site.start(port)
    site.api("POST", f"/api/v1/missions/{mission}/cancel", {})
    out, err = waiter.communicate(timeout=60)
    assert waiter.returncode == 2 and "cancelled" in out and "trying again" in err, (out, err)
    site.stop()
    gone = subprocess.run(words, capture_output=True, text=True, timeout=20, check=False)
    assert gone.returncode == 75 and "is away" in gone.stderr
    site.start(port)


def test_a_watched_page_is_shown_again_when_the_log_moves(site):
    place = ["--server", f"http://{site.address.netloc}", "--token-file", site.home + "/token"]
    for words in (["list", "--limit", "1", "--watch"], ["status", "--watch"]):
        watch = subprocess.Popen([PROGRAM, *words, *place, "--json"], stdout=subprocess.PIPE, text=True)
        before = json.loads(watch.stdout.readline())
        mission = site.api("POST", "/api/v1/missions", {"vp_id": GENERAL, "objective": "seen"})[1]["mission_id"]
        after = json.loads(watch.stdout.readline())
        if words[0] == "list":
            assert after["missions"][0]["mission_id"] == mission
        else:
            assert after["totals"]["queued"] == before["totals"]["queued"] + 1
        watch.terminate()
        watch.wait()
