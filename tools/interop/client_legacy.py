"""The reference client of the revisions with a handshake (mcp 1.30), through a mission's whole life."""

import tempfile

import anyio
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from serving import PROGRAM
from story import live


async def main():
    with tempfile.TemporaryDirectory() as folder:
        parameters = StdioServerParameters(
            command=PROGRAM, args=["mcp", "--worker-tools", "--home", folder + "/home"]
        )
        async with stdio_client(parameters) as streams, ClientSession(*streams) as session:
            hello = await session.initialize()
            assert hello.protocolVersion == "2025-11-25", hello
            await session.send_ping()
            assert len((await session.list_tools()).tools) == 22
            assert (await session.get_prompt("vp-orchestration")).messages

            async def call(tool, arguments):
                result = await session.call_tool(tool, arguments)
                return result.model_dump(by_alias=True)

            await anyio.to_thread.run_sync(
                lambda: list(live(lambda *step: anyio.from_thread.run(call, *step)))
            )
    print("mcp 1.30: a mission's life")


anyio.run(main)
