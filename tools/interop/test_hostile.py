"""Lines that are no messages: each gets its error, and the server lives on."""

import pytest

from wire import META, PipedServer

PARSE, INVALID = -32700, -32600

LINES = {
    "no JSON": (b"hello", PARSE),
    "cut off": (b'{"jsonrpc": "2.0"', PARSE),
    "two values": (b"{} {}", PARSE),
    "NUL": (b'{"jsonrpc": "2.0", "id": 1, "method": "pi\0ng"}', PARSE),
    "invalid UTF-8": (b'{"jsonrpc": "2.0", "id": 1, "method": "\xff\xfe"}', PARSE),
    "a byte order mark": (b'\xef\xbb\xbf{"jsonrpc": "2.0", "id": 1, "method": "ping"}', PARSE),
    "UTF-16": ('{"jsonrpc": "2.0", "id": 1}'.encode("utf-16-be"), PARSE),
    "a key twice": (b'{"jsonrpc": "2.0", "id": 1, "id": 2, "method": "ping"}', PARSE),
    "a key twice, escaped": (b'{"jsonrpc": "2.0", "id": 1, "\\u0069d": 2, "method": "ping"}', PARSE),
    "a lone surrogate": (b'{"jsonrpc": "2.0", "id": 1, "method": "\\ud800"}', PARSE),
    "65 deep": (b"[" * 65 + b"]" * 65, PARSE),
    "100,000 deep": (b'{"a":' * 100_000, PARSE),
    "41 digits": (b'{"jsonrpc": "2.0", "id": ' + b"1" * 41 + b', "method": "ping"}', PARSE),
    "1e400": (b'{"jsonrpc": "2.0", "id": 1e400, "method": "ping"}', PARSE),
    "NaN": (b'{"jsonrpc": "2.0", "id": NaN, "method": "ping"}', PARSE),
    "2 MiB and 1": (b'"' + b"x" * (2 << 20) + b'"', INVALID),
    "20 MB": (b"x" * 20_000_000, INVALID),
    "a batch": (b'[{"jsonrpc": "2.0", "id": 1, "method": "ping"}]', INVALID),
    "an empty batch": (b"[]", INVALID),
    "null": (b"null", INVALID),
    "an id that is null": (b'{"jsonrpc": "2.0", "id": null, "method": "ping"}', INVALID),
    "an id with a fraction": (b'{"jsonrpc": "2.0", "id": 1.5, "method": "ping"}', INVALID),
    "an id that is a list": (b'{"jsonrpc": "2.0", "id": [1], "method": "ping"}', INVALID),
    "no version": (b'{"id": 1, "method": "ping"}', INVALID),
    "another version": (b'{"jsonrpc": "1.0", "id": 1, "method": "ping"}', INVALID),
    "no method": (b'{"jsonrpc": "2.0", "id": 1}', INVALID),
    "params that are text": (b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": "x"}', INVALID),
}


@pytest.fixture(scope="module")
def server():
    with PipedServer("--worker-tools") as server:
        yield server


@pytest.mark.parametrize("name", LINES)
def test_a_line_that_is_no_message_gets_its_error(server, name):
    line, code = LINES[name]
    server.raw(line + b"\n")
    answer = server.next()
    assert answer["error"]["code"] == code and answer["error"]["message"]
    assert server.ask("server/discover")["result"]["resultType"] == "complete"


@pytest.mark.parametrize("params", [{}, {"name": 7}, {"name": "vp_get_mission", "arguments": []}])
def test_a_malformed_call_is_a_failure_of_the_protocol(server, params):
    assert server.ask("tools/call", params)["error"]["code"] == -32602


@pytest.mark.parametrize(
    "meta",
    [
        {**META, "io.modelcontextprotocol/protocolVersion": 7},
        {**META, "io.modelcontextprotocol/clientCapabilities": []},
        {**META, "io.modelcontextprotocol/clientInfo": {"name": "x"}},
    ],
)
def test_a_request_that_says_nonsense_of_itself_is_refused(server, meta):
    assert server.ask("tools/list", meta=meta)["error"]["code"] == -32602


@pytest.mark.parametrize(
    "odd", ["../../etc/passwd", "a\nb", "a\0b", "x" * 300, "", " ", "\u202e", "'; DROP TABLE events"]
)
def test_an_id_that_is_none_changes_nothing(server, odd):
    for tool in ("vp_get_mission", "vp_cancel_mission", "vp_get_timeline", "vp_wait_mission"):
        result = server.call(tool, {"mission_id": odd})
        assert result["isError"], (tool, result)


def test_odd_tokens_and_traces_are_no_more_than_odd(server):
    for key, value in [
        ("progressToken", {"a": 1}), ("progressToken", True), ("traceparent", "garbage"),
        ("traceparent", 7), ("claudecode/toolUseId", "x" * 100_000), ("claudecode/toolUseId", "a\nb"),
    ]:
        assert not server.call("vp_list_vps", meta={**META, key: value})["isError"]
