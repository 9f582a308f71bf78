"""Runs the contenders of a case of restoring, in turn, on one archive."""
import cases
import measuring


def make_archive(case, arguments, server, database, folder):
    """Returns the archive's path."""
    program, *options = case.archive
    path = folder / f"{case.name}.dump"
    command = [arguments.pgark, "dump"] if program == cases.PGARK else [server.program(program)]
    server.run(*command, "--no-sync", *options, "-f", path, "-d", database).check()
    return path


def run_once(case, contender, arguments, server, archive):
    """Restores into a new database. Returns the usage and the database."""
    copy = server.create(f"bench_{case.workload}")
    server.psql("postgres", "CHECKPOINT")
    command = ([arguments.pgark, "restore"] if contender.program == cases.PGARK_RESTORE
               else [server.program("pg_restore")])
    usage = measuring.run([[*command, *contender.options, "-d", copy, archive]],
                          server.environment)
    return usage, copy


def run_case(case, arguments, server, database, folder, series):
    archive = make_archive(case, arguments, server, database, folder)
    original = None
    for number in range(arguments.rounds):
        for contender in case.contenders:
            usage, copy = run_once(case, contender, arguments, server, archive)
            series[contender.key].add(usage)
            print(f"  {case.name} {number + 1} {contender.key:20} {usage.wall:7.2f} s "
                  f"{usage.cpu:7.2f} CPU s {usage.peak_memory / 2**20:6.0f} MiB", flush=True)
            if (number == 0 and not arguments.no_check
                    and contender.program == cases.PGARK_RESTORE):
                if original is None:
                    original = digest(server, database)
                if digest(server, copy) != original:
                    raise measuring.RunFailed(
                        f"{case.name}: {contender.key} restored something else")
            server.drop(copy)
    measuring.remove(archive)


def digest(server, database):
    return measuring.digest_of_dump(server.program("pg_dump"), database, server.environment)
