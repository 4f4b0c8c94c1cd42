"""Renames products through one node and waits until another one finds them; called by `Benchmarks/freshness.sh`."""

import http.client
import json
import sys
import time
from urllib.parse import urlsplit


class Node:
    def __init__(self, url: str, key: str):
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: dict | None = None) -> dict:
        self.connection.request(method, "/api/v1" + path, body and json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            sys.exit(f"{method} {path}: {answer.status} {content.decode()}")
        return json.loads(content)


def main() -> None:
    first, second, key, changes = sys.argv[1:]
    one, two, changes = Node(first, key), Node(second, key), int(changes)
    products = [
        item["id"] for page in range(1, 2 + changes // 100)
        for item in one.ask("GET", f"/products?status=published&page_size=100&page={page}")["items"]]
    taken = []
    for number in range(changes):
        word = f"zyzzyx{number:04}"
        one.ask("PATCH", f"/products/{products[number]}", {"name": f"Lamp {word}"})
        written = time.monotonic()
        while two.ask("GET", f"/products/search?q={word}&page_size=1&facets=false")["total"] != 1:
            if time.monotonic() - written > 30:
                sys.exit(f"The second node did not find change {number} within 30 s.")
            time.sleep(0.002)
        taken.append((time.monotonic() - written) * 1000)
    taken.sort()
    print(f"{changes} single changes, found by the second node of the same PostgreSQL\tp50 {taken[len(taken) // 2]:.0f} ms, "
          f"p99 {taken[len(taken) * 99 // 100]:.0f} ms, at most {taken[-1]:.0f} ms")


main()
