"""Slow loris: connections that send the headers of a request a byte a second. Says how many are hung up on."""

import select
import socket
import sys
import time
from urllib.parse import urlsplit

HEAD = b"GET /api/v1/products HTTP/1.1\r\nHost: bench\r\n" + b"X-Filler: " + b"a" * 600


def main() -> None:
    place, count = urlsplit(sys.argv[1]), int(sys.argv[2])
    connections = [socket.create_connection((place.hostname, place.port), timeout=30) for _ in range(count)]
    print(f"{count} slow connections are open", flush=True)
    begin, sent = time.monotonic(), 0
    while connections and sent < 60:
        for connection in list(connections):
            try:
                connection.sendall(HEAD[sent:sent + 1])
            except OSError:
                connections.remove(connection)
        sent += 1
        readable = select.select(connections, [], [], 1)[0]
        for connection in readable:
            try:
                if connection.recv(4096):
                    continue
            except OSError:
                pass
            connections.remove(connection)
        time.sleep(max(0, begin + sent - time.monotonic()))
        if not connections:
            print(f"the server hung up on all of them within {time.monotonic() - begin:.0f} s", flush=True)


main()
