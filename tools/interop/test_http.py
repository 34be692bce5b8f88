"""The protocol over HTTP, on a real socket: one test for each demand, then the reference client."""

import json
import subprocess
import threading

import anyio
import httpx2
import pytest
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types.methods import validate_server_result

from serving import GENERAL, PROGRAM, Server, command
from wire import LEGACY, META, MODERN

HELP = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, timeout=60, check=True).stdout
if "\n  serve " not in HELP:
    pytest.skip("this program was built without HTTP", allow_module_level=True)


@pytest.fixture(scope="module")
def server():
    with Server() as server:
        yield server


def send(server, body, headers=None, method="POST"):
    """Sends bytes as a client that takes either form of an answer, and returns the response."""
    return server.send(method, "/mcp", body, {"Accept": "application/json, text/event-stream", **(headers or {})})


def post(server, message, headers=None):
    """Posts a message, and returns the status and the object that came back, if any."""
    response = send(server, json.dumps(message).encode(), headers)
    body = response.read()
    return response.status, json.loads(body) if body else None


def modern(method, params=None, name=1, meta=META):
    return {"jsonrpc": "2.0", "id": name, "method": method, "params": {**(params or {}), "_meta": meta}}


def mirrored(message):
    headers = {"MCP-Protocol-Version": MODERN, "Mcp-Method": message["method"]}
    if "name" in message["params"]:
        headers["Mcp-Name"] = message["params"]["name"]
    return headers


def test_a_request_is_answered_by_one_object(server):
    for method, params in [
        ("server/discover", {}), ("tools/list", {}), ("prompts/get", {"name": "vp-orchestration"}),
        ("tools/call", {"name": "vp_list_vps", "arguments": {}}),
    ]:
        message = modern(method, params)
        status, answer = post(server, message, mirrored(message))
        assert status == 200 and answer["id"] == 1
        validate_server_result(method, MODERN, answer["result"])


@pytest.mark.parametrize("header", ["MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"])
@pytest.mark.parametrize("value", [None, "other", "=?base64?****?="])
def test_headers_must_match_the_body(server, header, value):
    message = modern("tools/call", {"name": "vp_list_vps", "arguments": {}})
    status, answer = post(server, message, {**mirrored(message), header: value})
    assert status == 400 and answer["error"]["code"] == -32020


def test_a_name_may_come_in_base64(server):
    message = modern("tools/call", {"name": "vp_list_vps", "arguments": {}})
    status, _ = post(server, message, {**mirrored(message), "Mcp-Name": "=?base64?dnBfbGlzdF92cHM=?="})
    assert status == 200


def test_an_unspoken_version_is_refused(server):
    meta = {**META, "io.modelcontextprotocol/protocolVersion": "1900-01-01"}
    message = modern("tools/list", meta=meta)
    status, answer = post(server, message, {**mirrored(message), "MCP-Protocol-Version": "1900-01-01"})
    assert status == 400 and answer["error"]["code"] == -32022


def test_a_request_without_what_it_must_say_is_refused(server):
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    status, answer = post(server, message, mirrored(message))
    assert status == 400 and answer["error"]["code"] == -32602


def test_an_unknown_method_is_not_found(server):
    message = modern("no/such")
    status, answer = post(server, message, mirrored(message))
    assert status == 404 and answer["error"]["code"] == -32601


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_only_posts_are_taken(server, method):
    assert send(server, None, method=method).status == 405


@pytest.mark.parametrize("body, code", [(b"{", -32700), (b"[]", -32600), (b"\xff", -32700)])
def test_what_is_no_message_is_refused(server, body, code):
    response = send(server, body)
    assert response.status == 400 and json.loads(response.read())["error"]["code"] == code


def test_a_notification_is_taken_without_a_word(server):
    status, answer = post(server, {"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert status == 202 and answer is None


def test_no_token_no_answer(server):
    message = modern("tools/list")
    status, _ = post(server, message, {**mirrored(message), "Authorization": None})
    assert status == 401
    status, _ = post(server, message, {**mirrored(message), "Origin": "http://evil.example"})
    assert status == 403
    status, _ = post(server, message, {**mirrored(message), "Host": "evil.example"})
    assert status == 421


@pytest.mark.parametrize("version", LEGACY)
def test_a_handshake_needs_no_session(server, version):
    hello = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {
            "protocolVersion": version, "capabilities": {},
            "clientInfo": {"name": "interop", "version": "1"},
        },
    }
    response = send(server, json.dumps(hello).encode())
    assert response.getheader("Mcp-Session-Id") is None
    assert json.loads(response.read())["result"]["protocolVersion"] == version
    for headers in ({"MCP-Protocol-Version": version}, {}):
        status, answer = post(server, {"jsonrpc": "2.0", "id": 2, "method": "tools/list"}, headers)
        assert status == 200
        validate_server_result("tools/list", version, answer["result"])


@pytest.mark.parametrize("header", ["2025-03-26", None])
def test_a_batch_is_answered_together_where_the_revision_knows_it(server, header):
    ping, told = {"jsonrpc": "2.0", "method": "ping"}, {"jsonrpc": "2.0", "method": "notifications/initialized"}
    headers = {"MCP-Protocol-Version": header}
    status, answers = post(server, [{**ping, "id": 1}, told, {**ping, "id": "b", "method": "no/such"}], headers)
    assert status == 200
    assert {answer["id"]: "error" in answer for answer in answers} == {1: False, "b": True}
    assert post(server, [told, told], headers) == (202, None)
    streamed = send(server, json.dumps([{**ping, "id": 1}]).encode(), {**headers, "Accept": "text/event-stream"})
    data = streamed.read().decode().splitlines()[1]
    assert json.loads(data.removeprefix("data: ")) == [{"jsonrpc": "2.0", "id": 1, "result": {}}]


@pytest.mark.parametrize("version", [MODERN, "2025-11-25", "2025-06-18"])
def test_no_other_revision_takes_a_batch(server, version):
    message = modern("tools/list")
    status, answer = post(server, [message], {**mirrored(message), "MCP-Protocol-Version": version})
    assert status == 400 and answer["error"]["code"] == -32600


def test_leaving_a_wait_leaves_the_mission_alone(server):
    dispatched = command(server.home, "dispatch", "--vp", GENERAL, "--objective", "x")
    mission = dispatched["mission_id"]
    message = modern("tools/call", {"name": "vp_wait_mission", "arguments": {"mission_id": mission}})
    response = send(server, json.dumps(message).encode(), mirrored(message))
    assert response.getheader("Content-Type").startswith("text/event-stream")
    response.close()
    assert command(server.home, "get", mission)["mission"]["status"] == "queued"


def test_progress_comes_before_the_answer(server):
    dispatched = command(server.home, "dispatch", "--vp", GENERAL, "--objective", "y")
    mission = dispatched["mission_id"]
    params = {"name": "vp_wait_mission", "arguments": {"mission_id": mission}}
    message = modern("tools/call", params, meta={**META, "progressToken": "tok"})
    response = send(server, json.dumps(message).encode(), mirrored(message))
    threading.Timer(1, command, [server.home, "cancel", mission]).start()
    lines = response.read().decode().splitlines()
    events = [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
    assert events[0]["method"] == "notifications/progress"
    assert events[-1]["result"]["structuredContent"]["mission"]["status"] == "cancelled"


def test_an_admin_may_do_a_workers_work_with_tools_that_are_not_listed(server):
    command(server.home, "dispatch", "--vp", "vp.coder.primary", "--objective", "z")
    claim = {"name": "vp_claim_mission", "arguments": {"vp_id": "vp.coder.primary", "worker_id": "w1"}}
    message = modern("tools/list")
    _, listed = post(server, message, mirrored(message))
    assert claim["name"] not in {tool["name"] for tool in listed["result"]["tools"]}
    message = modern("tools/call", claim)
    _, claimed = post(server, message, mirrored(message))
    assert claimed["result"]["structuredContent"]["mission"]["attempt"] == 1


@pytest.mark.parametrize("mode, version", [("auto", MODERN), ("legacy", "2025-11-25"), (MODERN, MODERN)])
def test_the_reference_client(server, mode, version):
    async def run():
        headers = {"Authorization": f"Bearer {server.token}"}
        url = server.url + "/mcp"
        async with httpx2.AsyncClient(headers=headers, timeout=60) as web:
            async with Client(streamable_http_client(url, http_client=web), mode=mode) as client:
                assert client.protocol_version == version
                assert len((await client.list_tools()).tools) == 12
                answer = await client.call_tool(
                    "vp_dispatch_mission", {"vp_id": GENERAL, "objective": f"over http, {mode}"}
                )
                mission = answer.structured_content["mission_id"]
                waited = await client.call_tool(
                    "vp_wait_mission", {"mission_id": mission, "timeout_seconds": 1}
                )
                assert waited.structured_content["timed_out"]

    anyio.run(run)
