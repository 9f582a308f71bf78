#!/usr/bin/env python3
"""Stands between a client of PostgreSQL and its server, and meddles.

    with ProtocolProxy(("/var/run/postgresql", 5432), drop=["pg_policy"]) as proxy:
        run(client, env={**environment, **proxy.environment()})

drop: names of catalogs. The rows of each query that reads one of them as its main
catalog (main_catalog()) never reach the client; nothing else is changed, not even
the count in the command's tag. So a reader of a catalog is switched off in the
real program, without a word in the program about tests. A name with ~ before it is
a word of the query's text instead: ~relpartbound, ~pg_get_viewdef.

delay: seconds that each direction holds back what it passes on, as a long line
does: it delays, it does not slow down, so a pipeline overtakes a statement at a
time.

cut: called with the number of a session (0, 1, ... as they log in); returns how many
octets of the server's answers reach the client before both sides see the end of the
connection, or None for all. What was cut stands in `cuts`, as (session, octets).

The proxy listens on a Unix-domain socket of its own, or on TCP with
listen=("127.0.0.1", 0). It speaks no TLS and no GSSAPI. With drop or watch=True the
queries that were answered stand in `queries`, and the catalogs of which rows were
dropped in `dropped`. Alone:

    tests/interop/protocol_proxy.py --server HOST:PORT [--listen HOST:PORT]
        [--delay SECONDS] [--drop CATALOG ...] [--show-queries]
"""
import argparse
import collections
import contextlib
import queue
import re
import shutil
import socket
import struct
import sys
import tempfile
import threading
import time

SSL_REQUEST, GSS_REQUEST, CANCEL_REQUEST = 80877103, 80877104, 80877102
CHUNK = 1 << 16
# Joined behind another catalog by the query that reads them.
DETAIL_CATALOGS = ("pg_aggregate", "pg_enum", "pg_ts_config_map", "pg_policy")
WORD = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[()]|[^\s()'\",]+")
CLAUSE_ENDS = ("where", "order", "group", "having", "union", "limit", "window")


def relations(text):
    """The catalogs in the outermost FROM of a SELECT, in the order of the text.

    What stands in parentheses (subqueries, common table expressions, arguments)
    does not count; a function or a name of a common table expression is skipped.
    """
    depth, listening, found = 0, False, []
    for word in WORD.findall(text):
        lower = word.lower()
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
        elif depth == 0:
            if lower == "from":
                listening = True
            elif lower in CLAUSE_ENDS:
                listening = False
            elif listening and lower.startswith("pg_catalog.pg_"):
                found.append(lower[len("pg_catalog."):])
    return found


def main_catalog(text):
    """The catalog whose rows a query is about; None if it reads none."""
    found = relations(text)
    for name in found:
        if name in DETAIL_CATALOGS:
            return name
    return found[0] if found else None


class Answers:
    """Which query the server is answering: pipelines are answered in order.

    thread-safe: the client's thread adds, the server's thread takes.
    """

    def __init__(self):
        self._mutex = threading.Lock()
        self._pending = collections.deque()

    def add(self, kind, text=""):
        with self._mutex:
            self._pending.append((kind, text))

    def current(self):
        with self._mutex:
            return self._pending[0][1] if self._pending else ""

    def executed(self):
        with self._mutex:
            if self._pending and self._pending[0][0] == "execute":
                self._pending.popleft()

    def ready(self):
        """ReadyForQuery: also ends what an error has skipped."""
        with self._mutex:
            while self._pending and self._pending.popleft()[0] == "execute":
                pass


class Messages:
    """Splits a stream into protocol messages."""

    def __init__(self):
        self._buffer = bytearray()

    def add(self, octets):
        """Yields each whole message as (type, body, all octets)."""
        self._buffer += octets
        place = 0
        while len(self._buffer) - place >= 5:
            length, = struct.unpack_from("!I", self._buffer, place + 1)
            end = place + 1 + length
            if len(self._buffer) < end:
                break
            whole = bytes(self._buffer[place:end])
            yield whole[:1], whole[5:], whole
            place = end
        del self._buffer[:place]


class Line:
    """One direction. What is put in comes out `delay` seconds later."""

    def __init__(self, target, delay):
        self._target = target
        self._delay = delay
        self._waiting = queue.Queue() if delay else None
        if delay:
            threading.Thread(target=self._carry, daemon=True).start()

    def send(self, octets):
        """None ends the direction."""
        if self._waiting is None:
            self._deliver(octets)
        else:
            self._waiting.put((time.monotonic() + self._delay, octets))

    def _carry(self):
        octets = b""
        while octets is not None:
            due, octets = self._waiting.get()
            time.sleep(max(0.0, due - time.monotonic()))
            self._deliver(octets)

    def _deliver(self, octets):
        try:
            if octets is None:
                self._target.shutdown(socket.SHUT_WR)
            elif octets:
                self._target.sendall(octets)
        except OSError:
            pass  # the other side has gone; its own thread ends


def connect(address):
    host, port = address
    if host.startswith("/"):
        made = socket.socket(socket.AF_UNIX)
        made.connect(f"{host}/.s.PGSQL.{port}")
    else:
        made = socket.create_connection((host, port))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


class Conversation:
    """One connection of a client, and the one to the server behind it."""

    def __init__(self, proxy, client):
        self._proxy = proxy
        self._client = client
        self._answers = Answers()
        self._statements = {}
        self._portals = {}

    def run(self):
        with self._client, connect(self._proxy.server) as server:
            to_server = Line(server, self._proxy.delay)
            if not self._start(to_server):
                return
            other = threading.Thread(target=self._pass_answers, args=(server,), daemon=True)
            other.start()
            messages = Messages()
            while octets := self._receive(self._client):
                if self._proxy.watches:
                    for kind, body, _ in messages.add(octets):
                        self._note(kind, body)
                to_server.send(octets)
            to_server.send(None)
            other.join()

    @staticmethod
    def _receive(source):
        try:
            return source.recv(CHUNK)
        except OSError:
            return b""

    def _exactly(self, count):
        octets = b""
        while len(octets) < count:
            more = self._client.recv(count - len(octets))
            if not more:
                break
            octets += more
        return octets

    def _start(self, to_server):
        """Passes the first packet on; it has no type. False: nothing follows."""
        while True:
            header = self._exactly(8)
            if len(header) < 8:
                return False
            length, code = struct.unpack("!II", header)
            packet = header + self._exactly(length - 8)
            if code in (SSL_REQUEST, GSS_REQUEST):
                self._client.sendall(b"N")
                continue
            to_server.send(packet)
            if code == CANCEL_REQUEST:
                time.sleep(self._proxy.delay)
                return False
            return True

    def _note(self, kind, body):
        """Remembers which query the answers to this message belong to."""
        if kind == b"P":
            name, text = body.split(b"\0", 2)[:2]
            self._statements[name] = text.decode(errors="replace")
        elif kind == b"B":
            portal, name = body.split(b"\0", 2)[:2]
            self._portals[portal] = self._statements.get(name, "")
        elif kind == b"E":
            self._answers.add("execute", self._portals.get(body.split(b"\0", 1)[0], ""))
        elif kind == b"S":
            self._answers.add("sync")
        elif kind == b"Q":
            self._answers.add("simple", body.rstrip(b"\0").decode(errors="replace"))

    def _pass_answers(self, server):
        to_client = Line(self._client, self._proxy.delay)
        messages = Messages()
        session, left = self._proxy.begin_session()
        passed_count = 0
        while octets := self._receive(server):
            if left is not None and passed_count + len(octets) >= left:
                to_client.send(octets[:left - passed_count])
                self._proxy.cuts.append((session, left))
                for side in (self._client, server):
                    with contextlib.suppress(OSError):
                        side.shutdown(socket.SHUT_RDWR)
                return
            passed_count += len(octets)
            self._proxy.answered_octets[session] = passed_count
            if not self._proxy.watches:
                to_client.send(octets)
                continue
            passed = []
            for kind, _, whole in messages.add(octets):
                if kind == b"D" and self._proxy.drops(self._answers.current()):
                    continue
                if kind in (b"C", b"I", b"s"):
                    self._proxy.answered(self._answers.current())
                    self._answers.executed()
                elif kind == b"Z":
                    self._answers.ready()
                passed.append(whole)
            to_client.send(b"".join(passed))
        to_client.send(None)


class ProtocolProxy:
    """See the top of the file. A context manager; thread-safe."""

    def __init__(self, server, drop=(), delay=0.0, listen=None, watch=False, cut=None):
        self.server = (server[0], int(server[1]))
        self.delay = delay
        self.cuts = []
        self.answered_octets = []  # of each session, so far
        self._cut = cut
        self._mutex = threading.Lock()
        self.watches = watch or bool(drop)
        self.queries = []
        self.dropped = set()
        self._drop = frozenset(drop)
        self._dropped_by = {}
        self._folder = None
        if listen is None:
            self._folder = tempfile.mkdtemp(prefix="pgark-proxy-")
            self._address = (self._folder, 5432)
            self._listener = socket.socket(socket.AF_UNIX)
            self._listener.bind(f"{self._folder}/.s.PGSQL.5432")
        else:
            self._listener = socket.create_server(listen)
            self._address = self._listener.getsockname()[:2]
        self._listener.listen(64)

    def environment(self):
        """libpq's variables that lead a program here instead of to the server."""
        return {"PGHOST": self._address[0], "PGPORT": str(self._address[1]),
                "PGSSLMODE": "disable", "PGGSSENCMODE": "disable"}

    def drops(self, text):
        """Whether the rows of this query are left out."""
        if text not in self._dropped_by:
            main = main_catalog(text)
            self._dropped_by[text] = {
                name for name in self._drop
                if name == main
                or name[0] == "~" and re.search(rf"\b{re.escape(name[1:])}\b", text)}
        self.dropped |= self._dropped_by[text]
        return bool(self._dropped_by[text])

    def answered(self, text):
        self.queries.append(text)

    def begin_session(self):
        """The session's number, and after how many octets it is cut."""
        with self._mutex:
            number = len(self.answered_octets)
            self.answered_octets.append(0)
            return number, self._cut(number) if self._cut else None

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread in accept()
        self._listener.close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return  # closed
            if self._folder is None:
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            Conversation(self, client).run()
        except OSError:
            client.close()  # the server cannot be reached: the client sees the end


def main():
    def address(text):
        host, _, port = text.rpartition(":")
        return host, int(port)

    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--server", type=address, required=True, help="HOST or folder, :PORT")
    parser.add_argument("--listen", type=address, default=("127.0.0.1", 0))
    parser.add_argument("--delay", type=float, default=0.0, help="seconds in each direction")
    parser.add_argument("--drop", nargs="*", default=[], help="catalogs to answer with no rows")
    parser.add_argument("--show-queries", action="store_true")
    arguments = parser.parse_args()
    with ProtocolProxy(arguments.server, arguments.drop, arguments.delay,
                       arguments.listen, arguments.show_queries) as proxy:
        for name, value in proxy.environment().items():
            print(f"export {name}={value}", flush=True)
        shown = 0
        try:
            while True:
                time.sleep(0.2)
                while arguments.show_queries and shown < len(proxy.queries):
                    text = proxy.queries[shown]
                    print(f"{main_catalog(text) or '-'}\t{' '.join(text.split())}", flush=True)
                    shown += 1
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main())
