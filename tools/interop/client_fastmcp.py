"""FastMCP's client, through a mission's whole life."""

import tempfile

import anyio
from fastmcp import Client
from fastmcp.client.transports import StdioTransport

from serving import PROGRAM
from story import live


async def main():
    with tempfile.TemporaryDirectory() as folder:
        transport = StdioTransport(PROGRAM, ["mcp", "--worker-tools", "--home", folder + "/home"])
        async with Client(transport) as client:
            assert len(await client.list_tools()) == 22
            assert (await client.get_prompt("vp-orchestration")).messages

            async def call(tool, arguments):
                result = await client.call_tool_mcp(tool, arguments)
                return result.model_dump(by_alias=True)

            await anyio.to_thread.run_sync(
                lambda: list(live(lambda *step: anyio.from_thread.run(call, *step)))
            )
            # FastMCP makes Python types of the schemas and reads the answers into them.
            typed = await client.call_tool("vp_list_missions", {"limit": 5})
            assert typed.data.count == 3, typed.data
    print("fastmcp: a mission's life")


anyio.run(main)
