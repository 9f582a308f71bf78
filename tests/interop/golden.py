#!/usr/bin/env python3
"""Lists, prints and restores archives that stock pg_dump wrote.

They lie in $PGARK_TEST_DATA/golden as pg<RELEASE>-<KIND>.dump, pg<RELEASE>.tar (format
tar) and pg<RELEASE>-directory.tar (a directory archive, packed), with pg<RELEASE>.list
and pg<RELEASE>.sql, what stock pg_restore makes of them. Each archive is restored
into every server of its release or a newer one that is there; the result must
equal what that server's own pg_restore makes of the same archive.
"""
import os
import pathlib
import re
import sys

import interop
from interop import expect, expect_same_bytes, expect_same_script

RELEASES = (13, 15, 17, 18)
# Differs between the archives of one release, and is checked against stock
# pg_restore itself where that is installed.
OWN_LINES = re.compile(rb"(?m)^; (Archive created at|    Compression:|    Format:) .*$")
DONE, WITH_ERRORS = 0, 3


def roles_of(script):
    return sorted(set(re.findall(r"(?:OWNER TO|\bTO) ([a-z_]+);", script)) - {"public"})


class Golden:
    def __init__(self, steps, pgark, folder, servers):
        self.steps = steps
        self.pgark = pgark
        self.folder = folder
        self.servers = servers

    def drop(self, server, database):
        """A subscription keeps its database from being dropped."""
        server.psql(database, "SET client_min_messages = error",
                    "DROP SUBSCRIPTION IF EXISTS sub")
        server.drop(database)

    def texts(self, archive, release, any_server):
        listing = any_server.run(self.pgark, "list", archive).check().stdout
        script = any_server.run(self.pgark, "restore", "-f", "-", archive).check().stdout
        expect_same_bytes(self.steps, f"{archive.stem}.list", OWN_LINES.sub(b"", listing),
                          OWN_LINES.sub(b"", (self.folder / f"pg{release}.list").read_bytes()))
        expect_same_script(self.steps, f"{archive.stem}.sql", script,
                           (self.folder / f"pg{release}.sql").read_bytes())
        if release in self.servers:
            stock = self.servers[release]
            expect_same_bytes(
                self.steps, f"{archive.stem}.stock-list", listing,
                stock.run(stock.program("pg_restore"), "-l", archive).check().stdout)

    def restored(self, server, archive, *command):
        """Returns the restored database's text file and the exit status."""
        database = server.create("golden")
        try:
            status = server.run(*command, "-d", database, archive).status
            path = self.steps.file(f"{archive.stem}-into-{server.version}-{len(command)}.sql")
            server.write_text(database, path)
            return path, status
        finally:
            self.drop(server, database)

    def restore(self, archive, server):
        wanted, stock_status = self.restored(server, archive, server.program("pg_restore"))
        for options in ([], ["-j2"]):
            got, status = self.restored(server, archive, self.pgark, "restore", *options)
            expect(status == (DONE if stock_status == 0 else WITH_ERRORS),
                   f"status {status}, stock pg_restore {stock_status}")
            interop.Original.expect_same_file(got, wanted)
        os.unlink(wanted)

    def archives(self, any_server):
        """Directory archives are unpacked first."""
        for path in sorted(self.folder.glob("pg*.dump")) + sorted(self.folder.glob("pg*.tar")):
            if not path.name.endswith("-directory.tar"):
                yield path
                continue
            unpacked = self.steps.folder / path.stem
            unpacked.mkdir()
            any_server.run("tar", "-xf", path, "-C", unpacked).check()
            yield next(unpacked.rglob("toc.dat")).parent

    def run(self):
        any_server = next(iter(self.servers.values()))
        archives = list(self.archives(any_server))
        expect(archives, f"no archives in {self.folder}")
        for archive in archives:
            release = int(re.match(r"pg(\d+)", archive.name).group(1))
            with self.steps.step(f"{archive.name}: verify"):
                any_server.run(self.pgark, "verify", archive).check()
            with self.steps.step(f"{archive.name}: list and script"):
                self.texts(archive, release, any_server)
            for version, server in self.servers.items():
                if version >= release:
                    with self.steps.step(f"{archive.name}: into PostgreSQL {version}"):
                        self.restore(archive, server)


def main():
    arguments = interop.parse_arguments(__doc__, version=False)
    folder = os.environ.get("PGARK_TEST_DATA")
    if not folder:
        print("PGARK_TEST_DATA is not set: no archives to read")
        return interop.SKIPPED
    wanted = [int(word) for word in interop.required_servers()] or RELEASES
    servers = {version: server for version in wanted
               if (server := interop.side_by_side(version)) is not None}
    if not servers:
        print("no server is there: scripts/servers setup")
        return 1 if interop.required_servers() else interop.SKIPPED
    steps = interop.Steps("golden")
    folder = pathlib.Path(folder) / "golden"
    roles = roles_of("".join(path.read_text(errors="replace")
                             for path in folder.glob("pg*.sql")))
    for server in servers.values():
        for role in roles:
            if server.psql("postgres",
                           f"SELECT count(*) FROM pg_roles WHERE rolname = '{role}'") == "0":
                server.psql("postgres", f'CREATE ROLE "{role}"')
    try:
        Golden(steps, arguments.pgark, folder, servers).run()
    finally:
        for server in servers.values():
            server.drop_all()
    return steps.finish()


if __name__ == "__main__":
    sys.exit(main())
