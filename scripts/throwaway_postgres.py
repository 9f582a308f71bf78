#!/usr/bin/env python3
"""A PostgreSQL server that exists only while a command runs.

    scripts/throwaway_postgres.py COMMAND [ARGUMENT...]

Makes a cluster in a temporary folder with the newest server that is installed,
reachable through a Unix socket in that folder only, runs the command with
libpq's environment set to it, and removes everything at the end, also after an
error or an interrupt. Exits with the command's status. Started by root, the
server runs as nobody. No other cluster of the machine is looked at or touched.
"""
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

NOBODY = 65534
CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{folder}'
port = 5432
fsync = off
full_page_writes = off
max_connections = 60
max_wal_size = 4GB
shared_buffers = 256MB
log_min_messages = warning
"""


def newest_server():
    """The folder with the newest release's programs, or None."""
    found = [(int(match.group(1)), match.group(0)) for match in (
        re.match(r"/usr/lib/postgresql/(\d+)/bin", path)
        for path in glob.glob("/usr/lib/postgresql/*/bin/postgres")) if match]
    if found:
        return max(found)[1]
    initdb = shutil.which("initdb")
    return os.path.dirname(initdb) if initdb else None


class ThrowawayServer:
    """initdb, start, stop; a context manager that leaves nothing behind."""

    def __init__(self, programs=None, access_rules=""):
        """access_rules: lines of pg_hba.conf before the one that trusts all."""
        self.programs = programs or newest_server()
        if self.programs is None:
            raise RuntimeError("no PostgreSQL server is installed")
        self.access_rules = access_rules
        self.folder = None

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="pgark-server-")
        try:
            os.chmod(self.folder, 0o755)
            if os.getuid() == 0:
                os.chown(self.folder, NOBODY, NOBODY)
            self._initialise()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if os.path.exists(os.path.join(self.data, "postmaster.pid")):
            self.stop("immediate", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def data(self):
        return os.path.join(self.folder, "data")

    def program(self, name):
        return os.path.join(self.programs, name)

    def environment(self):
        """This process's environment, with the server as libpq's default."""
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith("PG") or name.startswith("PGARK")}
        return dict(kept, PGHOST=self.folder, PGPORT="5432", PGUSER="postgres",
                    PATH=self.programs + ":" + os.environ["PATH"])

    def start(self):
        self._run("pg_ctl", "-D", self.data, "-w", "-s", "-l",
                  os.path.join(self.folder, "server.log"), "start")

    def stop(self, mode="fast", check=True):
        self._run("pg_ctl", "-D", self.data, "-w", "-s", "-m", mode, "stop",
                  check=check)

    def _initialise(self):
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust",
                  "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        with open(os.path.join(self.data, "postgresql.conf"), "a",
                  encoding="utf-8") as file:
            file.write(CONFIGURATION.format(folder=self.folder))
        rules = os.path.join(self.data, "pg_hba.conf")
        with open(rules, encoding="utf-8") as file:
            trusting = file.read()
        with open(rules, "w", encoding="utf-8") as file:
            file.write(self.access_rules + trusting)

    def _run(self, program, *arguments, check=True):
        options = {}
        if os.getuid() == 0:
            options = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        # Not a pipe: the server inherits it and would keep it open.
        with tempfile.TemporaryFile() as output:
            status = subprocess.run(
                [self.program(program), *arguments], cwd=self.folder,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                check=False, start_new_session=True, **options).returncode
            if status != 0 and check:
                output.seek(0)
                text = output.read().decode(errors="replace")
                raise RuntimeError(f"{program} failed:\n{text}")


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-?", "--help"):
        print(__doc__)
        return 2
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _: sys.exit(128 + received))
    try:
        with ThrowawayServer() as server:
            return subprocess.run(sys.argv[1:], env=server.environment(),
                                  check=False).returncode
    except KeyboardInterrupt:
        return 130
    except RuntimeError as error:
        print(f"throwaway_postgres: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
