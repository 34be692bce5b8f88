"""Holds every answer of a server against its own description (/openapi.json): no 500, and none that is not described.

Usage: describe.py [--examples N] [--long], by `run` beside it, which installs schemathesis."""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

from serving import GENERAL, Server

# A request must not wait for what nobody sends, and the stream of events never ends.
CONFIG = """
[parameters]
"query.wait_seconds" = 0
"query.timeout_seconds" = 0
"body.wait_seconds" = 0
"body.observe_seconds" = 0
"path.mission_id" = "{mission}"
"path.vp_id" = "{vp}"
"""

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=5)
    parser.add_argument("--long", action="store_true", help="try the bounds of each parameter, too")
    options = parser.parse_args()
    # At its bounds a claim waits for fifty seconds.
    phases, patience = ("coverage,fuzzing", 90) if options.long else ("fuzzing", 20)
    with Server() as server:
        server.run("one that completes", "sh", "-c", "echo hello > out.txt")
        server.run("one that fails", "false")
        mission = server.queue("wait")
        program = os.path.join(os.path.dirname(sys.executable), "schemathesis")
        codes = []
        # Once with what is known to be there, so that success is described, once with anything at all.
        for name, config in (("known", CONFIG.format(mission=mission, vp=GENERAL)),
                             ("any", CONFIG.split('"path.mission_id"')[0])):
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "schemathesis.toml")
                pathlib.Path(path).write_text(config)
                print(f"== {name}", flush=True)
                codes.append(subprocess.run(
                    [program, "--config-file", path, "run", server.url + "/openapi.json",
                     "-H", f"Authorization: Bearer {server.token}", "--checks", CHECKS,
                     "--max-examples", str(options.examples), "--workers", "2", "--seed", "1",
                     "--request-timeout", str(patience), "--phases", phases, "--no-color"],
                    cwd=folder).returncode)
    sys.exit(max(codes))


main()
