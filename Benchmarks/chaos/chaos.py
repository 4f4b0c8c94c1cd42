"""Breaks what can break around a shop under load, and counts what its clients notice. Called by scripts/chaos."""

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid

from jobs import Jobs

HOST = "127.0.0.1"


def free_port():
    """A port below the range that the kernel gives to outgoing connections, so that a restart finds it free again."""
    while True:
        port = random.randint(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
                return port
            except OSError:
                continue


def wait_until(what, condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise SystemExit(f"chaos: waited {seconds} s in vain for {what}")


class Postgres:
    """A private cluster with fsync on: what it acknowledges must survive."""

    def __init__(self, bin_folder, work):
        self.bin, self.port = bin_folder, free_port()
        self.folder = os.path.join(work, "postgres")
        os.makedirs(self.folder)
        self.prefix = []
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
            self.prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        self.run("initdb", "--pgdata", self.data, "--username=souk", "--auth=trust", "--encoding=UTF8",
                 "--locale=C.UTF-8", "--no-sync")
        self.process = None
        self.start()

    @property
    def data(self):
        return os.path.join(self.folder, "data")

    @property
    def url(self):
        return f"postgres://souk@{HOST}:{self.port}/postgres"

    def run(self, tool, *arguments):
        subprocess.run([*self.prefix, os.path.join(self.bin, tool), *arguments], check=True, cwd=self.folder,
                       stdout=subprocess.DEVNULL)

    def start(self):
        self.process = subprocess.Popen(
            [*self.prefix, os.path.join(self.bin, "postgres"), "-D", self.data, "-p", str(self.port),
             "-c", f"listen_addresses={HOST}", "-c", f"unix_socket_directories={self.folder}",
             "-c", "max_connections=100"],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        wait_until("PostgreSQL", lambda: subprocess.run(
            [os.path.join(self.bin, "pg_isready"), "-q", "-h", HOST, "-p", str(self.port)]).returncode == 0)

    def stop(self, sig=signal.SIGINT):
        self.process.send_signal(sig)
        self.process.wait()

    def query(self, text):
        return subprocess.run(
            [os.path.join(self.bin, "psql"), "-XAtq", self.url, "-c", text], check=True, capture_output=True, text=True
        ).stdout.strip()


class Node:
    """A `souk serve` of its own data directory."""

    def __init__(self, binary, work, name, settings):
        self.binary, self.work, self.name, self.port, self.settings = binary, work, name, free_port(), settings
        self.folder = os.path.join(work, name)
        self.process = None

    def start(self):
        self.log = open(os.path.join(self.work, self.name + ".log"), "ab")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--port", str(self.port), "--data", self.folder], env={**os.environ, **self.settings},
            stdout=subprocess.DEVNULL, stderr=self.log)
        wait_until(f"node {self.name}", self.is_ready)

    def is_ready(self):
        try:
            connection = http.client.HTTPConnection(HOST, self.port, timeout=2)
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def stop(self, sig):
        self.process.send_signal(sig)
        return self.process.wait(timeout=60)


class Proxy:
    """HAProxy in front of the nodes; it retries what could not be connected, and nothing else."""

    def __init__(self, work, nodes):
        self.port = free_port()
        servers = "\n".join(
            f"  server {node.name} {HOST}:{node.port} check inter 200ms fall 1 rise 1" for node in nodes)
        configuration = os.path.join(work, "haproxy.cfg")
        with open(configuration, "w") as file:
            file.write(f"""
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  option redispatch
  retries 3
frontend shop
  bind {HOST}:{self.port}
  default_backend nodes
backend nodes
  option httpchk GET /readyz
{servers}
""")
        self.process = subprocess.Popen(["haproxy", "-db", "-q", "-f", configuration], stderr=subprocess.DEVNULL)
        time.sleep(1)

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Load:
    """Shoppers who read and an admin who makes products, each product under a key of its own."""

    def __init__(self, port, key, slugs, threads=12):
        self.port, self.key, self.slugs = port, key, slugs
        self.lock, self.stopping = threading.Lock(), threading.Event()
        self.acknowledged, self.outcomes = {}, {}
        self.unanswered = []
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def take_outcomes(self):
        with self.lock:
            outcomes, self.outcomes = self.outcomes, {}
            return outcomes

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def work(self):
        connection = None
        while not self.stopping.is_set():
            if connection is None:
                connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
            key = str(uuid.uuid4()) if random.random() < 0.3 else None
            try:
                outcome = self.write(connection, key) if key else self.read(connection)
            except (OSError, http.client.HTTPException) as error:
                outcome = f"broken ({type(error).__name__})"
                connection.close()
                connection = None
                if key:
                    with self.lock:
                        self.unanswered.append(key)
            with self.lock:
                self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
            time.sleep(0.002)

    def read(self, connection):
        address = random.choice([
            f"/api/v1/products/{random.choice(self.slugs)}", "/api/v1/products?page_size=20", "/",
            "/api/v1/products/search?q=lamp", "/api/v1/products/suggestions?q=la"])
        connection.request("GET", address)
        return self.finish(connection)[0]

    def write(self, connection, key):
        status, body = send_product(connection, self.key, key)
        with self.lock:
            if status == 201:
                self.acknowledged[key] = json.loads(body)["id"]
            else:
                self.unanswered.append(key)
        return status

    @staticmethod
    def finish(connection):
        response = connection.getresponse()
        return response.status, response.read()


def make_admin(binary, folder, settings):
    """An admin of that shop; returns the key of its machine."""
    made = subprocess.run(
        [binary, "user", "create", "--email", "admin@shop.example", "--role", "admin", "--password-stdin",
         "--api-key", "chaos", "--json", "--data", folder],
        env={**os.environ, **settings}, input=uuid.uuid4().hex + "\n", text=True, check=True, capture_output=True)
    return json.loads(made.stdout)["api_key"]


def send_product(connection, admin_key, key):
    body = json.dumps({"name": f"Chaos {key}", "price": 1, "external_id": key})
    connection.request("POST", "/api/v1/products", body, {
        "Content-Type": "application/json", "Authorization": f"Bearer {admin_key}", "Idempotency-Key": key})
    return Load.finish(connection)


class Report:
    def __init__(self):
        self.failed = False

    def say(self, what, outcomes, allowed):
        bad = {str(name): count for name, count in outcomes.items() if name not in allowed}
        good = sum(outcomes.values()) - sum(bad.values())
        refused = {name: count for name, count in outcomes.items() if name in allowed and name not in (200, 201)}
        note = f", {refused} as announced" if refused else ""
        self.check(f"{what}: {good} answered{note}", not bad, f"{bad}" if bad else "none failed")

    def check(self, what, holds, detail=""):
        self.failed = self.failed or not holds
        print(f"{'ok  ' if holds else 'FAIL'}  {what}{': ' + detail if detail else ''}", flush=True)


def settle(load, nodes, seconds=3):
    wait_until("the nodes", lambda: all(node.is_ready() for node in nodes))
    time.sleep(seconds)
    load.take_outcomes()


def rolling_restart(load, nodes, report):
    load.take_outcomes()
    for node in nodes:
        time.sleep(1)
        status = node.stop(signal.SIGTERM)
        report.check(f"node {node.name} stopped on SIGTERM", status == 0, f"status {status}")
        node.start()
        time.sleep(1)
    report.say("both nodes restarted one after the other", load.take_outcomes(), {200, 201})


def kill_connections(load, nodes, postgres, report):
    load.take_outcomes()
    for _ in range(5):
        postgres.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'souk%'")
        time.sleep(0.5)
    report.say("all connections to PostgreSQL killed five times", load.take_outcomes(), {200, 201, 503})
    settle(load, nodes)
    time.sleep(2)
    report.say("and after that", load.take_outcomes(), {200, 201})


def restart_postgres(load, nodes, postgres, report):
    load.take_outcomes()
    postgres.stop(signal.SIGQUIT)
    time.sleep(1)
    postgres.start()
    report.say("PostgreSQL crashed and came back", load.take_outcomes(), {200, 201, 503})
    settle(load, nodes)
    time.sleep(2)
    report.say("and after that", load.take_outcomes(), {200, 201})


def kill_node(load, nodes, node, report):
    load.take_outcomes()
    node.stop(signal.SIGKILL)
    time.sleep(2)
    node.start()
    outcomes = load.take_outcomes()
    broken = {name: count for name, count in outcomes.items() if name not in (200, 201)}
    # The requests that the dead node held are lost with it; what it had promised must not be.
    report.check(f"node {node.name} killed with SIGKILL", True, f"{sum(outcomes.values())} requests, {broken or 'none'} noticed it")
    settle(load, nodes)


def check_promises(load, nodes, postgres, admin_key, report):
    known = dict(
        line.split("|") for line in
        postgres.query("SELECT external_id, id FROM products WHERE name LIKE 'Chaos %'").splitlines())
    lost = [key for key, product in load.acknowledged.items() if known.get(key) != product]
    report.check(f"{len(load.acknowledged)} acknowledged products", not lost, f"{len(lost)} lost")
    doubled = postgres.query(
        "SELECT count(*) FROM (SELECT name FROM products WHERE name LIKE 'Chaos %' GROUP BY name HAVING count(*) > 1) d")
    report.check("products made twice", doubled == "0", doubled)
    connection = http.client.HTTPConnection(HOST, nodes[1].port, timeout=60)
    wrong = 0
    retried = load.unanswered[:200] + random.sample(list(load.acknowledged), min(100, len(load.acknowledged)))
    for key in retried:
        status, body = send_product(connection, admin_key, key)
        for _ in range(70):
            # A claim whose process died is free after a minute.
            if status != 409 or json.loads(body).get("code") != "idempotency_key_in_use":
                break
            time.sleep(1)
            status, body = send_product(connection, admin_key, key)
        expected = load.acknowledged.get(key) or known.get(key)
        if status != 201 or (expected and json.loads(body)["id"] != expected):
            wrong += 1
            print("   ", key, status, body[:200], expected)
    report.check(f"{len(retried)} requests sent again with their key", wrong == 0, f"{wrong} answered otherwise")


def fill_disk(binary, work, settings, report):
    """SQLite on a small file system of its own."""
    place = os.path.join(work, "small")
    os.makedirs(place)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], capture_output=True).returncode:
        print("skip  the disk fills: this user may not mount a small one")
        return
    node = None
    try:
        embedded = {name: value for name, value in settings.items() if name != "DATABASE_URL"}
        node = Node(binary, work, "disk", embedded)
        node.folder = os.path.join(place, "shop")
        key = make_admin(binary, node.folder, embedded)
        node.start()
        connection = http.client.HTTPConnection(HOST, node.port, timeout=60)
        ballast = os.path.join(place, "ballast")
        with open(ballast, "wb") as file:
            try:
                while True:
                    file.write(b"x" * 65536)
                    file.flush()
            except OSError:
                pass
        os.truncate(ballast, os.path.getsize(ballast) - (1 << 20))
        made, statuses = [], {}
        for _ in range(400):
            status, body = send_product(connection, key, str(uuid.uuid4()))
            statuses[status] = statuses.get(status, 0) + 1
            if status == 201:
                made.append(json.loads(body)["id"])
        report.check("the disk is full", set(statuses) <= {201, 503} and 503 in statuses, f"{statuses}")
        connection.request("GET", "/api/v1/products?page_size=1")
        report.check("reading goes on", Load.finish(connection)[0] == 200)
        os.remove(ballast)
        time.sleep(0.5)
        status, _ = send_product(connection, key, str(uuid.uuid4()))
        report.check("with space again, writing goes on", status == 201, f"{status}")
        node.stop(signal.SIGKILL)
        node.start()
        connection = http.client.HTTPConnection(HOST, node.port, timeout=60)
        missing = 0
        for product in made:
            connection.request("GET", f"/api/v1/products/{product}", headers={"Authorization": f"Bearer {key}"})
            missing += Load.finish(connection)[0] != 200
        report.check(f"{len(made)} products acknowledged around it, after SIGKILL", missing == 0, f"{missing} lost")
    finally:
        if node and node.process and node.process.poll() is None:
            node.stop(signal.SIGKILL)
        subprocess.run(["umount", place])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--souk", required=True)
    parser.add_argument("--postgres-bin", required=True)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="souk-chaos-")
    os.chmod(work, 0o755)
    report = Report()
    running = []
    try:
        postgres = Postgres(options.postgres_bin, work)
        running.append(lambda: postgres.stop())
        settings = {
            "DATABASE_URL": postgres.url, "LOG_LEVEL": "error", "SOUK_SECRET_KEY": uuid.uuid4().hex,
            "SOUK_LIMIT_ADDRESS": "off", "SOUK_LIMIT_USER": "off", "SOUK_LIMIT_SEARCH": "off",
            "SOUK_LIMIT_PAGES": "off", "SOUK_DRAIN_DELAY": "2s"}
        subprocess.run([options.souk, "demo", "--products", "500", "--data", os.path.join(work, "a")],
                       env={**os.environ, **settings}, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        admin_key = make_admin(options.souk, os.path.join(work, "a"), settings)
        nodes = [Node(options.souk, work, name, settings) for name in ("a", "b")]
        for node in nodes:
            node.start()
            running.append(lambda node=node: node.process.poll() is None and node.stop(signal.SIGKILL))
        proxy = Proxy(work, nodes)
        running.append(proxy.stop)
        slugs = postgres.query("SELECT slug FROM products LIMIT 200").splitlines()
        load = Load(proxy.port, admin_key, slugs)
        jobs = Jobs(postgres)
        time.sleep(3)
        report.say("nothing happens", load.take_outcomes(), {200, 201})
        for _ in range(options.rounds):
            rolling_restart(load, nodes, report)
            kill_connections(load, nodes, postgres, report)
            restart_postgres(load, nodes, postgres, report)
            for node in nodes:
                kill_node(load, nodes, node, report)
        load.stop()
        jobs.check(report, wait_until)
        check_promises(load, nodes, postgres, admin_key, report)
        fill_disk(options.souk, work, settings, report)
    finally:
        for stop in reversed(running):
            stop()
        if report.failed:
            print(f"the logs of the nodes are in {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    sys.exit(1 if report.failed else 0)


main()
