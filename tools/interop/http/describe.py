#!/usr/bin/env python3
"""Holds every answer of a server against its own description (/openapi.json): no 500, and none that is not described.

Usage: describe.py [--examples N]; it needs schemathesis, which `run` beside it installs."""

import argparse
import os
import subprocess
import sys
import tempfile

from server import Server

# A request must not wait for what nobody sends, and the stream of events never ends.
CONFIG = """
[parameters]
"query.wait_seconds" = 0
"query.timeout_seconds" = 0
"body.wait_seconds" = 0
"path.mission_id" = "{mission}"
"path.vp_id" = "vp.general.primary"
"""

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=12)
    options = parser.parse_args()
    with Server() as server:
        server.run("one that completes", "sh", "-c", "echo hello > out.txt")
        server.run("one that fails", "false")
        _, made = server.ask("POST", "/api/v1/missions", {"vp_id": "vp.general.primary", "objective": "wait"})
        program = os.path.join(os.path.dirname(sys.executable), "schemathesis")
        code = 0
        # Once with what is known to be there, so that success is described, once with anything at all.
        for name, config in (("known", CONFIG.format(mission=made["mission_id"])),
                             ("any", CONFIG.split('"path.mission_id"')[0])):
            with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
                file.write(config)
                file.flush()
                print(f"== {name}", flush=True)
                code = code or subprocess.run(
                    [program, "--config-file", file.name, "run", server.url + "/openapi.json",
                     "-H", f"Authorization: Bearer {server.token}", "--checks", CHECKS,
                     "--max-examples", str(options.examples), "--workers", "2", "--seed", "1",
                     "--request-timeout", "20", "--phases", "fuzzing", "--no-color"]).returncode
    sys.exit(code)


main()
