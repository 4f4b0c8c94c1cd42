"""Measures the servers of `scripts/bench http` side by side; called by `Benchmarks/http.sh`.

Every server is asked for the same addresses by wrk, 64 connections on one thread, in turns: a few seconds each, several
rounds, and the median counts. CPU time is that of the server's processes, from /proc.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import quote, quote_plus

HERE = Path(__file__).parent
TICKS = os.sysconf("SC_CLK_TCK")
WORKLOADS = ["detail", "list", "search", "suggestions"]


def get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()


# --- What is asked for ------------------------------------------------------------------------------------------------

class Addresses:
    """The addresses of each workload, drawn with a fixed seed from what the shop has."""

    def __init__(self, shop: str, queries: Path | None):
        self.shop, self.random = shop, random.Random(3)
        pages = self.random.sample(range(1, 101), 10)
        items = [item for page in pages for item in self.items(f"page_size=100&page={page}")]
        self.random.shuffle(items)
        self.paths = {
            "detail": ["/api/v1/products/" + item["slug"] for item in items[:1000]],
            "list": self.lists(items),
            **self.searches(items, queries)}

    def items(self, query: str) -> list[dict]:
        return json.loads(get(f"{self.shop}/api/v1/products?{query}"))["items"]

    def lists(self, items: list[dict]) -> list[str]:
        """Half of them pages of the whole list, half filtered and sorted."""
        lists = [f"page={self.random.randint(1, 500)}&page_size=20" for _ in range(100)]
        for number in range(100):
            item = self.random.choice(items)
            filters = [
                f"category={quote(item['category']['slug'])}" if item["category"] else "in_stock=true",
                f"brand={quote_plus(item['brand'])}" if item["brand"] else "in_stock=true",
                f"min_price={item['price'] // 2:.2f}&max_price={item['price'] + 1:.2f}",
                f"category={quote(item['category']['slug'])}&sort_by=price&sort_order=asc" if item["category"] else "page=2"]
            lists.append(f"{filters[number % 4]}&page_size=20")
        return ["/api/v1/products?" + query for query in lists]

    def searches(self, items: list[dict], queries: Path | None) -> dict[str, list[str]]:
        if queries and queries.exists():
            texts = [line.split("\t")[1] for line in queries.read_text().splitlines()]
        else:
            texts = [" ".join(item["name"].split()[:2]) for item in items[:68]]
        prefixes = [text[:length] for text in texts for length in (2, 3, 4, 6) if len(text) >= length]
        self.random.shuffle(prefixes)
        return {
            "search": ["/api/v1/products/search?q=" + quote_plus(text) for text in texts],
            "suggestions": ["/api/v1/products/suggestions?q=" + quote_plus(prefix) for prefix in prefixes]}


# --- Whether the peer says the same -----------------------------------------------------------------------------------

def check(paths: dict[str, list[str]], ours: str, peer: str) -> None:
    for path in paths["detail"][:100] + paths["list"]:
        if json.loads(get(ours + path)) != json.loads(get(peer + path)):
            sys.exit(f"The peer answers {path} differently; nothing was measured.")
    found = 0
    for path in paths["search"]:
        mine, theirs = json.loads(get(ours + path)), json.loads(get(peer + path))
        optional = {"corrected_query", "relaxed"}
        if mine.keys() - optional != theirs.keys() or mine["facets"].keys() != theirs["facets"].keys():
            sys.exit(f"The peer answers {path} with other members; nothing was measured.")
        if mine["results"] and theirs["results"] and mine["results"][0].keys() != theirs["results"][0].keys():
            sys.exit(f"The peer's results of {path} have other members; nothing was measured.")
        found += bool(theirs["results"])
    for path in paths["suggestions"][:50]:
        if json.loads(get(ours + path)).keys() != json.loads(get(peer + path)).keys():
            sys.exit(f"The peer answers {path} with other members; nothing was measured.")
    print(f"The peer gives the same JSON for 100 products and {len(paths['list'])} lists, "
          f"and finds something for {found} of {len(paths['search'])} searches.")


# --- Measuring --------------------------------------------------------------------------------------------------------

def processes() -> dict[int, tuple[int, int]]:
    """Every process with its parent and its ticks, those of children that have ended included."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found[int(entry.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
    return found


def cpu_seconds(root: int) -> float:
    """Of a process and all its descendants."""
    table = processes()
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        total += table.get(process, (0, 0))[1]
        waiting += [child for child, (parent, _) in table.items() if parent == process]
    return total / TICKS


class Server:
    def __init__(self, name: str, url: str, process: int, folder: Path):
        self.name, self.url, self.process, self.folder = name, url, process, folder
        self.runs: dict[str, list[dict]] = {}

    def run(self, workload: str, seconds: float, database: int, keep: bool) -> None:
        before, database_before = cpu_seconds(self.process), cpu_seconds(database)
        output = subprocess.run(
            ["wrk", "-t1", "-c64", f"-d{seconds}s", "--timeout", "30s", "-s", HERE / "requests.lua", self.url, "--",
             self.folder / f"{workload}.paths"], check=True, capture_output=True, text=True).stdout
        run = json.loads(output.splitlines()[-1])
        if run["errors"]:
            sys.exit(f"{self.name} failed {run['errors']} of {run['requests']} requests ({workload}).")
        if keep:
            count = run["requests"]
            run["rate"] = count / run["seconds"]
            run["cpu"] = (cpu_seconds(self.process) - before) / count * 1000
            run["database"] = (cpu_seconds(database) - database_before) / count * 1000
            self.runs.setdefault(workload, []).append(run)

    def median(self, workload: str, figure: str) -> float:
        return statistics.median(run[figure] for run in self.runs[workload])


def report(servers: list[Server], workload: str) -> None:
    rates = {server.name: server.median(workload, "rate") for server in servers}
    costs = {server.name: server.median(workload, "cpu") + server.median(workload, "database") for server in servers}
    for server in servers:
        rate = rates[server.name]
        ratios = [f"{rate / rates[other]:7.2f}" if other in rates else "      -" for other in ("peer", "bare", "memory")]
        cheaper = f"{costs['peer'] / costs[server.name]:7.1f}" if "peer" in costs else "      -"
        print(f"{workload:<12} {server.name:<9} {rate:>8.0f} {server.median(workload, 'p50'):>8.2f} "
              f"{server.median(workload, 'p99'):>8.2f} {server.median(workload, 'cpu'):>9.3f} "
              f"{server.median(workload, 'database'):>9.3f} {' '.join(ratios)} {cheaper}", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--only", default=",".join(WORKLOADS), help="workloads, with commas between")
    parser.add_argument("--memory-server", type=Path, required=True)
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--database", type=int, required=True, help="the process of the database server")
    parser.add_argument("server", nargs="+", help="NAME=URL=PID; the first is the shop as it is delivered")
    return parser.parse_args()


def start_memory(options: argparse.Namespace, shop: str, paths: dict[str, list[str]]) -> subprocess.Popen:
    """The shop's own bytes behind its own HTTP server."""
    bodies, lists = options.work / "bodies", options.work / "memory"
    bodies.mkdir()
    lists.mkdir()
    for workload, addresses in paths.items():
        for number, path in enumerate(addresses):
            (bodies / f"{workload}-{number}").write_bytes(get(shop + path))
        (lists / f"{workload}.paths").write_text(
            "".join(f"/{workload}-{number}\n" for number in range(len(addresses))))
    return subprocess.Popen([options.memory_server, bodies], stdout=subprocess.PIPE, text=True)


def main() -> None:
    options = arguments()
    named = [server.split("=") for server in options.server]
    urls = {name: url for name, url, _ in named}
    shop = named[0][1]
    paths = Addresses(shop, options.queries).paths
    for workload, addresses in paths.items():
        (options.work / f"{workload}.paths").write_text("".join(path + "\n" for path in addresses))
    for name in ("peer", "bare"):
        if name in urls:
            check(paths, shop, urls[name])
    servers = [Server(name, url, int(process), options.work) for name, url, process in named]
    memory = start_memory(options, shop, paths)
    try:
        url = memory.stdout.readline().split()[-1]
        servers.append(Server("memory", url, memory.pid, options.work / "memory"))
        print(f"64 connections, {options.rounds} rounds of {options.seconds} s, medians; load of the machine before: "
              f"{os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")
        print(f"{'':<22}{'req/s':>9} {'p50 ms':>8} {'p99 ms':>8} {'CPU ms':>9} {'db CPU ms':>9} "
              f"{'/ peer':>7} {'/ bare':>7} {'/memory':>7} {'cheaper':>7}")
        for workload in options.only.split(","):
            for server in servers:
                server.run(workload, 1, options.database, keep=False)
            for _ in range(options.rounds):
                for server in servers:
                    server.run(workload, options.seconds, options.database, keep=True)
            report(servers, workload)
    finally:
        memory.terminate()
        memory.wait()


main()
