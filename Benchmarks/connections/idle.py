"""Opens many connections, sends one request on each, holds them, and asks some of them again."""

import resource
import socket
import sys
import time
from urllib.parse import urlsplit

ASK = b"GET /api/v1/products?page_size=1 HTTP/1.1\r\nHost: bench\r\n\r\n"


def resident(process: str) -> int:
    with open(f"/proc/{process}/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))


def ask(connection: socket.socket) -> None:
    connection.sendall(ASK)
    answer = connection.recv(65536)
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65536)
    if not answer.startswith(b"HTTP/1.1 200"):
        sys.exit(answer.decode(errors="replace"))


def main() -> None:
    place, process, count = urlsplit(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(count + 100, hard), hard))
    before = resident(process)
    connections = []
    for _ in range(count):
        connection = socket.create_connection((place.hostname, place.port), timeout=30)
        ask(connection)
        connections.append(connection)
    time.sleep(2)
    after = resident(process)
    begin = time.monotonic()
    for connection in connections[::count // 100]:
        ask(connection)
    taken = (time.monotonic() - begin) * 1000 / len(connections[::count // 100])
    print(f"{count} idle keep-alive connections\t{after} MB resident, {before} MB before; "
          f"asked again they answer in {taken:.1f} ms")


main()
