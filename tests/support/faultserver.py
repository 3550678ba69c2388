"""A web server on loopback that can do everything wrong: it writes raw bytes, byte for byte as told.

    with FaultServer({"/tin": page("<p>Xin chào</p>"), "/cham": drip(b"x")}) as server:
        server.url("/tin")          # http://127.0.0.1:<port>/tin
        server.hits                 # what was asked, in order, with the moment it arrived

A route is the bytes of a whole answer, or a ``Handler`` that gets the connection. ``robots.txt`` is 404
unless routed, everything unknown is 404 too. Threads, no event loop: usable from any test.
"""

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self, TypeAlias

_PATIENCE_S = 10.0
"""No handler outlives this, so that a broken test ends."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A request as it arrived."""

    target: str
    """Path and query, as the request line has it."""
    headers: tuple[tuple[str, str], ...]
    at: float
    """``time.monotonic()`` when its head was complete."""

    def header(self, name: str) -> str | None:
        """The first header of that name; None where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass
class Connection:
    """A client's connection, in the hands of a handler."""

    socket: socket.socket
    hit: Hit
    stopped: threading.Event
    keep_open: bool = False
    """Set by a handler whose answer was whole: the next request may come over the same connection."""

    def send(self, data: bytes) -> None:
        """Write ``data``, all of it. Raises ``OSError`` where the client has gone."""
        self.socket.sendall(data)

    def pause(self, seconds: float) -> None:
        """Wait, but not beyond the server's end."""
        self.stopped.wait(seconds)

    def reset(self) -> None:
        """Cut the connection with a RST instead of a FIN."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


Handler: TypeAlias = Callable[[Connection], None]
Route: TypeAlias = bytes | Handler


def answer(
    status: int = 200,
    body: bytes = b"",
    *headers: tuple[str, str],
    length: int | None = None,
    http: str = "HTTP/1.1",
) -> bytes:
    """A whole answer with a Content-Length, right unless ``length`` says otherwise."""
    lines = [f"{http} {status} Whatever", *(f"{name}: {value}" for name, value in headers)]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8") + body


def page(html: str, *headers: tuple[str, str]) -> bytes:
    """An HTML page with status 200, in UTF-8."""
    return answer(200, html.encode(), ("Content-Type", "text/html; charset=utf-8"), *headers)


def redirect(location: str, body: bytes = b"", *, status: int = 302) -> bytes:
    """A redirect; ``location`` goes out as raw UTF-8."""
    return answer(status, body, ("Location", location))


def head(*headers: tuple[str, str], status: int = 200) -> bytes:
    """The head of an answer alone, for a handler that sends the body itself."""
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode()


def drip(start: bytes, piece: bytes = b"x", *, every_s: float = 0.05) -> Handler:
    """Send ``start``, then ``piece`` again and again, slowly and without end."""

    def handle(connection: Connection) -> None:
        connection.send(start)
        deadline = time.monotonic() + _PATIENCE_S
        while not connection.stopped.wait(every_s) and time.monotonic() < deadline:
            connection.send(piece)

    return handle


def flood(start: bytes, piece: bytes) -> Handler:
    """Send ``start``, then ``piece`` as fast as it goes and without end."""
    return drip(start, piece, every_s=0.0)


def sequence(*routes: Route) -> Handler:
    """The first route for the first request, and so on; the last one for all that follow."""
    turns = iter(range(len(routes)))
    lock = threading.Lock()

    def handle(connection: Connection) -> None:
        with lock:
            turn = next(turns, len(routes) - 1)
        _serve(connection, routes[turn])

    return handle


def reset(connection: Connection) -> None:
    """Cut the connection with a RST."""
    connection.reset()


def hang_up(connection: Connection) -> None:
    """Close without a word."""


def silence(connection: Connection) -> None:
    """Say nothing until the client goes away."""
    connection.pause(_PATIENCE_S)


@dataclass
class FaultServer:
    """The server, running between ``__enter__`` and ``__exit__``. ``tls`` makes it an HTTPS server."""

    routes: Mapping[str, Route] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    address: str = "127.0.0.1"
    hits: list[Hit] = field(default_factory=list)
    connections: int = 0
    """How many times somebody connected."""

    def __post_init__(self) -> None:
        self.routes = dict(self.routes)
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server((self.address, 0), backlog=64)
        self._listener.settimeout(0.05)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept, where the system does that
        with self._lock:
            for client in self._open:
                with contextlib.suppress(OSError):
                    client.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(_PATIENCE_S)
        self._listener.close()

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        """The URL of ``path`` here, under another name for this server where ``host`` is given."""
        scheme = "https" if self.tls else "http"
        return f"{scheme}://{host or self.address}:{self.port}{path}"

    def hits_of(self, path: str) -> list[Hit]:
        """The requests for exactly that path and query."""
        return [hit for hit in self.hits if hit.target == path]

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return  # the listener was shut down
            with self._lock:
                self.connections += 1
                self._open.add(client)
            self._start(lambda client=client: self._talk(client))  # type: ignore[misc]

    def _talk(self, client: socket.socket) -> None:
        current = client
        try:
            client.settimeout(_PATIENCE_S)
            if self.tls:
                current = self.tls.wrap_socket(client, server_side=True)
                with self._lock:
                    self._open.add(current)
            while not self._stopped.is_set() and self._one_request(current):
                pass
        except OSError:
            pass  # the client has gone, which many tests are about
        finally:
            with self._lock:
                self._open -= {client, current}
            for end in (current, client):
                with contextlib.suppress(OSError):
                    end.close()

    def _one_request(self, client: socket.socket) -> bool:
        """Serve one request; False where the connection ends with it."""
        received = b""
        while b"\r\n\r\n" not in received:
            data = client.recv(65536)
            if not data:
                return False
            received += data
        hit = _read_hit(received)
        self.hits.append(hit)
        connection = Connection(socket=client, hit=hit, stopped=self._stopped)
        _serve(connection, self.routes.get(hit.target, _NOT_FOUND))
        return connection.keep_open


_NOT_FOUND = answer(404, b"khong co")


def _serve(connection: Connection, route: Route) -> None:
    if callable(route):
        route(connection)
        return
    connection.send(route)
    start, _, body = route.partition(b"\r\n\r\n")
    is_whole = f"Content-Length: {len(body)}".encode() in start.split(b"\r\n")
    connection.keep_open = is_whole and start.startswith(b"HTTP/1.1 ")


def _read_hit(received: bytes) -> Hit:
    request_line, *lines = received.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
    return Hit(target=request_line.split(" ")[1], headers=headers, at=time.monotonic())
