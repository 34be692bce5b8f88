"""Reads traces as OTLP/JSON by OpenTelemetry's own types, and checks what they say.

Usage: traces.py FILE COUNT    (a request a line; how many are expected)
"""
import base64
import json
import sys

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

IDS = {"traceId": 16, "spanId": 8, "parentSpanId": 8}


def with_base64_ids(value):
    """OTLP/JSON has ids in hexadecimal where the general mapping of bytes has base64; nothing else differs."""
    if isinstance(value, list):
        return [with_base64_ids(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {}
    for key, item in value.items():
        if key in IDS:
            raw = bytes.fromhex(item)
            assert item == item.lower() and len(raw) == IDS[key] and any(raw), (key, item)
            result[key] = base64.b64encode(raw).decode()
        else:
            result[key] = with_base64_ids(item)
    return result


def attributes(span):
    """A span's attributes by their names."""
    return {item.key: item.value for item in span.attributes}


spans = {}
roots = []
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        request = json_format.Parse(
            json.dumps(with_base64_ids(json.loads(line))), ExportTraceServiceRequest())
        assert len(request.resource_spans) == 1
        resource = {item.key: item.value.string_value for item in request.resource_spans[0].resource.attributes}
        assert resource["service.name"] == "missionlog", resource
        found = list(request.resource_spans[0].scope_spans[0].spans)
        roots.append(found[0])
        for span in found:
            assert span.span_id not in spans, "two spans with one id"
            assert 0 < span.start_time_unix_nano <= span.end_time_unix_nano
            assert span.trace_id == found[0].trace_id
            spans[span.span_id] = span
        for span in found[1:]:
            assert span.parent_span_id in spans, f"{span.name} has no parent"

assert len(roots) == int(sys.argv[2]), len(roots)
for root in roots:
    assert root.name.startswith("invoke_agent "), root.name
    assert attributes(root)["gen_ai.operation.name"].string_value == "invoke_agent"
    assert attributes(root)["gen_ai.agent.id"].string_value.startswith("vp.")
links = [(root, link) for root in roots for link in root.links]
assert len(links) == 1 and links[0][1].span_id in spans, "the retry links to what it retries"
retry = links[0][0]
assert retry.trace_id.hex() == "0af7651916cd43dd8448eb211c80319c", "the caller's trace is honoured"
assert retry.parent_span_id.hex() == "b7ad6b7169203331"
used = [attributes(root).get("missionlog.usage.llm_calls") for root in roots]
assert [value.int_value for value in used if value] == [3], used
