#!/usr/bin/env python3
"""Kills, full disks, lost servers and wrong input.

After each: the promised exit code (docs: every --help), one clear line that
names what and where, no file under the final name and no leftover beside it,
and an older file of that name untouched. The server is a throw-away one.
"""
import contextlib
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time

import interop
from interop import EPOCH, SAMPLE, Result, StepFailed, expect

from throwaway_postgres import NOBODY, ThrowawayServer

COULD_NOT = 1
USAGE = 2
FINDINGS = 3
NO_CONNECTION = 4
OLD = b"the archive of yesterday\n"
# Only for the role that logs in with a password.
ACCESS_RULES = "local all needs_password scram-sha-256\n"


class Faults(interop.Script):
    def __init__(self, steps, server, pgark, cluster):
        super().__init__(steps, server, pgark)
        self.cluster = cluster
        self.folder = steps.folder / "out"
        self.folder.mkdir()
        self.target = self.folder / "nightly.dump"

    # What every failed dump promises.

    def prepare(self, with_old_file=True):
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        if with_old_file:
            self.target.write_bytes(OLD)

    def expect_untouched(self):
        expect(self.target.read_bytes() == OLD, "the older file was changed")
        names = sorted(os.listdir(self.folder))
        expect(names == [self.target.name], f"left behind: {names}")

    def expect_one_line(self, result, *words):
        """One line to stderr names each of the words; behind it may stand what
        the server said besides, and a hint."""
        lines = [line for line in result.stderr.splitlines()
                 if line.strip() and not re.match(r"(STATEMENT|DETAIL|HINT|CONTEXT): ", line)]
        expect(len(lines) == 1, f"not one line but {len(lines)}: {result.stderr[:500]!r}")
        for word in words:
            expect(word in lines[0], f"{word!r} is not in {lines[0]!r}")

    def dump_command(self, database, *options):
        return [self.pgark, "dump", "-Fc", *options, "-f", self.target, database]

    def failing_dump(self, name, status, words, database, *options, extra=None):
        with self.steps.step(name):
            self.prepare()
            result = self.server.run(*self.dump_command(database, *options), extra=extra, timeout=60)
            result.check(status)
            self.expect_one_line(result, *words)
            self.expect_untouched()

    # Wrong input.

    def wrong_input(self, database):
        secret = "the-wrong-password"
        self.failing_dump("wrong password", NO_CONNECTION, ["needs_password"], database,
                          "-U", "needs_password", "-w", extra={"PGPASSWORD": secret})
        self.failing_dump("missing database", NO_CONNECTION, ["no_such_database"],
                          "no_such_database")
        self.failing_dump("no server", NO_CONNECTION, ["/nowhere"], database, "-h", "/nowhere")
        self.failing_dump("a role that may not read a table", COULD_NOT, ["hidden", "permission"],
                          database, "-U", "reads_little", "-t", "public.hidden")
        self.failing_dump("a pattern that matches nothing", COULD_NOT, ["match"],
                          database, "-t", "no_such_table")
        with self.steps.step("output folder does not exist"):
            result = self.server.run(self.pgark, "dump", "-Fc", "-f",
                                     self.folder / "none" / "x.dump", database).check(COULD_NOT)
            self.expect_one_line(result, "none")
        with self.steps.step("unknown option"):
            result = self.server.run(self.pgark, "dump", "--no-such-option").check(USAGE)
            expect("no-such-option" in result.stderr, result.stderr)
        with self.steps.step("zstd in an archive of version 1.14 is refused"):
            self.server.run(self.pgark, "dump", "-Fc", "-Z", "zstd", "--archive-version=1.14",
                            "-f", self.target, database).check(USAGE)

    def wrong_archives(self, database):
        archive = self.steps.file("whole.dump")
        self.server.run(self.pgark, "dump", "-Fc", "-t", "public.hidden", "-f", archive,
                        database).check()
        whole = archive.read_bytes()
        version = bytearray(whole)
        version[6] = 99  # behind the magic and the major version
        bad = {"not an archive": b"-- just a text\n" * 50, "empty": b"",
               "cut short": whole[:len(whole) // 3], "unsupported version": bytes(version)}
        for name, content in bad.items():
            path = self.steps.file(f"{name}.dump")
            path.write_bytes(content)
            with self.steps.step(f"{name}: list, verify and restore say so"):
                target = self.server.create("bad")
                for command, statuses in (
                        (["list", path], (COULD_NOT,)),
                        (["verify", path], (COULD_NOT, FINDINGS)),
                        (["restore", "-d", target, path], (COULD_NOT,))):
                    result = self.server.run(self.pgark, *command, timeout=60)
                    expect(result.status in statuses,
                           f"{command[0]}: status {result.status}: {result.stderr[:300]}")
                    text = result.stderr + result.stdout.decode(errors="replace")
                    expect(path.name in text, f"{command[0]} does not name the file: {text[:300]}")
                expect(self.server.psql(target, "SELECT count(*) FROM pg_class WHERE "
                                        "relnamespace = 'public'::regnamespace") == "0",
                       "restore left something in the database")
                self.server.drop(target)

    def pooler(self, database):
        program = shutil.which("pgbouncer", path=os.environ["PATH"] + ":/usr/sbin")
        if program is None:
            self.steps.skip("transaction pooler", "pgbouncer is not installed")
            return
        folder = self.steps.folder / "pooler"
        folder.mkdir()
        configuration = folder / "pgbouncer.ini"
        users = folder / "users"
        users.write_text('"postgres" ""\n')
        configuration.write_text(
            f"[databases]\n* = host={self.cluster.folder} port=5432\n[pgbouncer]\n"
            f"unix_socket_dir = {folder}\nlisten_port = 6432\nauth_type = trust\n"
            f"auth_file = {users}\npool_mode = transaction\n"
            "ignore_startup_parameters = extra_float_digits\n")
        identity = {}
        if os.getuid() == 0:
            for path in (folder, configuration, users):
                os.chown(path, NOBODY, NOBODY)
            identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        with subprocess.Popen([program, str(configuration)], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              **identity) as process:
            try:
                self._wait(lambda: (folder / ".s.PGSQL.6432").exists(), "the pooler did not start")
                for attempt in ("first", "second"):  # on a fresh and on a used connection
                    with self.steps.step(f"transaction pooler, {attempt} time"):
                        self.prepare()
                        result = self.server.run(
                            *self.dump_command(database, "-h", folder, "-p", "6432"), timeout=60)
                        expect(result.status in (COULD_NOT, NO_CONNECTION),
                               f"status {result.status}: {result.stderr[:500]}")
                        expect(re.search("pool", result.stderr, re.I), result.stderr[:500])
                        expect(re.search("own address|direct", result.stderr, re.I), result.stderr[:500])
                        self.expect_untouched()
            finally:
                process.kill()

    # Things that happen in the middle.

    def _wait(self, condition, words, seconds=30):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise StepFailed(words)
            time.sleep(0.01)

    def _copying(self):
        return self.server.psql(
            "postgres", "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%COPY %' "
            "AND state = 'active' AND application_name NOT LIKE 'psql%'") != "0"

    @contextlib.contextmanager
    def _running_dump(self, database, *options):
        """A dump that has begun to copy, stopped (SIGSTOP) in the middle of it."""
        with self.server.start(*self.dump_command(database, *options)) as process:
            try:
                self._wait(lambda: self._copying() or process.poll() is not None,
                           "the dump never copied")
                process.send_signal(signal.SIGSTOP)
                expect(process.poll() is None, "the dump ended before it could be stopped")
                yield process
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()

    def _finish(self, process):
        process.send_signal(signal.SIGCONT)
        _, stderr = process.communicate(timeout=120)
        return Result(process.returncode, b"", stderr)

    def killed(self, database):
        with self.steps.step("kill -9 in the middle: no file, the older one untouched"):
            self.prepare()
            with self._running_dump(database, "-j2") as process:
                process.kill()
                process.wait()
            expect(self.target.read_bytes() == OLD, "the older file was changed")
        with self.steps.step("the next run removes what the killed one left"):
            self.server.run(*self.dump_command(database, "-s")).check()
            names = sorted(os.listdir(self.folder))
            expect(names == [self.target.name], f"left behind: {names}")
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.steps.step(f"{number.name} in the middle"):
                self.prepare()
                with self._running_dump(database, "-j2") as process:
                    process.send_signal(number)
                    result = self._finish(process)
                result.check(status)
                self.expect_untouched()
        with self.steps.step("an interrupted dump cancels its queries"):
            self._wait(lambda: not self._copying(), "queries still run", seconds=5)

    def full_disk(self, database):
        name = "full disk"
        if os.getuid() != 0:
            self.steps.skip(name, "a small tmpfs needs root")
            return
        self.prepare(with_old_file=False)
        if self.server.run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs",
                           self.folder).status != 0:
            self.steps.skip(name, "mounting a tmpfs is not allowed here")
            return
        try:
            self.target.write_bytes(OLD)
            with self.steps.step(name):
                result = self.server.run(*self.dump_command(database, "-j2", "-Z", "none"))
                result.check(COULD_NOT)
                self.expect_one_line(result, "nightly.dump", "No space left")
                self.expect_untouched()
        finally:
            self.server.run("umount", self.folder)

    def server_goes_away(self, database):
        with self.steps.step("the server ends in the middle"):
            self.prepare()
            with self._running_dump(database, "-j2") as process:
                self.cluster.stop("immediate")
                result = self._finish(process)
            self.cluster.start()
            expect(result.status in (COULD_NOT, NO_CONNECTION), f"status {result.status}")
            expect(result.stderr.strip(), "no message")
            self.expect_untouched()

    def worker_is_lost(self, database):
        with self.steps.step("a lost worker's piece is repeated; the bytes stay the same"):
            self.prepare(with_old_file=False)
            same = {"SOURCE_DATE_EPOCH": EPOCH}
            wanted = self.folder / "undisturbed.dump"
            self.server.run(self.pgark, "dump", "-Fc", "-j3", "-f", wanted, database,
                            extra=same).check()
            self.server.environment.update(same)
            with self._running_dump(database, "-j3") as process:
                # The leader holds the snapshot: it is the oldest session.
                self.server.psql(
                    "postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE query LIKE '%COPY %' AND state = 'active' "
                    "AND application_name NOT LIKE 'psql%' ORDER BY backend_start DESC LIMIT 1")
                result = self._finish(process)
            del self.server.environment["SOURCE_DATE_EPOCH"]
            result.check()
            expect(self.target.read_bytes() == wanted.read_bytes(), "the archives differ")

    def queued_alter_table(self, database):
        with self.steps.step("ALTER TABLE queued behind a running dump -j4"):
            self.prepare(with_old_file=False)
            tables = self.server.psql(
                database, "SELECT format('%I.%I', nspname, relname) FROM pg_class c "
                "JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'r' AND "
                "nspname = 'app' AND NOT relispartition AND reloftype = 0 ORDER BY 1").split("\n")
            waiting = []
            with self._running_dump(database, "-j4") as process:
                for table in tables:
                    waiting.append(self.server.start(
                        self.server.program("psql"), "-Xqc",
                        f"ALTER TABLE {table} ADD COLUMN added_meanwhile integer", database))
                self._wait(lambda: self.server.psql(
                    "postgres", "SELECT count(*) >= 5 FROM pg_locks WHERE NOT granted") == "t",
                    "no ALTER TABLE waits")
                result = self._finish(process)
            statuses = [queued.wait(timeout=60) for queued in waiting]
            result.check()
            expect(not any(statuses), f"ALTER TABLE failed: {statuses}")
            self.server.run(self.pgark, "verify", self.target).check()
            listing = self.server.run(self.pgark, "restore", "-s", "-f", "-", self.target).check()
            expect(b"added_meanwhile" not in listing.stdout, "the dump saw a later change")

    def vanishing_table(self, database):
        with self.steps.step("a table vanishes between listing and locking"):
            self.prepare()
            self.server.psql(database, "CREATE TABLE public.vanishing (a integer)")
            # Holds the lock while the dump lists, and drops when the dump waits.
            holder = self.server.start(
                self.server.program("psql"), "-Xq", "-v", "ON_ERROR_STOP=1", "-d", database,
                "-c", "BEGIN; LOCK TABLE public.vanishing; "
                "DO $$ BEGIN FOR i IN 1..3000 LOOP PERFORM pg_sleep(0.01); "
                "IF EXISTS (SELECT FROM pg_locks WHERE NOT granted) THEN RETURN; END IF; "
                "END LOOP; END $$; DROP TABLE public.vanishing; COMMIT")
            self._wait(lambda: self.server.psql(
                "postgres", "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' "
                "AND granted AND locktype = 'relation'") != "0", "the table was not locked")
            result = self.server.run(*self.dump_command(database, "-j2"), timeout=60)
            expect(holder.wait(timeout=60) == 0, "the dump never waited for the lock")
            result.check(COULD_NOT)
            self.expect_one_line(result, "vanishing")
            self.expect_untouched()

    def devices(self, database):
        with self.steps.step("-f on a character device does not replace it"):
            self.prepare(with_old_file=False)
            device = "/dev/null"
            if os.getuid() == 0:  # one of our own, which may be lost
                device = self.folder / "null"
                os.mknod(device, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
            self.server.run(self.pgark, "dump", "-Fc", "-f", device, database).check()
            expect(stat.S_ISCHR(os.stat(device).st_mode), "the device became a file")
        with self.steps.step("-f on a link to /proc/self/fd/1 writes to standard output"):
            link = self.folder / "stdout"
            link.symlink_to("/proc/self/fd/1")
            archive = self.steps.file("through-stdout.dump")
            self.server.shell('"$1" dump -Fc -f "$2" "$3" | cat > "$4"', self.pgark, link,
                              database, archive).check()
            expect(link.is_symlink(), "the link was replaced")
            self.server.run(self.pgark, "verify", archive).check()
        with self.steps.step("-f on a FIFO"):
            fifo = self.folder / "fifo"
            os.mkfifo(fifo)
            self.server.shell('cat "$2" > "$4" & reader=$!; "$1" dump -Fc -f "$2" "$3"; wait $reader', self.pgark,
                              fifo, database, archive).check()
            expect(stat.S_ISFIFO(os.stat(fifo).st_mode), "the FIFO was replaced")
            self.server.run(self.pgark, "verify", archive).check()
        with self.steps.step("-f through a link keeps the link, mode and owner"):
            real = self.folder / "real.dump"
            real.write_bytes(OLD)
            real.chmod(0o640)
            link = self.folder / "link.dump"
            link.symlink_to(real)
            self.server.run(self.pgark, "dump", "-Fc", "-s", "-f", link, database).check()
            expect(link.is_symlink(), "the link was replaced")
            expect(stat.S_IMODE(real.stat().st_mode) == 0o640, "the mode changed")
            expect(real.read_bytes()[:5] == b"PGDMP", "the target was not written")


def main():
    arguments = interop.parse_arguments(__doc__, version=False)
    steps = interop.Steps("faults")
    with ThrowawayServer(access_rules=ACCESS_RULES) as cluster:
        server = interop.Server(0, cluster.environment(), cluster.programs)
        test = Faults(steps, server, arguments.pgark, cluster)
        server.psql("postgres", "CREATE ROLE needs_password LOGIN PASSWORD 'the-right-one'",
                    "CREATE ROLE reads_little LOGIN", "CREATE DATABASE faults")
        server.run(server.program("psql"), "-qX", "-v", f"megabytes={arguments.megabytes}",
                   "-d", "faults", "-f", SAMPLE).check()
        server.psql("faults", "CREATE TABLE public.hidden (a integer)",
                    "GRANT USAGE ON SCHEMA public TO reads_little")
        test.wrong_input("faults")
        test.wrong_archives("faults")
        test.pooler("faults")
        test.devices("faults")
        test.killed("faults")
        test.full_disk("faults")
        test.worker_is_lost("faults")
        test.queued_alter_table("faults")
        test.vanishing_table("faults")
        test.server_goes_away("faults")
    return steps.finish()


if __name__ == "__main__":
    sys.exit(main())
