"""In every process of a run, as Python starts: `wsgi` is the one beside this file. Jobs that the bot starts in a process of
their own, as an import, ask for the one at the root; their clock is to be that of all others."""

import importlib.util
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

WSGI = Path(__file__).with_name("wsgi.py")


class _Finder:
    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        return importlib.util.spec_from_file_location(name, WSGI) if name == "wsgi" else None


sys.meta_path.insert(0, _Finder)
