"""What is compared with what: the contenders on each database, and the targets.

A contender is a key, the program, and its options. Targets compare two
contenders' fields; a ratio of at least `least` (or at most `most`) is wanted.
"""
import dataclasses

PGARK, PG_DUMP, FLOOR, LOOP = "pgark", "pg_dump", "server alone", "bare libpq loop"
PGARK_RESTORE, PG_RESTORE = "pgark restore", "pg_restore"


@dataclasses.dataclass(frozen=True)
class Contender:
    key: str
    program: str
    options: tuple = ()
    directory: bool = False  # writes a folder


@dataclasses.dataclass(frozen=True)
class Target:
    words: str
    field: str      # wall, cpu, output, peak_memory
    numerator: str  # key of a contender; "" = 1
    denominator: str
    least: float = 0.0
    most: float = float("inf")


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    release: int
    workload: str
    contenders: tuple
    targets: tuple = ()
    split_floor: tuple = ()  # tables that the floors read in two halves
    # Makes it a case of restoring: the program and the options that write the
    # one archive that all contenders restore.
    archive: tuple = ()


def pgark(key, *options):
    return Contender(key, PGARK, ("-Fc", *options))


def pg_dump(key, *options):
    return Contender(key, PG_DUMP, options, "-Fd" in options)


def floors():
    return (Contender("server-alone", FLOOR), Contender("bare-loop", LOOP))


def restores():
    """Both with one connection and two. ANALYZE, which pg_restore leaves to
    others, is left out, and measured beside it."""
    return (Contender("pgark-j1", PGARK_RESTORE, ("-j1", "--no-analyze")),
            Contender("pgark-j2", PGARK_RESTORE, ("-j2", "--no-analyze")),
            Contender("pg_restore-j1", PG_RESTORE),
            Contender("pg_restore-j2", PG_RESTORE, ("-j2",)))


def faster(words, ours, theirs, least):
    return Target(words, "wall", theirs, ours, least=least)


def at_most(words, field, ours, theirs, most):
    return Target(words, field, ours, theirs, most=most)


MEMORY = 200 * 2**20


def memory(key, most=MEMORY):
    return at_most("peak memory", "peak_memory", key, "", most)


def restore_case(name, release, workload, least, theirs, archive=(PGARK, "-Fc")):
    """At -j2 `least` times as fast as `theirs`, at -j1 never slower."""
    return Case(
        name, release, workload, restores(),
        tuple(faster(f"-j2 against {key}", "pgark-j2", key, least) for key in theirs)
        + (faster("-j1 against -j1", "pgark-j1", "pg_restore-j1", 1),),
        archive=archive)


BOTH = ("pg_restore-j1", "pg_restore-j2")

CASES = (
    Case("two_big-15", 15, "two_big",
         (pgark("gzip-j2", "-j2"), pgark("gzip-j1", "-j1"), pgark("gzip-j4", "-j4"),
          pgark("none-j2", "-j2", "-Znone"),
          pg_dump("pg_dump-Fc", "-Fc"), pg_dump("pg_dump-Fd-j2", "-Fd", "-j2"),
          pg_dump("pg_dump-Fc-Z0", "-Fc", "-Z0"), *floors()),
         (faster("default gzip against -Fc", "gzip-j2", "pg_dump-Fc", 5),
          at_most("its size", "output", "gzip-j2", "pg_dump-Fc", 1.03),
          faster("default gzip against -Fd -j2", "gzip-j2", "pg_dump-Fd-j2", 4),
          faster("-j1 against -Fc", "gzip-j1", "pg_dump-Fc", 1),
          at_most("-j1 client CPU", "cpu", "gzip-j1", "pg_dump-Fc", 0.4),
          at_most("-Z none against the server's floor", "wall", "none-j2",
                  "server-alone", 1.6),
          memory("gzip-j2"), memory("none-j2")),
         ("orders", "events")),
    Case("two_big-17", 17, "two_big",
         (pgark("zstd3-j2", "-j2", "-Zzstd:3"), pgark("default-j2", "-j2"),
          pgark("lz4-j2", "-j2", "-Zlz4"), pgark("none-j2", "-j2", "-Znone"),
          pgark("gzip-j2", "-j2", "-Zgzip"),
          pgark("zstd3-j1", "-j1", "-Zzstd:3"), pgark("lz4-j1", "-j1", "-Zlz4"),
          pg_dump("pg_dump-zstd3", "-Fc", "-Zzstd:3"),
          pg_dump("pg_dump-zstd1", "-Fc", "-Zzstd:1"),
          pg_dump("pg_dump-lz4", "-Fc", "-Zlz4"),
          pg_dump("pg_dump-none", "-Fc", "-Znone"),
          pg_dump("pg_dump-Fd-j2-zstd3", "-Fd", "-j2", "-Zzstd:3"), *floors()),
         (faster("zstd:3 against -Fc zstd:3", "zstd3-j2", "pg_dump-zstd3", 1.15),
          faster("our default against -Fc zstd:3", "default-j2", "pg_dump-zstd3", 1.35),
          at_most("its size", "output", "default-j2", "pg_dump-zstd3", 1.0),
          faster("zstd:3 against -Fd -j2 zstd:3", "zstd3-j2", "pg_dump-Fd-j2-zstd3", 1.0),
          faster("lz4 against -Fc lz4", "lz4-j2", "pg_dump-lz4", 1.3),
          faster("-j1 zstd:3 against -Fc", "zstd3-j1", "pg_dump-zstd3", 1.0),
          at_most("-j1 zstd:3 client CPU", "cpu", "zstd3-j1", "pg_dump-zstd3", 1.05),
          faster("-j1 lz4 against -Fc", "lz4-j1", "pg_dump-lz4", 1.0),
          at_most("-j1 lz4 client CPU", "cpu", "lz4-j1", "pg_dump-lz4", 0.9),
          at_most("-Z none against the server's floor", "wall", "none-j2",
                  "server-alone", 1.6),
          memory("zstd3-j2"), memory("default-j2"), memory("lz4-j2"), memory("none-j2")),
         ("orders", "events")),
    Case("two_big_third-17", 17, "two_big_third",
         (pgark("zstd3-j2", "-j2", "-Zzstd:3"), pgark("none-j2", "-j2", "-Znone"),
          pg_dump("pg_dump-zstd3", "-Fc", "-Zzstd:3"))),
    Case("two_big_tenth-17", 17, "two_big_tenth",
         (pgark("zstd3-j2", "-j2", "-Zzstd:3"), pgark("none-j2", "-j2", "-Znone"),
          pg_dump("pg_dump-zstd3", "-Fc", "-Zzstd:3"))),
    Case("one_big-15", 15, "one_big",
         (pgark("gzip-j2", "-j2"), pg_dump("pg_dump-Fd-j2", "-Fd", "-j2")),
         (faster("default gzip against -Fd -j2", "gzip-j2", "pg_dump-Fd-j2", 5),
          memory("gzip-j2"))),
    Case("one_big-17", 17, "one_big",
         (pgark("zstd3-j2", "-j2", "-Zzstd:3"),
          pg_dump("pg_dump-Fd-j2-zstd3", "-Fd", "-j2", "-Zzstd:3")),
         (faster("zstd:3 against -Fd -j2", "zstd3-j2", "pg_dump-Fd-j2-zstd3", 1.6),
          memory("zstd3-j2"))),
    Case("small_tables-17", 17, "small_tables",
         (pgark("default-j2", "-j2"), pgark("gzip-j2", "-j2", "-Zgzip"),
          pg_dump("pg_dump-Fc", "-Fc"), pg_dump("pg_dump-Fd-j2", "-Fd", "-j2")),
         (faster("whole dump against -Fc", "default-j2", "pg_dump-Fc", 2.5),
          memory("default-j2"))),
    Case("large_objects-17", 17, "large_objects",
         (pgark("default-j2", "-j2"), pgark("gzip-j1", "-j1", "-Zgzip"),
          pg_dump("pg_dump-Fc", "-Fc")),
         (faster("against -Fc", "default-j2", "pg_dump-Fc", 8), memory("default-j2"))),
    Case("wide_rows-17", 17, "wide_rows",
         (pgark("zstd3-j2", "-j2", "-Zzstd:3"),
          pg_dump("pg_dump-zstd3", "-Fc", "-Zzstd:3")),
         (memory("zstd3-j2"),)),
    Case("partitions-17", 17, "partitions",
         (pgark("default-j2", "-j2"), pg_dump("pg_dump-zstd3", "-Fc", "-Zzstd:3")),
         (memory("default-j2"),)),
    Case("one_bytea-17", 17, "one_bytea",
         (pgark("default-j2", "-j2"), pg_dump("pg_dump-zstd3", "-Fc", "-Zzstd:3"),
          Contender("bare-loop", LOOP)),
         (at_most("peak memory against the bare loop", "peak_memory", "default-j2",
                  "bare-loop", 1.25),),
         ("blob",)),
    restore_case("restore_two_big-17", 17, "two_big_keys", 1.15, ("pg_restore-j2",)),
    restore_case("restore_one_big-17", 17, "one_big", 1.25, BOTH),
    restore_case("restore_one_big_stock-17", 17, "one_big", 1.25, BOTH,
                 (PG_DUMP, "-Fc", "-Zzstd")),
    restore_case("restore_small_tables-17", 17, "small_tables", 1.8, BOTH),
    restore_case("restore_large_objects-17", 17, "large_objects", 5, BOTH),
    restore_case("restore_two_big-15", 15, "two_big_keys", 1.15, ("pg_restore-j2",)),
    restore_case("restore_small_tables-15", 15, "small_tables", 1.8, BOTH),
    restore_case("restore_large_objects-15", 15, "large_objects", 5, BOTH),
)
