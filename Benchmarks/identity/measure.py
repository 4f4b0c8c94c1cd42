"""Signs in over and over: how many logins a second, how long others wait meanwhile, and whether the time tells anything.

Called by `Benchmarks/identity.sh` with the shop's address, the seconds to measure, and the raw rate of bcrypt.
"""

import http.client
import json
import statistics
import sys
import threading
import time
from urllib.parse import urlsplit

PASSWORD = "four words of a bench"


class Client:
    """One connection that is kept open."""

    def __init__(self, address):
        parts = urlsplit(address)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)

    def send(self, method, path, body=None, token=None):
        headers = {"Content-Type": "application/json"} if body else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.connection.request(method, "/api/v1" + path, json.dumps(body) if body else None, headers)
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")

    def log_in(self, email, password=PASSWORD):
        return self.send("POST", "/auth/login", {"email": email, "password": password})


def storm(address, waiting, seconds):
    """`waiting` clients sign in again and again. Returns the logins a second, and the latencies of /auth/me meanwhile."""
    token = Client(address).log_in("known@shop.example")[1]["access_token"]
    moments, statuses, latencies = [], {}, []
    stop = threading.Event()

    def log_in_over_and_over():
        client = Client(address)
        while not stop.is_set():
            status = client.log_in("known@shop.example")[0]
            moments.append(time.monotonic())
            statuses[status] = statuses.get(status, 0) + 1

    threads = [threading.Thread(target=log_in_over_and_over, daemon=True) for _ in range(waiting)]
    for thread in threads:
        thread.start()
    time.sleep(3)
    reader, begin = Client(address), time.monotonic()
    while time.monotonic() - begin < seconds:
        start = time.monotonic()
        status = reader.send("GET", "/auth/me", token=token)[0]
        assert status == 200, status
        latencies.append(time.monotonic() - start)
        time.sleep(0.01)
    end = time.monotonic()
    stop.set()
    rate = sum(begin <= moment < end for moment in moments) / (end - begin)
    for thread in threads:
        thread.join()
    return rate, latencies, statuses


def milliseconds(values, share):
    return round(sorted(values)[int(len(values) * share)] * 1000, 2)


def overload(address):
    """More than may wait: the rest is told to come again."""
    statuses, lock = {}, threading.Lock()

    def once():
        status = Client(address).log_in("known@shop.example")[0]
        with lock:
            statuses[status] = statuses.get(status, 0) + 1

    threads = [threading.Thread(target=once) for _ in range(400)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def timings(address, tries=200):
    """Medians of logins that fail in three ways, in turns, so that noise is shared."""
    attempts = {
        "unknown": ("nobody@shop.example", PASSWORD), "wrong": ("known@shop.example", "other words entirely"),
        "disabled": ("disabled@shop.example", PASSWORD)}
    times = {name: [] for name in attempts}
    client = Client(address)
    for _ in range(tries):
        for name, (email, password) in attempts.items():
            start = time.monotonic()
            status = client.log_in(email, password)[0]
            times[name].append(time.monotonic() - start)
            assert status == 401, status
    return {name: round(statistics.median(values) * 1000, 2) for name, values in times.items()}


def main():
    address, seconds, raw = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
    single = Client(address)
    single.log_in("known@shop.example")
    alone = []
    for _ in range(5):
        start = time.monotonic()
        single.log_in("known@shop.example")
        alone.append(time.monotonic() - start)
    print(f"a login alone\t{statistics.median(alone) * 1000:.0f} ms")
    rate, latencies, statuses = storm(address, 200, seconds)
    print(f"200 logins waiting\t{rate:.2f} logins/s, {100 * rate / raw:.0f} % of crypt_r; answers {statuses}")
    print(f"/auth/me meanwhile\tp50 {milliseconds(latencies, 0.5)} ms, p99 {milliseconds(latencies, 0.99)} ms, "
          f"{len(latencies)} requests")
    print(f"400 logins at once\t{overload(address)}")
    medians = timings(address)
    spread = (max(medians.values()) - min(medians.values())) / min(medians.values())
    print(f"failed logins, medians\t{medians} ms, {100 * spread:.1f} % apart")


main()
