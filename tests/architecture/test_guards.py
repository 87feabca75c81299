"""The rules of the house that import contracts cannot say."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

import hearthside
from hearthside.access.permissions import Permission

PACKAGE = Path(hearthside.__file__).parent
CONTEXTS = [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()]
OPEN_ROUTES = {
    "healthz": "a load balancer asks whether the process answers",
    "readyz": "a load balancer asks whether the database answers",
    "language/": "the sign-in page itself speaks two languages",
    "help/": "the way to help works signed out",
    "my/manifest.webmanifest": "a browser fetches it without cookies",
    "sw.js": "the worker that keeps help offline is fetched before sign-in",
    "calendar/<str:secret>.ics": "a calendar program cannot sign in; the secret is the key, and revocable",
    "account/login/": "signing in",
    "account/logout/": "signing out works after the session ended too",
    "account/link/": "asking for a sign-in link",
    "account/link/sent/": "says the same to everybody who asked for a link",
    "account/link/<str:secret>/": "using a sign-in link",
    "account/invitation/<str:secret>/": "accepting an invitation comes before having an account",
}


def use_case_modules() -> Iterator[ModuleType]:
    for context in CONTEXTS:
        for part in ("services", "selectors"):
            try:
                module = importlib.import_module(f"hearthside.{context}.{part}")
            except ModuleNotFoundError:
                continue
            yield module
            for found in pkgutil.iter_modules(getattr(module, "__path__", [])):
                yield importlib.import_module(f"{module.__name__}.{found.name}")


def use_cases() -> list[tuple[str, object]]:
    found = {}
    for module in use_case_modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__.startswith(module.__name__) and "._" not in function.__module__
            if own and not name.startswith("_"):
                found[f"{function.__module__}.{name}"] = function
    return sorted(found.items())


@pytest.mark.parametrize(("name", "function"), use_cases(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_use_case_carries_a_permission_or_says_why_it_is_open(name: str, function: object) -> None:
    permission, reason = getattr(function, "permission", None), getattr(function, "open_to_all", "")
    assert isinstance(permission, Permission) or len(reason) > 20, name


@pytest.mark.parametrize(("name", "function"), use_cases(), ids=lambda value: value if isinstance(value, str) else "")
def test_use_cases_take_keywords_only_and_return_plain_data(name: str, function: object) -> None:
    signature = inspect.signature(function)  # type: ignore[arg-type]
    assert all(p.kind is p.KEYWORD_ONLY for p in signature.parameters.values()), name
    if hasattr(function, "permission"):
        assert next(iter(signature.parameters)) == "actor", name
    hints = inspect.get_annotations(inspect.unwrap(function))  # type: ignore[arg-type]
    answer = str(hints.get("return", ""))
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("hearthside.")}
    words = set(ast_names(answer))
    assert not words & (models | {"QuerySet", "Model"}), f"{name} returns {answer}"


def ast_names(annotation: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(annotation or "None", mode="eval")):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_context_imports_the_models_of_another() -> None:
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        context = path.relative_to(PACKAGE).parts[0]
        for name in imports_of(path):
            parts = name.split(".")
            if parts[:1] == ["hearthside"] and len(parts) > 2 and parts[2] == "models" and parts[1] != context:
                wrong.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert wrong == []


def test_private_modules_of_services_and_selectors_are_used_only_beside_them() -> None:
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        context, part = path.relative_to(PACKAGE).with_suffix("").parts[:2] if path.parent != PACKAGE else ("", "")
        for name in imports_of(path):
            owner, private, _ = name.partition("._")
            outside = part not in ("services", "selectors") or not owner.startswith(f"hearthside.{context}.")
            if private and owner.endswith((".services", ".selectors")) and outside:
                wrong.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert wrong == []


def test_the_pure_core_imports_where_django_is_blocked() -> None:
    modules = [
        ".".join(("hearthside", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        for folder in ("kernel", *(f"{context}/domain" for context in CONTEXTS))
        for path in sorted((PACKAGE / folder).rglob("*.py"))
    ]
    script = (
        f"import sys\nsys.modules['django'] = None\nimport importlib\n[importlib.import_module(m) for m in {modules!r}]"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-800:]
    assert len(modules) > 10


def test_the_domain_never_reads_the_clock_or_draws_chance_by_itself() -> None:
    clocks = {"now", "today", "utcnow"}
    wrong = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for folder in ("kernel", *(f"{context}/domain" for context in CONTEXTS))
        for path in (PACKAGE / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clocks
    ]
    assert wrong == []


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route, pattern


def test_every_page_is_behind_sign_in_but_the_listed_ones() -> None:
    open_now = {route for route, p in routes() if not getattr(p.callback, "login_required", True)}
    assert open_now == set(OPEN_ROUTES), "the list of open pages has a missing or a stale entry"


def test_every_table_says_what_class_of_data_it_holds() -> None:
    unnamed = [
        m.__name__
        for m in apps.get_models()
        if m.__module__.startswith("hearthside.") and not getattr(m, "data_class", "")
    ]
    assert unnamed == []


def test_models_hold_no_business_methods() -> None:
    allowed = {"get_full_name", "create_user"}
    wrong = []
    for path in PACKAGE.glob("*/models.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                names = {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
                wrong += [
                    f"{path.parent.name}.{node.name}.{n}" for n in names if not n.startswith("__") and n not in allowed
                ]
    assert wrong == []


def test_files_and_functions_stay_inside_their_budget() -> None:
    files = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text().splitlines()) for path in files}
    assert {name: n for name, n in lengths.items() if n > 400} == {}
    functions = {
        f"{path.relative_to(PACKAGE)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in files
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    }
    assert {name: n for name, n in functions.items() if n > 60} == {}
    assert percentile(list(lengths.values()), 0.9) <= 250
    assert percentile(list(functions.values()), 0.9) <= 25


def percentile(values: list[int], share: float) -> int:
    return sorted(values)[int(len(values) * share)]


def test_nothing_tracked_names_a_package_host_or_this_machine() -> None:
    root = PACKAGE.parent.parent
    pattern = r"index-[u]rl|https?://[^ ]*/simple\b|(^|[^A-Za-z0-9._])/(w[o]rk|r[o]ot)/[A-Za-z.]"
    found = subprocess.run(
        ["git", "grep", "-nIE", pattern, "--", "."], cwd=root, capture_output=True, text=True, check=False
    )
    lines = [line for line in found.stdout.splitlines() if "tests/architecture/" not in line]
    assert lines == []
