"""Every tool's answers against its own schema, and every message against the protocol's types."""

import sqlite3

import jsonschema
import pytest
from mcp_types.methods import parse_server_notification, validate_server_result

from serving import GENERAL, command
from story import live
from wire import LEGACY, META, MODERN, PipedServer


@pytest.fixture(scope="module")
def told():
    """A mission's life, told once: the tools as listed, and each tool's results."""
    with PipedServer("--worker-tools") as server:
        tools = {tool["name"]: tool for tool in server.ask("tools/list")["result"]["tools"]}
        results = list(live(lambda name, arguments: server.call(name, arguments)))
        yield tools, results


def test_every_tool_answered(told):
    tools, results = told
    # Only a finished workspace has artifacts; they have a test of their own.
    assert {name for name, _ in results} | {"vp_read_result_artifacts"} == set(tools)


def test_answers_keep_to_their_schemas(told):
    tools, results = told
    for name, result in results:
        validator = jsonschema.Draft202012Validator(tools[name]["outputSchema"])
        errors = [error.message for error in validator.iter_errors(result["structuredContent"])]
        assert not errors, (name, errors)


def test_schemas_are_schemas(told):
    tools, _ = told
    for tool in tools.values():
        for key in ("inputSchema", "outputSchema"):
            jsonschema.Draft202012Validator.check_schema(tool[key])
            assert tool[key]["type"] == "object" and tool[key]["additionalProperties"] is False
            assert not {"oneOf", "anyOf", "allOf"} & set(tool[key])
        for name, schema in tool["inputSchema"]["properties"].items():
            assert schema["description"], (tool["name"], name)


def test_answers_stay_short(told):
    for name, result in told[1]:
        assert len(result["content"][0]["text"].encode()) < 20_000, name


def test_artifacts_of_a_real_worker(tmp_path):
    home = str(tmp_path / "home")
    work = ["--", "sh", "-c", "echo hello > page.md"]
    run = command(home, "run", "--vp", GENERAL, "--objective", "Write", more=work)
    mission = run["mission"]["mission_id"]
    with PipedServer(home=home) as server:
        listed = server.ask("tools/list")["result"]["tools"]
        tool = next(tool for tool in listed if tool["name"] == "vp_read_result_artifacts")
        for more in ({}, {"path": "page.md"}, {"path": "page.md", "offset": -3}):
            result = server.call(tool["name"], {"mission_id": mission, **more})
            assert not result["isError"], result
            jsonschema.validate(result["structuredContent"], tool["outputSchema"])
        assert result["structuredContent"]["text"] == "lo\n"


def test_imported_missions_keep_to_the_schemas(tmp_path):
    legacy, home = tmp_path / "legacy.db", str(tmp_path / "home")
    with sqlite3.connect(legacy) as file:
        file.execute("CREATE TABLE vp_missions (mission_id TEXT PRIMARY KEY, vp_id TEXT, status TEXT, objective TEXT,"
                     " payload_json TEXT, priority INTEGER, created_at TEXT, started_at TEXT, completed_at TEXT)")
        file.executemany("INSERT INTO vp_missions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [
            ("vp-mission-old00001", GENERAL, "completed", "count", "{}", None, "2025-03-01", "2025-03-01", "2025-03-02"),
            ("vp-mission-old00002", GENERAL, "failed", "", "no json", -5, "2025-03-01", None, "soon"),
            ("vp-mission-old00003", "vp.unknown.old", "running", None, None, 3, None, None, None),
        ])
    file.close()
    command(home, "import", str(legacy))
    with PipedServer(home=home) as server:
        tools = {tool["name"]: tool for tool in server.ask("tools/list")["result"]["tools"]}
        for name in ("vp_get_mission", "vp_get_timeline", "vp_wait_mission"):
            for number in (1, 2, 3):
                more = {"timeout_seconds": 0} if name == "vp_wait_mission" else {}
                result = server.call(name, {"mission_id": f"vp-mission-old0000{number}", **more})
                assert not result["isError"], result
                jsonschema.validate(result["structuredContent"], tools[name]["outputSchema"])
        result = server.call("vp_list_missions", {})
        assert result["structuredContent"]["count"] == 3
        jsonschema.validate(result["structuredContent"], tools["vp_list_missions"]["outputSchema"])


@pytest.mark.parametrize("version", [MODERN, *LEGACY])
def test_results_are_the_protocols(version):
    with PipedServer() as server:
        meta = META if version == MODERN else None
        if version == MODERN:
            result = server.ask("server/discover")["result"]
            validate_server_result("server/discover", version, result)
        else:
            validate_server_result("initialize", version, server.shake(version))
            validate_server_result("ping", version, server.ask("ping", meta=None)["result"])
        for method, params in [
            ("tools/list", {}),
            ("prompts/list", {}),
            ("prompts/get", {"name": "vp-orchestration"}),
            ("tools/call", {"name": "vp_list_vps", "arguments": {}}),
            ("tools/call", {"name": "vp_get_mission", "arguments": {}}),
        ]:
            answer = server.ask(method, params, meta)
            validate_server_result(method, version, answer["result"])


def test_notifications_are_the_protocols():
    with PipedServer() as server:
        mission = server.call("vp_dispatch_mission", {"vp_id": GENERAL, "objective": "x"})
        mission = mission["structuredContent"]["mission_id"]
        arguments = {"mission_id": mission, "until": "change", "timeout_seconds": 5}
        server.call("vp_wait_mission", arguments, {**META, "progressToken": 7})
        told = [message for message in server.seen if "method" in message]
        assert told
        for message in told:
            parse_server_notification(message["method"], MODERN, message["params"])
