"""How a command is run on a home, and on the same home by its server."""

import json
import os
import subprocess

from wire import PROGRAM

NOBODY = "vp-mission-" + "0" * 32


def place_of(site, served):
    """How a command is told where to work, which its hints carry on."""
    if served:
        return ["--server", f"http://{site.address.netloc}", "--token-file", site.home + "/token"]
    return ["--home", site.home]


def call(site, words, served):
    place = place_of(site, served)
    # Where the home came from is told by its page; the server has its own word for that.
    env = {**os.environ, "TZ": "Europe/Vienna"}
    return subprocess.run([PROGRAM, *words, *place], capture_output=True, text=True, timeout=60, check=False, env=env)


def run(site, words, served):
    done = call(site, [*words, "--json"], served)
    return done.returncode, json.loads(done.stdout)


def page(site, words, served):
    """How a command ends, what it prints for a person, and what it says beside that, commands without where they work."""
    done = call(site, words, served)
    place = " " + " ".join(place_of(site, served))
    return done.returncode, done.stdout.replace(place, ""), done.stderr.replace(place, "")
