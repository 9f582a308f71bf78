#!/usr/bin/env python3
"""Dumps from a hot standby.

The standby is made with the stock pg_basebackup from a server of its own, both
in a temporary folder. Parallel dumps with one snapshot work there, unlogged
tables have no rows, and a dump that the standby cancels says what to set.
"""
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import interop
from interop import ROOT, StepFailed, expect, expect_same_script

from throwaway_postgres import NOBODY

COULD_NOT = 1
PRIMARY_PORT = "6431"
STANDBY_PORT = "6432"
CONFIGURATION = """
listen_addresses = ''
fsync = off
max_connections = 30
max_wal_senders = 4
wal_level = replica
hot_standby = on
hot_standby_feedback = off
max_standby_streaming_delay = 0
autovacuum = off
shared_buffers = 64MB
dynamic_shared_memory_type = mmap
log_min_messages = warning
"""


class Cluster:
    """Servers of one release, run where that release is installed (see
    scripts/servers): on the host, or inside its root file system."""

    def __init__(self, version, environment):
        programs = f"/usr/lib/postgresql/{version}/bin"
        host = environment["PGHOST"]
        # The folder of the socket, as the host sees it, begins with the root.
        self.root = "" if os.path.exists(f"{programs}/postgres") else host.split("/var/lib/")[0]
        self.programs = programs
        self.outside = pathlib.Path(tempfile.mkdtemp(prefix="pgark-standby-", dir=f"{self.root}/tmp"))
        os.chown(self.outside, NOBODY, NOBODY)
        self.outside.chmod(0o755)
        self.inside = str(self.outside)[len(self.root):]
        self.running = []

    def run(self, program, *arguments):
        done = subprocess.run(
            ["chroot", f"--userspec={NOBODY}:{NOBODY}", "--groups=", self.root or "/",
             "/usr/bin/env", "-i", "LC_ALL=C.UTF-8", "HOME=/", "PATH=/usr/bin:/bin",
             f"{self.programs}/{program}", *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            check=False, timeout=300)
        if done.returncode != 0:
            raise RuntimeError(f"{program} failed: {done.stderr.decode(errors='replace')[-1500:]}")

    def start(self, name, port):
        # The server must not keep our pipe open.
        self.running.append(name)
        self.run("pg_ctl", "-D", f"{self.inside}/{name}", "-w", "-s", "-t", "120", "-l",
                 f"{self.inside}/{name}.log", "-o",
                 f"-p {port} -c unix_socket_directories={self.inside}", "start")

    def make(self):
        self.run("initdb", "-D", f"{self.inside}/primary", "-U", "postgres", "-A", "trust",
                 "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        with open(self.outside / "primary" / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write(CONFIGURATION)
        self.start("primary", PRIMARY_PORT)

    def follow(self):
        self.run("pg_basebackup", "-h", self.inside, "-p", PRIMARY_PORT, "-U", "postgres",
                 "-D", f"{self.inside}/standby", "-R", "-X", "stream", "-c", "fast", "--no-sync")
        self.start("standby", STANDBY_PORT)

    def remove(self):
        for name in reversed(self.running):
            with contextlib.suppress(RuntimeError, subprocess.SubprocessError):
                self.run("pg_ctl", "-D", f"{self.inside}/{name}", "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.outside, ignore_errors=True)


class Standby:
    def __init__(self, steps, pgark, servers):
        self.steps = steps
        self.pgark = pgark
        self.primary, self.standby = servers
        self.out = steps.folder / "standby.dump"

    def catch_up(self):
        place = self.primary.psql("postgres", "SELECT pg_current_wal_lsn()")
        deadline = time.monotonic() + 60
        while self.standby.psql("postgres", f"SELECT pg_last_wal_replay_lsn() >= '{place}'") != "t":
            if time.monotonic() > deadline:
                raise StepFailed("the standby does not follow")
            time.sleep(0.1)

    def receive(self):
        place = self.primary.psql("postgres", "SELECT pg_current_wal_lsn()")
        deadline = time.monotonic() + 60
        while self.standby.psql("postgres",
                                f"SELECT pg_last_wal_receive_lsn() >= '{place}'") != "t":
            if time.monotonic() > deadline:
                raise StepFailed("the standby receives nothing")
            time.sleep(0.1)

    def load(self):
        self.primary.psql("postgres", "CREATE DATABASE standby")
        self.primary.run(self.primary.program("psql"), "-qX", "-v", "megabytes=3", "-d", "standby",
                         "-f", ROOT / "scripts" / "sample_database.sql").check()
        self.primary.psql(
            "standby", "CREATE UNLOGGED TABLE public.forgotten (a serial)",
            "INSERT INTO public.forgotten SELECT FROM generate_series(1, 100)",
            "CREATE TABLE public.large AS SELECT i, repeat('x', 400) AS x "
            "FROM generate_series(1, 60000) AS i")
        if self.primary.version >= 15:
            self.primary.psql("standby", "CREATE UNLOGGED SEQUENCE public.unlogged")
        self.catch_up()

    def dumps(self):
        with self.steps.step("the script of pg_dump"):
            expect_same_script(
                self.steps, "standby",
                self.standby.run(self.pgark, "dump", "-Fp", "standby").check().stdout,
                self.standby.run(self.standby.program("pg_dump"), "-Fp", "standby").check().stdout)
        with self.steps.step("a parallel dump on one snapshot: the same as with one session"):
            archives = []
            for jobs in (1, 4):
                archives.append(self.steps.file(f"jobs{jobs}.dump"))
                self.standby.run(self.pgark, "dump", "-Fc", f"-j{jobs}",
                                 "--split-tables-larger-than=1MiB", "-f", archives[-1], "standby",
                                 extra={"SOURCE_DATE_EPOCH": interop.EPOCH}).check()
            self.standby.run(self.pgark, "verify", archives[1]).check()
            expect(archives[0].read_bytes() == archives[1].read_bytes(), "other bytes")
        with self.steps.step("unlogged tables are there without rows"):
            script = self.standby.run(self.pgark, "restore", "-f", "-", archives[0]).check().stdout
            expect(b"CREATE UNLOGGED TABLE public.forgotten" in script, "no table")
            expect(b"COPY public.forgotten" not in script, "rows of an unlogged table")
        with self.steps.step("--serializable-deferrable is refused there by the server"):
            result = self.standby.run(self.pgark, "dump", "--serializable-deferrable", "standby")
            expect(result.status == COULD_NOT and "erializable" in result.stderr, result.stderr)

    def conflict(self):
        """Rows that the dump still reads are removed on the primary."""
        for jobs in ("-j1", "-j3"):
            with self.steps.step(f"cancelled for the primary's VACUUM, {jobs}: a hint"):
                with self.standby.start(self.pgark, "dump", "-Fc", jobs, "-Z", "gzip:9",
                                        "-f", self.out, "standby") as process:
                    try:
                        deadline = time.monotonic() + 60
                        while self.standby.psql(
                                "postgres", "SELECT count(*) FROM pg_stat_activity WHERE query "
                                "LIKE '%COPY %' AND application_name = 'pgark dump'") == "0":
                            expect(process.poll() is None, "the dump ended before")
                            expect(time.monotonic() < deadline, "the dump never copied")
                            time.sleep(0.01)
                        process.send_signal(19)  # SIGSTOP
                        self.primary.psql("standby", "DELETE FROM public.large WHERE i % 2 = 0",
                                          "VACUUM public.large")
                        # Not until it is replayed: a session that waits for
                        # its client to read does not hear that it has to go.
                        self.receive()
                        time.sleep(1)
                        process.send_signal(18)  # SIGCONT
                        _, stderr = process.communicate(timeout=120)
                    finally:
                        with contextlib.suppress(ProcessLookupError):
                            process.kill()
                text = stderr.decode(errors="replace")
                expect(process.returncode == COULD_NOT, f"status {process.returncode}: {text}")
                expect(re.search(r"^HINT: .*hot_standby_feedback.*max_standby_streaming_delay", text,
                                 re.M), text)
                expect(not self.out.exists(), "there is a file")
                self.primary.psql("standby", "INSERT INTO public.large SELECT i * 2, repeat('y', 400) "
                                  "FROM generate_series(1, 30000) AS i")
                self.catch_up()


def main():
    arguments = interop.parse_arguments(__doc__)
    there = interop.side_by_side(arguments.version)
    if there is None or os.getuid() != 0:
        print(f"PostgreSQL {arguments.version} is not there, or this is not root")
        return 1 if str(arguments.version) in interop.required_servers() else interop.SKIPPED
    steps = interop.Steps(f"standby-{arguments.version}")
    cluster = Cluster(arguments.version, there.environment)
    try:
        cluster.make()
        servers = [
            interop.Server(arguments.version,
                           dict(there.environment, PGHOST=str(cluster.outside), PGPORT=port),
                           there.programs)
            for port in (PRIMARY_PORT, STANDBY_PORT)]
        test = Standby(steps, arguments.pgark, servers)
        cluster.follow()
        test.load()
        test.dumps()
        test.conflict()
    finally:
        cluster.remove()
    return steps.finish()


if __name__ == "__main__":
    sys.exit(main())
