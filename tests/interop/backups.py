#!/usr/bin/env python3
"""Backups as people run them: sets, selectors, checks, retention, status.

Two months of nights are lived through with --now. Then what goes wrong: damage,
edited manifests, killed runs, two at once, read-only and full stores, clocks.
"""
import contextlib
import datetime
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import time

import interop
from interop import expect

FAILED, USAGE, ANSWER_IS_NO, NO_CONNECTION, LOCKED = 1, 2, 3, 4, 5


class Backups(interop.Script):
    def __init__(self, steps, server, pgark, kills):
        super().__init__(steps, server, pgark)
        self.kills = kills
        self.store = steps.folder / "store"
        self.now = datetime.datetime(2026, 9, 20, 2, tzinfo=datetime.timezone.utc)
        self.app = server.load_sample("app", 1)
        self.shop = server.create("shop")
        server.psql(self.shop, "CREATE TABLE orders (id int PRIMARY KEY, what text)",
                    "INSERT INTO orders SELECT n, 'order ' || n FROM generate_series(1, 1000) n")

    def run(self, *words, store=None, extra=None):
        return self.server.run(self.pgark, *words, f"--store={store or self.store}",
                               extra=extra)

    def at(self, *words, **more):
        """The same at the script's own time."""
        return self.run(*words, f"--now={self.now:%Y-%m-%dT%H:%M:%SZ}", **more)

    def backup(self, *words, **more):
        return self.at("backup", *words, **more).check().stdout.decode().strip()

    def report(self, *words, status=0):
        done = self.at(*words, "--output=json").check(status)
        document = json.loads(done.stdout)
        expect(document["exit_code"] == status, f"exit code in {document}")
        return document["data"]

    def sets(self, database):
        return self.report("backups", "list", database)["sets"]

    def folder_of(self, database, name):
        return self.store / database / name

    def is_consistent(self):
        """Every set that is there is whole, by our check and by sha256sum."""
        for one in self.report("backups", "list")["sets"]:
            expect(one["state"] == "verified", f"{one['set']} is {one['state']}")
            self.server.run("bash", "-c", f"cd '{one['path']}' && sha256sum --quiet -c "
                            "SHA256SUMS").check()

    # What goes well.

    def first_backup(self):
        expect(self.at("backups").check().stdout == b"", "an absent store has sets")
        name = self.backup(self.app)
        expect(name == "20260920T020000Z-manual", f"stdout is {name!r}")
        folder = self.folder_of(self.app, name)
        files = sorted(os.listdir(folder))
        expect(files == sorted(["RESTORE.txt", "SHA256SUMS", f"{self.app}.dump", "globals.sql",
                                "manifest.json"]), str(files))
        for path in [self.store, folder, *folder.iterdir()]:
            expect(path.stat().st_mode & 0o077 == 0, f"{path} is not its owner's alone")
        expect(os.readlink(self.store / self.app / "latest") == name, "latest")
        expect((self.store / ".gitignore").read_text() == "*\n", ".gitignore")
        manifest = json.loads((folder / "manifest.json").read_text())
        plain = [table for table in manifest["tables"]
                 if re.fullmatch("[a-z_0-9]+", table["name"] + table["schema"])]
        expect(len(plain) > 3, "few tables")
        for table in plain:
            count = self.server.psql(
                self.app, f"SELECT count(*) FROM ONLY {table['schema']}.{table['name']}")
            expect(table["rows"] == int(count), f"{table} has {count} rows")
        expect(re.fullmatch(r"[0-9A-F]+/[0-9A-F]+", manifest["source"]["lsn"]), "lsn")
        globals_text = (folder / "globals.sql").read_text()
        expect("CREATE ROLE" in globals_text, "no roles in globals.sql")
        self.is_consistent()

    def sources(self):
        archive = self.store / self.app / "latest" / f"{self.app}.dump"
        wanted = self.server.run(self.pg_restore, "-l", archive).check().stdout
        folder = os.path.realpath(self.store / self.app / "latest")
        for source in (f"{self.app}:latest", "latest", "2026-09-20", "20260920T02", folder):
            listing = self.at("list", source).check().stdout
            expect(listing == wanted, f"list {source} is not pg_restore -l")
        self.at("verify", f"{self.app}:latest").check()
        self.at("list", f"{self.app}:2020-01-01").check(FAILED)
        copy = self.server.create("copy")
        original = interop.Original(self.steps, self.server, self.app)
        self.at("restore", "-d", copy, f"{self.app}:latest").check()
        original.expect_equal(copy, "from-set")
        # As RESTORE.txt says, with PostgreSQL's own programs.
        copy = self.server.create("copy")
        self.server.run(self.pg_restore, "-d", copy, archive).check()
        original.expect_equal(copy, "from-set-stock")

    def further_forms(self):
        name = self.backup(self.shop, "--also-as=sql,sql.gz", "--description=both forms")
        folder = self.folder_of(self.shop, name)
        script = (folder / f"{self.shop}.sql").read_bytes()
        unpacked = self.server.run("gzip", "-dc", folder / f"{self.shop}.sql.gz").check().stdout
        expect(b"COPY public.orders" in script, "no rows")
        interop.expect_same_script(self.steps, "further forms", unpacked, script)
        copy = self.server.create("script")
        self.server.run(self.server.program("psql"), "-qX", "-d", copy, "-f",
                        folder / f"{self.shop}.sql").check()
        expect(self.server.psql(copy, "SELECT count(*) FROM orders") == "1000", "rows")

    def several_databases(self):
        self.at("list", "latest").check(USAGE)
        expect(self.shop in self.at("list", "latest").stderr, "the names are not told")
        self.now += datetime.timedelta(hours=1)
        done = self.at("backup", self.app, "pgark_no_such", self.shop)
        done.check(NO_CONNECTION)
        names = done.stdout.decode().split()
        expect(len(names) == 2, f"two of three are backed up: {names}")
        runs = {json.loads((self.folder_of(database, names[0]) / "manifest.json").read_text())
                ["run_id"] for database in (self.app, self.shop)}
        expect(len(runs) == 1, "one run has one id")

    def partial(self):
        self.now += datetime.timedelta(hours=1)
        before = os.readlink(self.store / self.shop / "latest")
        name = self.backup(self.shop, "-T", "orders", "-x")
        expect(os.readlink(self.store / self.shop / "latest") == before, "partial is latest")
        manifest = json.loads((self.folder_of(self.shop, name) / "manifest.json").read_text())
        expect(manifest["is_partial"] and manifest["options"]["exclude-table"] == ["orders"] and
               manifest["restore_defaults"]["no_privileges"], str(manifest["options"]))
        self.at("backups", "remove", f"{self.shop}:{name}", "--yes").check()

    def two_months(self):
        """Each night; one table grows; at each week's begin a migration."""
        for day in range(60):
            self.now += datetime.timedelta(days=1)
            kind = "pre-migration" if day % 10 == 0 else "scheduled"
            self.backup(self.shop, f"--kind={kind}", "--prune", "--keep-daily=7",
                        "--keep-weekly=4", "--keep-monthly=2")
        kinds = [one["backup_kind"] for one in self.sets(self.shop)]
        # 7 days, 4 weeks of which one or two are among them, 2 months.
        expect(9 <= kinds.count("scheduled") <= 12, f"{kinds}")
        expect(kinds.count("pre-migration") == 6, f"{kinds}")
        self.is_consistent()
        log = sorted(os.listdir(self.store / "log"))
        expect(sum("-backup-" in name for name in log) >= 60, "no record for each backup")

    def pins(self):
        oldest = self.sets(self.shop)[0]["set"]
        self.at("backups", "pin", f"{self.shop}:{oldest}").check()
        plan = self.report("prune", self.shop, "--keep-last=1")
        expect(plan["removed_count"] > 0 and not plan["is_done"], "nothing would go")
        actions = {one["set"]: one["action"] for one in plan["sets"]}
        expect(actions[oldest] == "keep", "the pinned one goes")
        expect(len(self.sets(self.shop)) == len(actions), "something went without --yes")
        self.at("backups", "remove", f"{self.shop}:{oldest}", "--yes").check(FAILED)
        self.at("backups", "unpin", f"{self.shop}:{oldest}").check()
        self.at("backups", "remove", f"{self.shop}:{oldest}", "--yes").check()
        expect(oldest not in [one["set"] for one in self.sets(self.shop)], "still there")
        only = self.sets(self.app)
        for one in only[1:]:
            self.at("backups", "remove", f"{self.app}:{one['set']}", "--yes").check()
        self.at("backups", "remove", f"{self.app}:{only[0]['set']}", "--yes").check(FAILED)

    def status(self):
        self.at("status", self.shop, "--max-age=26h").check()
        self.at("status", self.app, "--max-age=26h").check(ANSWER_IS_NO)
        nagios = self.at("status", self.app, "--max-age=26h", "--output=nagios").check(2)
        expect(nagios.stdout.startswith(b"PGARK CRITICAL") and nagios.stdout.count(b"\n") == 1,
               str(nagios.stdout))
        metrics = self.at("status", self.shop, "--output=prometheus").check().stdout.decode()
        expect(f'pgark_well{{database="{self.shop}"}} 1' in metrics, metrics)
        # Somebody empties a table.
        self.server.psql(self.shop, "CREATE TABLE kept AS TABLE orders", "TRUNCATE orders")
        self.now += datetime.timedelta(days=1)
        self.backup(self.shop, "--kind=scheduled")
        data = self.report("status", self.shop, status=ANSWER_IS_NO)
        expect("orders" in str(data["databases"][0]["problems"]), str(data))
        self.server.psql(self.shop, "INSERT INTO orders TABLE kept", "DROP TABLE kept")
        self.now += datetime.timedelta(days=1)
        self.backup(self.shop, "--kind=scheduled")
        self.at("status", self.shop).check()

    # What goes wrong.

    def usage(self):
        environment = {"BACKUP_DIR": "", "PGARK_STORE": ""}
        self.server.run(self.pgark, "backup", self.app, extra=environment).check(USAGE)
        self.at("backup").check(USAGE)
        self.at("prune").check(USAGE)
        self.at("prune", "--keep-last=0").check(USAGE)
        self.at("prune", "--max-count=1", "--min-keep=2").check(USAGE)
        self.at("prune", "--keep-last=1", "--time-zone=Nowhere/City").check(USAGE)
        self.at("backup", self.app, "-f", "x.dump").check(USAGE)
        self.at("backup", self.app, "--kind=Not A Kind").check(USAGE)
        self.at("backups", "remove").check(USAGE)

    def damage(self):
        """A changed octet, an edited manifest: found, named, never chosen."""
        last, before = self.sets(self.shop)[-1], self.sets(self.shop)[-2]
        archive = pathlib.Path(last["path"]) / f"{self.shop}.dump"
        good = archive.read_bytes()
        archive.write_bytes(good[:-100] + bytes([good[-100] ^ 1]) + good[-99:])
        done = self.at("backups", "check", f"{self.shop}:{last['set']}").check(ANSWER_IS_NO)
        expect(archive.name.encode() in done.stdout, "the file is not named")
        chosen = self.report("backups", "show", f"{self.shop}:latest")["sets"][0]["set"]
        expect(chosen == before["set"], f"{chosen} is latest")
        archive.write_bytes(good)
        self.now += datetime.timedelta(seconds=1)
        self.at("backups", "check", f"{self.shop}:{last['set']}").check()
        chosen = self.report("backups", "show", f"{self.shop}:latest")["sets"][0]["set"]
        expect(chosen == last["set"], "the repaired one is not latest")
        manifest = archive.parent / "manifest.json"
        text = manifest.read_text()
        manifest.write_text(text.replace('"verified"', '"verified" '))
        expect(self.sets(self.shop)[-1]["state"] == "damaged", "an edited manifest is believed")
        self.at("status", self.shop).check(ANSWER_IS_NO)
        self.at("list", f"{self.shop}:{last['set']}").check(FAILED)
        plan = self.report("prune", self.shop, "--keep-last=1")
        expect(last["set"] not in [one["set"] for one in plan["sets"]], "it would be judged")
        manifest.write_text(text)
        self.is_consistent()

    def newer_store(self):
        marker = self.store / ".pgark-store.json"
        text = marker.read_text()
        marker.write_text('{"schema_version": 99}')
        self.at("backup", self.app).check(FAILED)
        self.at("backups").check(FAILED)
        marker.write_text(text)

    def two_at_once(self):
        first = self.server.start(self.pgark, "backup", self.app, f"--store={self.store}",
                                  "--max-rate=100kB")
        try:
            lock = self.store / self.app / ".lock"
            deadline = time.monotonic() + 60
            while not list(lock.parent.glob(".*.partial")) and time.monotonic() < deadline:
                time.sleep(0.05)
            done = self.run("backup", self.app).check(LOCKED)
            expect(str(first.pid) in done.stderr, f"who has it? {done.stderr}")
            self.run("prune", self.app, "--keep-last=1", "--yes").check(LOCKED)
            self.run("backups", "check", self.app + ":latest").check()
        finally:
            first.send_signal(signal.SIGINT)
            first.wait(60)
        expect(first.returncode == 130, f"interrupted: {first.returncode}")
        expect(not list((self.store / self.app).glob(".*.partial")), "left behind")

    def killed(self):
        """Whenever a run is killed, what is there is whole."""
        chance = random.Random(7)
        before = len(self.sets(self.app))
        took = time.monotonic()
        self.run("backup", self.app).check()
        took = time.monotonic() - took
        made = 0
        for _ in range(self.kills):
            run = self.server.start(self.pgark, "backup", self.app, f"--store={self.store}",
                                    "--prune", "--keep-last=3")
            try:
                run.wait(chance.uniform(0, took * 1.1))
            except subprocess.TimeoutExpired:
                run.kill()
            run.wait()
            made += run.returncode == 0
            self.is_consistent()
            expect(len(self.sets(self.app)) >= min(before, 1), "good sets are gone")
        leftovers = list((self.store / self.app).glob(".*.partial"))
        checked = self.run("backups", "check")
        checked.check(ANSWER_IS_NO if leftovers else 0)
        for path in leftovers:
            expect(str(path.name) in checked.stdout.decode(), f"{path} is not named")
        self.run("backups", "check", "--yes").check()
        self.run("backups", "check").check()

    def killed_prunes(self):
        for _ in range(3):
            self.run("backup", self.app).check()
        chance = random.Random(8)
        for _ in range(self.kills):
            run = self.server.start(self.pgark, "prune", self.app, f"--store={self.store}",
                                    "--keep-last=1", "--yes")
            with contextlib.suppress(subprocess.TimeoutExpired):
                run.wait(chance.uniform(0, 0.08))
            run.kill()
            run.wait()
            self.is_consistent()
            if len(self.sets(self.app)) < 2:
                self.run("backup", self.app).check()
        self.run("prune", self.app, "--keep-last=1", "--yes").check()
        self.run("backups", "check").check()

    def read_only_store(self):
        if os.getuid() != 0:
            return self.steps.skip("a read-only store", "needs root")
        folder = self.steps.folder / "mounted"
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "none", folder], check=True)
        try:
            self.run("backup", self.shop, store=folder / "store").check()
            subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
            done = self.run("backup", self.shop, store=folder / "store").check(FAILED)
            expect(str(folder) in done.stderr, done.stderr)
            self.run("backups", "check", store=folder / "store").check()
            subprocess.run(["mount", "-o", "remount,rw", folder], check=True)
            # Full in the middle of the archive.
            (folder / "ballast").write_bytes(b"x" * (15 << 20))
            with contextlib.suppress(OSError), open(folder / "more", "wb") as out:
                while True:
                    out.write(b"x" * 4096)
                    out.flush()
            done = self.run("backup", self.shop, store=folder / "store").check(FAILED)
            done = self.run("backup", self.shop, "--no-space-check",
                            store=folder / "store").check(FAILED)
            os.unlink(folder / "ballast")
            os.unlink(folder / "more")
            names = [name for name in os.listdir(folder / "store" / self.shop)
                     if name.endswith((".partial", ".removing"))]
            expect(not names, f"left behind: {names}")
            self.run("backups", "check", store=folder / "store").check()
        finally:
            subprocess.run(["umount", folder], check=True)

    def clock_goes_back(self):
        self.now += datetime.timedelta(days=400)
        future = self.backup(self.app)
        self.now -= datetime.timedelta(days=400)
        done = self.at("backup", self.app).check()
        expect("clock" in done.stderr, f"nothing is said: {done.stderr}")
        name = done.stdout.decode().strip()
        expect(os.readlink(self.store / self.app / "latest") == name, "latest is the future's")
        self.at("status", self.app).check(ANSWER_IS_NO)
        self.at("prune", self.app, "--keep-last=1", "--yes").check()
        left = [one["set"] for one in self.sets(self.app)]
        expect(name in left and future in left, f"left: {left}")

    def no_secrets(self):
        self.server.psql("postgres", "DROP ROLE IF EXISTS pgark_backups_secret")
        url = (f"postgresql://{self.server.environment['PGUSER']}:hunter2secret@/{self.shop}"
               f"?host={self.server.environment['PGHOST']}"
               f"&port={self.server.environment['PGPORT']}")
        self.run("backup", url).check()
        found = self.server.run("grep", "-rl", "hunter2secret", self.store)
        expect(found.stdout == b"", f"the password stands in {found.stdout}")


def run(steps, server, arguments):
    backups = Backups(steps, server, arguments.pgark, arguments.kills)
    for name, step in (
            ("first backup", backups.first_backup),
            ("a set is a source", backups.sources),
            ("further forms", backups.further_forms),
            ("several databases", backups.several_databases),
            ("partial sets", backups.partial),
            ("two months of nights", backups.two_months),
            ("pins and removing", backups.pins),
            ("status", backups.status),
            ("wrong command lines", backups.usage),
            ("damage", backups.damage),
            ("a newer store", backups.newer_store),
            ("two at once", backups.two_at_once),
            ("killed backups", backups.killed),
            ("killed prunes", backups.killed_prunes),
            ("read-only and full", backups.read_only_store),
            ("the clock goes back", backups.clock_goes_back),
            ("no secrets", backups.no_secrets)):
        with steps.step(name):
            step()


def main():
    parser_words = [word for word in sys.argv[1:] if word.startswith("--kills=")]
    sys.argv = [word for word in sys.argv if word not in parser_words]
    kills = int(parser_words[0].split("=")[1]) if parser_words else 10

    def run_with_kills(steps, server, arguments):
        arguments.kills = kills
        run(steps, server, arguments)
    return interop.main(__doc__, "backups", run_with_kills)


if __name__ == "__main__":
    sys.exit(main())
