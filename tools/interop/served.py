"""How a command is run on a home, and on the same home by its server."""

import json
import os
import subprocess

from serving import PROGRAM

NOBODY = "vp-mission-" + "0" * 32


def place_of(server, served):
    """How a command is told where to work, which its hints carry on."""
    return server.place if served else ["--home", str(server.home)]


def call(server, words, served):
    place = place_of(server, served)
    # Where the home came from is told by its page; the server has its own word for that.
    env = {**os.environ, "TZ": "Europe/Vienna"}
    return subprocess.run([PROGRAM, *words, *place], capture_output=True, text=True, timeout=60, check=False, env=env)


def run(server, words, served):
    """How a command ends, and the object that it prints."""
    done = call(server, [*words, "--json"], served)
    return done.returncode, json.loads(done.stdout)


def page(server, words, served):
    """How a command ends, what it prints for a person, and what it says beside that, commands without where they work."""
    done = call(server, words, served)
    place = " " + " ".join(place_of(server, served))
    return done.returncode, done.stdout.replace(place, ""), done.stderr.replace(place, "")
