"""Prose for payloads that are made up, as agents write and read it: the docstrings of Python's own library."""

import ast
import glob
import re
import sysconfig


def sentences(files=None):
    """Sentences of 40 to 180 characters, sorted; of the first so many files of the library, else of all."""
    found = set()
    library = sysconfig.get_path("stdlib")
    paths = sorted(glob.glob(library + "/*.py") + glob.glob(library + "/[a-z]*/*.py"))
    for path in [path for path in paths if "site-packages" not in path and "/test" not in path][:files]:
        try:
            with open(path, encoding="utf-8") as file:
                tree = ast.parse(file.read())
        except (SyntaxError, UnicodeDecodeError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                text = re.sub(r"\s+", " ", ast.get_docstring(node) or "")
                found.update(part for part in re.split(r"(?<=[.!?])\s+", text) if 40 <= len(part) <= 180)
    return sorted(found)
