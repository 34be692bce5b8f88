"""The reference client, in each of its modes, through a mission's whole life."""

import sys

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from serving import PROGRAM
from story import live
from wire import MODERN


@pytest.mark.parametrize(
    "mode, version", [("auto", MODERN), ("legacy", "2025-11-25"), (MODERN, MODERN)]
)
def test_a_missions_life(mode, version, tmp_path):
    async def run():
        parameters = StdioServerParameters(
            command=PROGRAM, args=["mcp", "--worker-tools", "--home", str(tmp_path / "home")]
        )
        async with Client(stdio_client(parameters, errlog=sys.stderr), mode=mode) as client:
            assert client.protocol_version == version
            tools = (await client.list_tools()).tools
            assert len(tools) == 22
            prompts = (await client.list_prompts()).prompts
            text = (await client.get_prompt(prompts[0].name)).messages[0].content.text
            assert "vp_dispatch_mission" in text

            async def call(tool, arguments):
                # The client itself validates what comes against the tool's schema.
                result = await client.call_tool(tool, arguments)
                return result.model_dump(by_alias=True)

            await anyio.to_thread.run_sync(
                lambda: list(live(lambda *step: anyio.from_thread.run(call, *step)))
            )
            refused = await client.call_tool("vp_get_mission", {"mission_id": "none"})
            assert refused.is_error and "not_found" in refused.content[0].text

    anyio.run(run)
