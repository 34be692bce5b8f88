"""The protocol's demands on a server over standard streams, one test each."""

import contextlib
import json
import queue

import pytest

from serving import GENERAL, command
from wire import LEGACY, META, MODERN, PipedServer, eventually


@pytest.fixture()
def server():
    with PipedServer("--worker-tools") as server:
        yield server


def dispatch(server, objective="Wait for it"):
    result = server.call("vp_dispatch_mission", {"vp_id": GENERAL, "objective": objective})
    return result["structuredContent"]["mission_id"]


def test_discover_says_versions_capabilities_and_instructions(server):
    result = server.ask("server/discover")["result"]
    assert MODERN in result["supportedVersions"]
    assert {"tools", "prompts"} <= set(result["capabilities"])
    assert 3 <= len(result["instructions"].splitlines()) <= 8
    assert result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"] == "missionlog"


def test_every_result_has_a_type(server):
    for method in ("server/discover", "tools/list", "prompts/list"):
        assert server.ask(method)["result"]["resultType"] == "complete"
    assert server.call("vp_list_vps")["resultType"] == "complete"


def test_lists_say_how_long_they_keep(server):
    for method in ("server/discover", "tools/list", "prompts/list"):
        result = server.ask(method)["result"]
        assert isinstance(result["ttlMs"], int) and result["ttlMs"] >= 0
        assert result["cacheScope"] in ("public", "private")


@pytest.mark.parametrize("key", ["protocolVersion", "clientCapabilities"])
def test_a_request_without_what_it_must_say_is_refused(server, key):
    meta = {name: value for name, value in META.items() if not name.endswith(key)}
    assert server.ask("tools/list", meta=meta)["error"]["code"] == -32602


def test_an_unspoken_version_is_told_which_are_spoken(server):
    meta = {**META, "io.modelcontextprotocol/protocolVersion": "1900-01-01"}
    error = server.ask("tools/list", meta=meta)["error"]
    assert error["code"] == -32022
    assert MODERN in error["data"]["supported"] and error["data"]["requested"] == "1900-01-01"


def test_nothing_is_taken_from_earlier_requests(server):
    server.ask("server/discover")
    assert server.ask("tools/list", meta=None)["error"]["code"] == -32602


@pytest.mark.parametrize("version", LEGACY)
def test_a_handshake_echoes_its_version(server, version):
    result = server.shake(version)
    assert result["protocolVersion"] == version
    assert result["serverInfo"]["name"] == "missionlog" and result["instructions"]
    assert server.ask("ping", meta=None)["result"] == {}
    assert server.ask("tools/list", meta=None)["result"]["tools"]


@pytest.mark.parametrize("version", ["2024-11-05", "1.0", "2030-01-01"])
def test_a_handshake_for_another_version_is_offered_one(server, version):
    assert server.shake(version)["protocolVersion"] == "2025-11-25"


def test_both_eras_are_served_by_one_process(server):
    server.shake("2025-06-18")
    assert "resultType" not in server.ask("tools/list", meta=None)["result"]
    assert server.ask("tools/list")["result"]["resultType"] == "complete"


def test_ids_come_back_as_they_were(server):
    for name in ("text", 0, 7, -1, 2**53):
        server.send({"jsonrpc": "2.0", "id": name, "method": "ping"})
        answer = server.answer(name)
        assert type(answer["id"]) is type(name)


def test_a_notification_is_never_answered(server):
    for method in ("notifications/initialized", "notifications/cancelled", "no/such"):
        server.send({"jsonrpc": "2.0", "method": method, "params": {"requestId": "none"}})
    server.ask("server/discover", name="after")
    assert [message["id"] for message in server.seen] == ["after"]


@pytest.mark.parametrize("meta", [META, None])
def test_an_unknown_method_is_answered_at_once(server, meta):
    assert server.ask("no/such", meta=meta)["error"]["code"] == -32601


def test_an_unknown_tool_is_a_failure_of_the_protocol(server):
    answer = server.ask("tools/call", {"name": "vp_no_such", "arguments": {}})
    assert answer["error"]["code"] == -32602


def test_an_unknown_prompt_is_a_failure_of_the_protocol(server):
    assert server.ask("prompts/get", {"name": "none"})["error"]["code"] == -32602


def test_an_unknown_cursor_is_refused(server):
    assert server.ask("tools/list", {"cursor": "x"})["error"]["code"] == -32602


@pytest.mark.parametrize(
    "tool, arguments, code",
    [
        ("vp_get_mission", {}, "validation_error"),
        ("vp_get_mission", {"mission_id": "none"}, "not_found"),
        ("vp_list_missions", {"limit": 0}, "validation_error"),
        ("vp_dispatch_mission", {"vp_id": GENERAL, "objective": "x", "priorty": 1}, "validation_error"),
        ("vp_dispatch_mission", {"vp_id": "vp.nobody", "objective": "x"}, "validation_error"),
    ],
)
def test_what_a_model_can_mend_is_a_result(server, tool, arguments, code):
    result = server.call(tool, arguments)
    assert result["isError"] is True
    said = json.loads(result["content"][0]["text"])
    assert said["error"]["code"] == code and said["error"]["message"] and said["hint"]


def test_data_is_repeated_as_text(server):
    result = server.call("vp_list_vps")
    assert json.loads(result["content"][0]["text"]) == result["structuredContent"]


def test_the_order_of_tools_stays(server):
    lists = [[tool["name"] for tool in server.ask("tools/list")["result"]["tools"]] for _ in range(2)]
    assert lists[0] == lists[1]


def test_a_tool_says_what_it_does_to_the_world(server):
    for tool in server.ask("tools/list")["result"]["tools"]:
        hints = tool["annotations"]
        assert hints["openWorldHint"] is False
        for hint in ("readOnlyHint", "destructiveHint", "idempotentHint"):
            assert isinstance(hints[hint], bool)
        early = tool.get("_meta", {}).get("anthropic/alwaysLoad", False)
        assert early == (
            tool["name"] in ("vp_dispatch_mission", "vp_wait_mission", "vp_read_result_artifacts")
        )


def test_a_wait_holds_nobody_up(server):
    mission = dispatch(server)
    params = {"name": "vp_wait_mission", "arguments": {"mission_id": mission}, "_meta": META}
    server.send({"jsonrpc": "2.0", "id": "wait", "method": "tools/call", "params": params})
    server.ask("tools/list", name="list")
    assert "wait" not in [message.get("id") for message in server.seen]


def test_progress_grows_and_ends_before_the_answer(server):
    mission = dispatch(server)
    arguments = {"mission_id": mission, "until": "terminal"}
    params = {
        "name": "vp_wait_mission", "arguments": arguments, "_meta": {**META, "progressToken": "tok"},
    }
    server.send({"jsonrpc": "2.0", "id": "wait", "method": "tools/call", "params": params})
    claim = command(server.home, "work", "claim", "--vp", GENERAL, "--worker-id", "w1")
    token = [claim["mission"]["mission_id"], "--worker-id", "w1", "--attempt", "1"]

    def tells():  # a wait has begun once it does
        command(server.home, "work", "progress", *token, "--summary", "half")
        with contextlib.suppress(queue.Empty):
            return server.next(timeout=0.2) is not None
        return False

    eventually(tells)
    command(server.home, "work", "complete", *token, "--message", "done")
    result = server.answer("wait")["result"]
    assert result["structuredContent"]["mission"]["status"] == "completed"
    told = [message["params"] for message in server.seen if message.get("method")]
    assert told and all(params["progressToken"] == "tok" for params in told)
    numbers = [params["progress"] for params in told]
    assert numbers == sorted(set(numbers))
    assert any("half" in params["message"] for params in told)
    assert "wait" == server.seen[-1]["id"]


def test_no_progress_without_a_token(server):
    mission = dispatch(server)
    server.call("vp_wait_mission", {"mission_id": mission, "until": "change"})
    assert not [message for message in server.seen if "method" in message]


def test_a_cancelled_request_is_heard_of_no_more(server):
    mission = dispatch(server)
    params = {"name": "vp_wait_mission", "arguments": {"mission_id": mission}, "_meta": META}
    server.send({"jsonrpc": "2.0", "id": "wait", "method": "tools/call", "params": params})
    cancel = {"requestId": "wait", "reason": "enough"}
    server.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": cancel})
    result = server.call("vp_get_mission", {"mission_id": mission})
    assert result["structuredContent"]["mission"]["status"] == "queued"
    code, rest = server.end()
    assert code == 0 and rest == []
    assert "wait" not in [message.get("id") for message in server.seen]


def test_a_cancellation_of_nothing_is_ignored(server):
    for params in ({"requestId": "none"}, {}, {"requestId": {}}):
        server.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params})
    assert server.ask("server/discover")["result"]


def test_a_subscription_is_acknowledged_first_and_closed_at_the_end(server):
    params = {"notifications": {"toolsListChanged": True}, "_meta": META}
    server.send({"jsonrpc": "2.0", "id": 5, "method": "subscriptions/listen", "params": params})
    told = server.next()
    assert told["method"] == "notifications/subscriptions/acknowledged"
    assert told["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"] == 5
    assert told["params"]["notifications"] == {}
    code, rest = server.end()
    assert code == 0 and [message["id"] for message in rest] == [5]


def test_the_end_of_input_is_the_end(server):
    mission = dispatch(server)
    params = {"name": "vp_wait_mission", "arguments": {"mission_id": mission}, "_meta": META}
    server.send({"jsonrpc": "2.0", "id": "wait", "method": "tools/call", "params": params})
    code, rest = server.end()
    assert code == 0
    assert rest[-1]["result"]["structuredContent"]["timed_out"] is True


def test_a_tool_use_is_its_own_key(server):
    meta = {**META, "claudecode/toolUseId": "toolu_1"}
    answers = [
        server.call("vp_dispatch_mission", {"vp_id": GENERAL, "objective": "once"}, meta)
        for _ in range(2)
    ]
    first, second = (answer["structuredContent"] for answer in answers)
    assert first["mission_id"] == second["mission_id"]
    assert (first["replayed"], second["replayed"]) == (False, True)


def test_the_trace_and_the_tool_use_are_kept(server):
    trace = "0af7651916cd43dd8448eb211c80319c"
    meta = {**META, "traceparent": f"00-{trace}-00f067aa0ba902b7-01", "claudecode/toolUseId": "toolu_2"}
    result = server.call("vp_dispatch_mission", {"vp_id": GENERAL, "objective": "traced"}, meta)
    mission = result["structuredContent"]["mission_id"]
    event = server.call("vp_get_mission", {"mission_id": mission})["structuredContent"]["events"][0]
    assert event["trace_id"] == trace and event["request_id"] == "toolu_2"


def test_only_what_reads_is_served_where_nothing_may_change(tmp_path):
    home = str(tmp_path / "home")
    command(home, "dispatch", "--vp", GENERAL, "--objective", "x")
    with PipedServer("--read-only", home=home) as server:
        tools = server.ask("tools/list")["result"]["tools"]
        assert tools and all(tool["annotations"]["readOnlyHint"] for tool in tools)
        answer = server.ask("tools/call", {"name": "vp_dispatch_mission", "arguments": {}})
        assert answer["error"]["code"] == -32602
        assert server.call("vp_list_missions")["structuredContent"]["count"] == 1


def test_workers_tools_are_served_only_when_asked_for():
    with PipedServer() as server:
        names = {tool["name"] for tool in server.ask("tools/list")["result"]["tools"]}
        assert "vp_claim_mission" not in names and len(names) == 12


def test_many_requests_at_once_are_all_answered(server):
    for number in range(300):
        params = {"name": "vp_list_vps", "arguments": {}, "_meta": META}
        server.send({"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params})
    answered = {server.next()["id"] for _ in range(300)}
    assert answered == set(range(300))


def batch(*methods):
    return [{"jsonrpc": "2.0", "id": index, "method": method} for index, method in enumerate(methods)]


def test_a_batch_is_answered_together_where_the_revision_knows_it(server):
    server.shake("2025-03-26")
    told = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    broken = [7, {"jsonrpc": "2.0", "id": "x", "method": "initialize", "params": {"protocolVersion": "2025-03-26"}}]
    server.raw(json.dumps([told, *batch("ping", "no/such", "tools/list"), *broken]).encode() + b"\n")
    answers = json.loads(server.lines.get(timeout=60))
    found = {answer["id"]: answer.get("error", {}).get("code") for answer in answers}
    assert found == {0: None, 1: -32601, 2: None, None: -32600, "x": -32600}
    # One that only tells is answered by nothing.
    server.raw(json.dumps([told, told]).encode() + b"\n")
    assert server.ask("ping", meta=None)["result"] == {}


def test_the_rest_of_a_batch_waits_for_its_longest(server):
    server.shake("2025-03-26")
    mission = dispatch(server)
    wait = {"name": "vp_wait_mission", "arguments": {"mission_id": mission}}
    both = batch("ping", "tools/call")
    both[1]["params"] = wait
    server.raw(json.dumps(both).encode() + b"\n")
    assert server.ask("ping", meta=None)["result"] == {}
    # Whoever wants the answer no more says so, and gets the others.
    server.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}})
    assert [answer["id"] for answer in json.loads(server.lines.get(timeout=60))] == [0]


@pytest.mark.parametrize("version", ["2025-11-25", "2025-06-18", None])
def test_no_other_revision_takes_a_batch(server, version):
    if version:
        server.shake(version)
    server.raw(json.dumps(batch("ping", "ping")).encode() + b"\n")
    assert server.next()["error"]["code"] == -32600


@pytest.mark.parametrize("size", [0, 101])
def test_a_batch_of_nothing_or_too_much_is_refused(server, size):
    server.shake("2025-03-26")
    server.raw(json.dumps(batch(*["ping"] * size)).encode() + b"\n")
    assert server.next()["error"]["code"] == -32600
