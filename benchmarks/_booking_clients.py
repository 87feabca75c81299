"""The clients of the booking benchmark: plain HTTP from a process of their own, standard library only."""

from __future__ import annotations

import html
import http.client
import json
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

Answer = dict[str, Any]


class Client:
    """One signed-in member of staff with a connection that stays open."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self._port = port
        self._token = cookies["csrftoken"]
        self._cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.answers: list[Answer] = []

    def post(self, path: str, fields: dict[str, Any]) -> Answer:
        """Sends a form as a browser does, and keeps status, time and the words of the answer."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self._token})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded", "Cookie": f"{self._cookie}; language=en",
            "Origin": f"http://127.0.0.1:{self._port}",
        }  # fmt: skip
        started = time.perf_counter()
        self._connection.request("POST", path, body, headers)
        response = self._connection.getresponse()
        text = html.unescape(response.read().decode("utf-8", "replace"))
        location = response.headers.get("Location", "")
        answer = {
            "path": path, "participant": fields.get("participant"), "status": response.status, "location": location,
            "milliseconds": (time.perf_counter() - started) * 1000, "text": text if response.status != 302 else "",
        }  # fmt: skip
        self.answers.append(answer)
        return answer


def crowd(port: int, cookies: list[dict[str, str]], attempts: list[Any]) -> list[Answer]:
    """Every client takes its share of the attempts, all at once."""
    clients = [Client(port, mine) for mine in cookies]

    def work(number: int) -> None:
        for path, fields in attempts[number :: len(clients)]:
            clients[number].post(path, fields)

    _together(lambda n=n: work(n) for n in range(len(clients)))
    return [answer for client in clients for answer in client.answers]


def rivals(port: int, cookies: list[dict[str, str]], wanted: list[Any], beside: list[Any]) -> dict[str, Any]:
    """Eight at once for each place, while four others book places that nobody else wants."""
    start, clients = threading.Barrier(8), [Client(port, mine) for mine in cookies[:12]]

    def rival(number: int) -> None:
        for path, people in wanted:
            start.wait()
            clients[number].post(path, {"participant": people[number]})

    def quiet(number: int) -> None:
        for path, person in beside[number::4]:
            clients[8 + number].post(path, {"participant": person})

    _together([*(lambda n=n: rival(n) for n in range(8)), *(lambda n=n: quiet(n) for n in range(4))])
    wins = {path: 0 for path, _ in wanted}
    for client in clients[:8]:
        for answer in client.answers:
            wins[answer["path"]] += answer["status"] == 302
    return {
        "exactly_one": sum(count == 1 for count in wins.values()),
        "rivals": [a for c in clients[:8] for a in c.answers], "beside": [a for c in clients[8:] for a in c.answers],
    }  # fmt: skip


def _together(work: Iterable[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=job) for job in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    plan, port = json.load(sys.stdin), int(sys.argv[1])
    result = {"crowd": crowd(port, plan["cookies"], plan["attempts"])}
    result |= rivals(port, plan["cookies"], plan["wanted"], plan["beside"])
    json.dump(result, sys.stdout)
