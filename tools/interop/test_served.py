"""The command line with `--server` against the same commands on the home that is served: the same objects and pages, the
same exits."""

import glob
import http.server
import json
import os
import re
import subprocess
import threading
import time

import pytest
from served import NOBODY, page, run
from serving import GENERAL, PROGRAM, Server
from wire import eventually

# What is measured anew by each call; a plan names who made it, and when.
MOMENTARY = {"now", "since", "until", "waited_seconds", "waiting_seconds", "oldest_waiting_seconds", "value", "plan"}


def steady(value):
    if isinstance(value, dict):
        return {name: steady(part) for name, part in value.items() if name not in MOMENTARY}
    return [steady(part) for part in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def server():
    with Server() as server:
        for objective, command in ("good", "echo hello > out.txt"), ("bad", "exit 3"):
            server.run(objective, "sh", "-c", command)
        for objective in ("waits", "waits too"):
            server.queue(objective, source_session_id="s")
        yield server


@pytest.fixture(scope="module")
def ids(server):
    missions = server.ask("GET", "/api/v1/missions?sort=oldest")[1]["missions"]
    return {mission["objective"]: mission["mission_id"] for mission in missions}


@pytest.mark.parametrize("words", [
    "list", "list --sort oldest", "list --sort updated --limit 2", "list --status failed", "list --grep waits",
    "get good", "get bad --events 2", "status", "vps", "sessions", "why bad", "why good", "feed", "feed s",
    "artifacts good", "artifacts good --path out.txt", "stats --window 1h", "stats --window 1h --check",
    "wait good", "wait bad", "wait good bad", "wait good waits --mode any", "wait good waits --timeout 0.1",
    "cancel waits bad --dry-run", "retry bad --dry-run", "ack bad --dry-run", "reconcile --dry-run",
    "get nobody", "get no-such", "list --status nonsense", "wait good nobody", "retry good",
])
def test_a_question_is_answered_alike(server, ids, words):
    words = [{**ids, "nobody": NOBODY}.get(word, word) for word in words.split()]
    here, there = run(server, words, False), run(server, words, True)
    assert here[0] == there[0], (here, there)
    if words[0] == "feed":
        # A command may acknowledge what it reads; the route that reads can't.
        for answer in here[1], there[1]:
            answer.pop("hint", None)
    assert steady(here[1]) == steady(there[1])


def test_several_missions_are_answered_as_one_object(server, ids):
    words = ["ack", "--yes", ids["bad"], NOBODY]
    here, there = run(server, words, False), run(server, words, True)
    assert here[0] == there[0] == 66
    assert [part["ok"] for part in there[1]["results"]] == [part["ok"] for part in here[1]["results"]] == [True, False]


def test_a_plan_is_made_and_applied_over_the_server(server, tmp_path):
    plan = str(tmp_path / "plan.json")
    code, answer = run(server, ["reconcile", "--plan", plan], True)
    assert code == 0 and answer["dry_run"]
    # A plan made there is taken here, and the other way round.
    for served in (True, False):
        assert run(server, ["reconcile", "--apply", plan], served)[0] == 0
    run(server, ["reconcile", "--plan", plan], False)
    assert run(server, ["reconcile", "--apply", plan], True)[0] == 0
    assert run(server, ["reconcile", "--observe", "0.1"], True)[0] == 0


def test_a_statement_that_nobody_waits_for_any_more_is_stopped(server):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    asking = subprocess.Popen([PROGRAM, "sql", endless, *server.place], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def spent():
        return sum(int(ticks) for ticks in open(f"/proc/{server.process.pid}/stat").read().rsplit(")")[1].split()[11:13])

    def is_busy():
        before = spent()
        time.sleep(0.5)
        return spent() - before > 10

    eventually(is_busy)
    asking.kill()
    asking.wait()
    eventually(lambda: not is_busy())


def test_a_run_works_here_and_is_recorded_there(tmp_path):
    with Server() as server:
        elsewhere = ["--home", str(tmp_path / "elsewhere")]
        words = ["run", "--vp", GENERAL, "--objective", "say hello", *elsewhere, "--json", "--", "sh", "-c"]
        dashes = words.index("--")

        def served(command, *more):
            done = subprocess.run(
                [PROGRAM, *words[:dashes], *server.place, *more, *words[dashes:], command],
                capture_output=True, text=True, timeout=60, check=False)
            return done.returncode, json.loads(done.stdout), done.stderr

        code, answer, err = served("echo hello > out.txt")
        assert code == 0, (answer, err)
        assert answer["mission"]["effective_status"] == "completed"
        assert "out.txt" in [file["path"] for file in answer["artifacts"]]
        stored = server.ask("GET", "/api/v1/missions/" + answer["mission"]["mission_id"])[1]
        assert stored["mission"]["status"] == "completed"
        assert not glob.glob(str(tmp_path / "elsewhere/*.db"))
        code, answer, _ = served("exit 3")
        assert code == 1 and answer["mission"]["failure_mode"] == "subprocess_crash"
        # A mission that was dispatched before under the key is told as it ended, and not executed again.
        code, first, _ = served("echo once >> count.txt", "--idempotency-key", "k")
        again, second, _ = served("echo twice >> count.txt", "--idempotency-key", "k")
        assert code == again == 0 and first["mission"]["mission_id"] == second["mission"]["mission_id"]
        # Others that wait are left alone.
        waiting = server.queue("waits", priority=999)
        code, answer, err = served("echo fine")
        assert code == 0, (answer, err)
        assert server.ask("GET", "/api/v1/missions/" + waiting)[1]["mission"]["status"] == "queued"


class Going(http.server.BaseHTTPRequestHandler):
    """Stands before a server, and after each new command turns away the first look at a mission, as one that is going does."""

    protocol_version = "HTTP/1.1"
    turned_away = 0
    is_going = False
    commands = set()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.pass_on(body)
        if (self.path, body) not in self.commands:
            self.commands.add((self.path, body))
            type(self).is_going = True

    def do_GET(self):
        # How a mission is looked at: by all of its events, and as the answer shows it.
        if type(self).is_going and ("events?after=0" in self.path or "events=0" in self.path):
            type(self).is_going = False
            type(self).turned_away += 1
            error = {"code": "unavailable", "message": "the server is stopping", "retryable": True}
            self.say(503, json.dumps({"ok": False, "error": error}).encode())
        else:
            self.pass_on(None)

    def pass_on(self, body):
        names = ("Authorization", "Content-Type", "Idempotency-Key")
        headers = {name: self.headers[name] for name in names if name in self.headers}
        answer = self.server.served.send(self.command, self.path, body, headers)
        self.say(answer.status, answer.read())

    def say(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


def test_a_run_looks_again_at_its_mission_while_the_server_comes_and_goes(server):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Going) as going:
        going.served = server
        threading.Thread(target=going.serve_forever, daemon=True).start()
        done = subprocess.run(
            [PROGRAM, "run", "--server", f"http://127.0.0.1:{going.server_port}", "--token-file", server.token_file,
             "--vp", GENERAL, "--objective", "stays", "--json", "--", "echo", "hello"],
            env={**os.environ, "MISSIONLOG_HOME": str(server.folder / "here")},
            capture_output=True, text=True, timeout=60, check=False)
        going.shutdown()
    assert Going.turned_away > 1
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["mission"]["status"] == "completed"


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


def story(server, served):
    """What a person and a worker do with a mission or two, told page by page."""
    told, names = [], {}

    def do(*words):
        code, out, err = page(server, words, served)
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
        with Server() as server:
            told.append(story(server, served))
    here, there = told
    for mine, theirs in zip(here, there):
        assert mine == theirs


def test_a_followed_log_ends_with_its_limit_and_outlives_the_server(server):
    words = [PROGRAM, "log", "--follow", "--tail", "1", "--limit", "3", "--type", "vp.mission.dispatched", "--json"]
    server.queue("before the follower")
    follower = subprocess.Popen([*words, *server.place], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert follower.stdout.readline()  # from here on it follows
    first = server.queue("before the restart")
    server.stop()
    server.start()
    second = server.queue("after the restart")
    out, err = follower.communicate(timeout=60)
    assert [json.loads(line)["payload"]["mission_id"] for line in out.splitlines()] == [first, second]
    assert follower.returncode == 0 and "again" in err


def figure(server, sample):
    """The metric of the server whose line begins so; 0 where there is none."""
    page = server.send("GET", "/metrics", headers={"Connection": "close"}).read().decode()
    return sum(float(line.split(" ")[-1]) for line in page.splitlines() if line.startswith(sample))


def test_a_wait_outlives_the_server(server):
    mission = server.queue("be patient", vp_id="vp.coder.primary")
    words = [PROGRAM, "wait", mission, "--timeout", "50", *server.place]
    resolved = 'missionlog_http_requests_total{method="GET",route="/api/v1/mission-id"'
    before = figure(server, resolved)
    waiter = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    # It has asked which mission is meant, and keeps another connection beside that of the metrics.
    eventually(lambda: figure(server, resolved) > before and figure(server, "missionlog_http_connections") > 1)
    server.stop()
    server.start()
    server.ask("POST", f"/api/v1/missions/{mission}/cancel", {})
    out, err = waiter.communicate(timeout=60)
    assert waiter.returncode == 2 and "cancelled" in out and "trying again" in err, (out, err)
    server.stop()
    gone = subprocess.run(words, capture_output=True, text=True, timeout=20, check=False)
    assert gone.returncode == 75 and "is away" in gone.stderr
    server.start()


def test_a_watched_page_is_shown_again_when_the_log_moves(server):
    for words in (["list", "--limit", "1", "--watch"], ["status", "--watch"]):
        watch = subprocess.Popen([PROGRAM, *words, *server.place, "--json"], stdout=subprocess.PIPE, text=True)
        before = json.loads(watch.stdout.readline())
        mission = server.queue("seen")
        after = json.loads(watch.stdout.readline())
        if words[0] == "list":
            assert after["missions"][0]["mission_id"] == mission
        else:
            assert after["totals"]["queued"] == before["totals"]["queued"] + 1
        watch.terminate()
        watch.wait()
