#!/usr/bin/env python3
"""Takes PostgreSQL's regression database through pgark option by option.

For each option that selects objects or changes the text: the script to the line,
and every field of every entry of the archive, against the pg_dump of the release.
Some archives are restored in every pairing of pgark and stock programs: D is
pgark's dump and pg_restore, R is pg_dump and pgark's restore, DR is both ours.
"""
import sys

import regression
from regression import words_of

# Each is compared as a script and as an archive.
OPTIONS = (
    [], ["-s"], ["-a"], ["-c"], ["-c", "--if-exists"], ["-C"], ["-c", "-C"], ["-O"], ["-x"],
    ["-n", "public"], ["-n", "fkpart*", "-n", "alter*"], ["-N", "public"],
    ["-N", "fkpart*", "-N", "temp_*"],
    ["-t", "onek"], ["-t", "public.*part*"], ["-t", "*view*", "-t", "*seq*"],
    ["-t", "*", "-T", "*a*"], ["-T", "*"], ["-T", "public.*"], ["-T", "*part*"],
    ["-T", "onek", "-T", "tenk1"],
    ["-e", "plpgsql"], ["-e", "*", "-n", "public"], ["-b", "-n", "public"], ["-B"],
    ["--section=pre-data"], ["--section=data"], ["--section=post-data"],
    ["--section=pre-data", "--section=post-data"],
    ["--exclude-table-data=*part*"], ["--no-unlogged-table-data"], ["--load-via-partition-root"],
    ["--no-comments"], ["--no-publications"], ["--no-subscriptions"], ["--no-security-labels"],
    ["--no-tablespaces"], ["--no-table-access-method"], ["--no-toast-compression"],
    ["--disable-dollar-quoting"], ["--quote-all-identifiers"], ["--enable-row-security"],
    ["--use-set-session-authorization"], ["-a", "--disable-triggers"],
)
OPTIONS_FROM_18 = (["--no-policies"],)
# Archives that are also restored: by pg_restore, by pgark, ours and theirs.
RESTORED_OPTIONS = ([], ["-s"], ["-n", "public"], ["-T", "*part*"], ["--section=pre-data"],
                    ["-x", "--no-comments"], ["--quote-all-identifiers"])


def run(test):
    release_18 = OPTIONS_FROM_18 if test.server.version >= 18 else ()
    for options in (*OPTIONS, *release_18):
        with test.steps.step(f"{words_of(options)}: the text of pg_dump"):
            test.same_script(options)
        with test.steps.step(f"{words_of(options)}: the entries of pg_dump"):
            test.same_entries(options)
    for options in RESTORED_OPTIONS:
        with test.steps.step(f"{words_of(options)}: D, R and DR"):
            test.round_trips(options)


if __name__ == "__main__":
    sys.exit(regression.main(__doc__, run))
