"""A load on loopback: raw keep-alive connections, so that the server is the limit."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from time import perf_counter

PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """How many answers came per second, and how long the slow ones took."""

    per_second: float
    p99_ms: float
    answers: int

    def __str__(self) -> str:
        return f"{self.per_second:9.0f} /s   p99 {self.p99_ms:7.2f} ms"


def request_bytes(path: str, *, port: int) -> bytes:
    """Return a plain GET as it goes over the wire."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "User-Agent: Mozilla/5.0 (bench)\r\nAccept: text/html\r\n\r\n"
    ).encode()


def hammer(port: int, path: str, *, seconds: float, expect: int) -> Figure:
    """Ask for one path as fast as answers come, from several processes at once."""
    request = request_bytes(path, port=port)
    spawn = get_context("spawn")
    with spawn.Pool(PROCESSES) as pool:
        jobs = [(port, request, seconds, expect)] * PROCESSES
        spans = [took for part in pool.starmap(ask, jobs) for took in part]
    return figure(spans, seconds=seconds)


def figure(spans: Sequence[float], *, seconds: float) -> Figure:
    """Sum up how long each answer took, in seconds."""
    ordered = sorted(spans)
    slow = ordered[int(len(ordered) * 0.99)] if ordered else float("nan")
    return Figure(len(ordered) / seconds, slow * 1000, len(ordered))


def ask(port: int, request: bytes, seconds: float, expect: int) -> list[float]:
    """Send one request after another on one connection; return each one's span."""
    spans = []
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        end = perf_counter() + seconds
        while (start := perf_counter()) < end:
            wire.sendall(request)
            status = read_answer(wire)
            spans.append(perf_counter() - start)
            if status != expect:
                raise RuntimeError(f"Expected {expect}, was answered {status}.")
    return spans


def read_answer(wire: socket.socket) -> int:
    """Read one whole answer; return its status."""
    received = wire.recv(65536)
    while b"\r\n\r\n" not in received:
        received += wire.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    missing = content_length(head) - len(body)
    while missing > 0:
        missing -= len(wire.recv(65536))
    return int(head[9:12])


def content_length(head: bytes) -> int:
    """Return how long the body of an answer is."""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
