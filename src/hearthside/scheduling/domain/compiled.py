"""Compiles inner loops, and keeps what was compiled for as long as no file of their folder changes.

Numba alone looks only at the file of each function: a changed constant or helper in the file beside it would leave
old code in use.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiler(file: str) -> Callable[[Function], Function]:
    """A decorator for the functions of this file, which run without the interpreter's lock."""
    home, settings = _home(Path(file).resolve().parent), cast(Any, numba.config)

    def compiled(function: Function) -> Function:
        before, settings.CACHE_DIR = settings.CACHE_DIR, home
        try:
            return cast(Function, numba.njit(cache=True, nogil=True)(function))
        finally:
            settings.CACHE_DIR = before

    return compiled


@cache
def _home(folder: Path) -> str:
    """A folder for compiled code, named after everything that the code is made from."""
    digest = sha256(numba.__version__.encode())
    for source in sorted(folder.glob("*.py")):
        digest.update(source.read_bytes())
    beside = folder / "__pycache__"
    try:
        home = beside / f"compiled-{digest.hexdigest()[:16]}"
        for old in [] if home.is_dir() else beside.glob("compiled-*"):
            rmtree(old, ignore_errors=True)
        home.mkdir(parents=True, exist_ok=True)
    except OSError:
        home = Path(gettempdir()) / f"hearthside-compiled-{digest.hexdigest()[:16]}"
        home.mkdir(mode=0o700, exist_ok=True)
    return str(home)
