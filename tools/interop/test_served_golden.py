"""Homes that hold everything that ledgers can hold, by `--server` and on their own: what is printed is the same to the byte."""

import glob
import os
import re
import shutil
import subprocess

import pytest
from served import NOBODY, page, run
from serving import PROGRAM, Server

ROOT = os.path.dirname(os.path.abspath(__file__)) + "/../.."
RELEASES = sorted(glob.glob(ROOT + "/Fixtures/ledgers/*/home"))


@pytest.fixture(scope="module", params=RELEASES, ids=[path.split("/")[-2] for path in RELEASES])
def golden(request):
    """A served copy of a home that holds everything that ledgers can hold."""
    with Server(ledgers=request.param) as server:
        yield server


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
    questions = [f"step {mission}" for mission in missions] + [f"step {missions[0]} --at 1 --heartbeats"]
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
    for words in (["rebuild", "--check"], ["rebuild", "missions", "--check"], ["rebuild", "no-such", "--check"]):
        for form in ([], ["--json"]):
            assert page(golden, words + form, False) == page(golden, words + form, True)
    assert page(golden, ["rebuild", "missions", "--downgrade"], True)[0] == 0
    here, there = (page(golden, ["projections"], served) for served in (False, True))
    assert [line.split()[:2] for line in here[1].splitlines()] == [line.split()[:2] for line in there[1].splitlines()]
    assert here[2] == there[2] and "parked" in here[2]


def lines(server, words, served):
    """What a command prints that says of itself when it was made."""
    code, out, err = page(server, words, served)
    return code, re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "TIME", out), err


def test_what_proves_and_what_goes_out_is_the_same_to_the_byte(golden, tmp_path):
    roots = page(golden, ["root"], True)[1]
    kept, wrong = tmp_path / "roots", tmp_path / "wrong"
    kept.write_text(roots)
    wrong.write_text(re.sub(r" [0-9a-f]{64} ", " " + "0" * 64 + " ", roots, count=1))
    mission = page(golden, ["list", "-q", "--limit", "1"], True)[1].strip()
    questions = [
        ["root"], ["root", "--ledger", "vp", "--at", "10"], ["root", "--ledger", "no-such"], ["verify"],
        ["verify", "--full"], ["verify", "--against", str(kept)], ["verify", "--against", str(wrong)],
        ["verify", "--against", "/dev/null"], ["bridge", "audit"], ["timeline", mission, "--format", "otlp"],
        ["timeline", mission, "--format", "otlp", "--as-of", "vp:60"], ["timeline", NOBODY, "--format", "otlp"],
        ["export"], ["export", "--ledger", "vp"], ["export", "--mission", mission], ["export", "--ledger", "no-such"],
        ["export", "--format", "otlp", "--mission", mission], ["export", "--format", "otlp", "--ledger", "vp"],
        ["sql", "SELECT status, count(*) AS n, max(priority) FROM missions GROUP BY status"],
        ["sql", "-o", "csv", "SELECT event_id, payload FROM events LIMIT 40"],
        ["sql", "-o", "jsonl", "SELECT mission_id, NULL AS nothing, 1.5 AS some, x'00ff' AS bytes FROM missions"],
        ["sql", "SELECT * FROM vps WHERE 0"], ["sql", "DELETE FROM missions"], ["sql", "SELECT"],
        ["sql", "SELECT event_id FROM events", "--limit", "3"],
    ]
    for words in questions:
        for form in ([], ["--json"]):
            for _ in range(3):  # The server may write between the two: its bridge moves on after a minute.
                here, there = (lines(golden, words + form, served) for served in (False, True))
                if "otlp" in words and "--as-of" not in words:  # What has not ended ends now.
                    here, there = ((code, re.sub(r"\d{19}|\d{8}\.\d+", "MEASURED", out), err) for code, out, err in (here, there))
                if here == there:
                    break
            assert here == there, words + form


def test_an_export_and_a_capsule_of_a_server_are_files_like_any_other(golden, tmp_path):
    mission = page(golden, ["list", "-q", "--limit", "1"], True)[1].strip()
    out = str(tmp_path / "vp.jsonl")
    assert page(golden, ["export", "--ledger", "vp", "--output", out], True)[0] == 0
    proof = subprocess.run(["python3", ROOT + "/tools/verify-export.py", out], capture_output=True, text=True, check=False)
    assert proof.returncode == 0 and proof.stdout.split()[-1] in page(golden, ["root", "--ledger", "vp"], True)[1]
    assert page(golden, ["export", "--ledger", "vp", "--output", out], True)[0] == 64
    missing = str(tmp_path / "none.jsonl")
    assert page(golden, ["export", "--ledger", "no-such", "--output", missing], True)[0] == 66
    assert not os.path.exists(missing)
    capsule = str(tmp_path / "one.capsule")
    code, told, _ = page(golden, ["capsule", mission[-8:], capsule], True)
    assert code == 0 and mission in told
    opened = subprocess.run([PROGRAM, "capsule", "--open", capsule], capture_output=True, text=True, check=False)
    assert opened.returncode == 0 and mission in opened.stdout


def test_a_ledger_that_is_left_out_is_named_over_a_server_too(tmp_path):
    home = str(tmp_path / "home")
    shutil.copytree(RELEASES[0], home)
    with open(home + "/coder_vp_state.db", "wb") as file:
        file.write(b"no ledger" * 1000)
    with Server(ledgers=home) as server:
        for words, wanted in ((["rebuild", "missions", "--check"], 1), (["rebuild", "missions"], 78)):
            code, _, said = page(server, words, True)
            assert code == wanted and "ledger coder" in said, (words, code, said)


def test_every_unique_beginning_or_end_of_an_id_names_its_mission(golden):
    questions = ["get old-comp --as-of vp:60", "get vp-mission-3317 --as-of vp:60", "get 3317 --as-of vp:60"]
    questions += ["get vp-m", "get vp-mission-", "get 33", "get no-such-mission", "get bad/id", "wait 3317 --timeout 0"]
    for question in questions:
        here, there = (page(golden, question.split(), served) for served in (False, True))
        assert here[0] == there[0], (question, here, there)
        if here[0] > 1:
            assert here == there
