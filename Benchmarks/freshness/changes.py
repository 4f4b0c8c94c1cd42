"""Renames products through one node and waits until another one finds them; called by `Benchmarks/freshness.sh`."""

import http.client
import json
import sys
import threading
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


def read(url: str, key: str) -> None:
    """Some 100 searches a second, for as long as the process lives."""
    node = Node(url, key)
    while True:
        node.ask("GET", "/products/search?q=speaker")
        time.sleep(0.01)


def main() -> None:
    first, second, key, changes = sys.argv[1:]
    for url in (first, second):
        threading.Thread(target=read, args=(url, key), daemon=True).start()
    one, two, changes = Node(first, key), Node(second, key), int(changes)
    products = [
        item["id"] for page in range(1, 2 + changes // 100)
        for item in one.ask("GET", f"/products?status=published&page_size=100&page={page}")["items"]]
    taken = []
    for number in range(changes):
        word = f"zyzzyx{number:04}"
        one.ask("PATCH", f"/products/{products[number]}", {"name": f"Lamp {word}"})
        written = time.monotonic()
        # Not the one before, which a search that forgives typos may find instead.
        while products[number] not in [
                hit["id"] for hit in two.ask("GET", f"/products/search?q={word}&page_size=5&facets=false")["results"]]:
            if time.monotonic() - written > 30:
                sys.exit(f"The second node did not find change {number} within 30 s.")
            time.sleep(0.002)
        taken.append((time.monotonic() - written) * 1000)
    taken.sort()
    print(f"{changes} single changes, found by the second node of the same PostgreSQL\tp50 {taken[len(taken) // 2]:.0f} ms, "
          f"p99 {taken[len(taken) * 99 // 100]:.0f} ms, at most {taken[-1]:.0f} ms")


main()
