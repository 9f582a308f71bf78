#!/usr/bin/env python3
"""Databases whose catalogs contradict themselves.

Each case damages a copy of one database as a superuser can. A dump of it either
fails, with one message that names the object and its OID (or the OID that the
server looks for in vain), or holds all that the stock pg_dump finds. It never
leaves something out in silence.
"""
import os
import sys

import interop
from interop import expect, expect_same_script

COULD_NOT = 1
NOBODY = "4000000001"  # an OID that stands for nothing

DATABASE = """
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, n integer DEFAULT 7 CHECK (n > 0), w text);
INSERT INTO app.t VALUES (1, 2, 'x');
CREATE TABLE app.child () INHERITS (app.t);
CREATE TABLE app.c2 (a integer, b text);
CREATE INDEX t_w ON app.t (w);
CREATE STATISTICS app.st ON n, w FROM app.t;
CREATE FUNCTION app.f(a integer) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
CREATE FUNCTION app.used() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE VIEW app.v AS SELECT app.used() AS a;
CREATE VIEW app.plain AS SELECT 1 AS a;
CREATE FUNCTION app.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION app.tf();
CREATE AGGREGATE app.agg(integer) (SFUNC = int4pl, STYPE = integer);
CREATE DOMAIN app.d AS integer CHECK (VALUE > 0);
CREATE TYPE app.c AS (a integer, b text);
CREATE TYPE app.e AS ENUM ('a');
CREATE TYPE app.r AS RANGE (subtype = float8);
CREATE SEQUENCE app.s;
CREATE POLICY p ON app.t TO PUBLIC USING (true);
CREATE OPERATOR app.=== (LEFTARG = app.c, RIGHTARG = text, FUNCTION = app.of);
CREATE OPERATOR CLASS app.oc FOR TYPE integer USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(integer, integer);
CREATE TEXT SEARCH DICTIONARY app.dict (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION app.conf (COPY = simple);
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER srv FOREIGN DATA WRAPPER w;
CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION app.etf();
SELECT lo_create(7001);
CREATE RULE r AS ON INSERT TO app.c2 DO NOTHING;
CREATE CAST (app.c AS text) WITH INOUT;
CREATE PUBLICATION pub FOR TABLE app.c2;
"""
HELPERS = {
    "CREATE OPERATOR app.": "CREATE FUNCTION app.of(app.c, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';\n",
    "CREATE EVENT": "CREATE FUNCTION app.etf() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';\n",
}

# name: (SQL, the object's OID as SQL or None, words of the message). None for
# the words: the dump is as pg_dump's.
RELATION = "'app.{0}'::regclass::oid"
TYPE = "'app.{0}'::regtype::oid"
CASES = {
    "the owner of a table": (
        "UPDATE pg_class SET relowner = {none} WHERE oid = 'app.t'::regclass", RELATION.format("t"), ["t"]),
    "the owner of a schema": (
        "UPDATE pg_namespace SET nspowner = {none} WHERE nspname = 'app'",
        "'app'::regnamespace::oid", ["app"]),
    "the owner of a function": (
        "UPDATE pg_proc SET proowner = {none} WHERE proname = 'f'", "'app.f'::regproc::oid", ["f"]),
    "the owner of a type": (
        "UPDATE pg_type SET typowner = {none} WHERE typname = 'e'", TYPE.format("e"), ["e"]),
    "the owner of a large object": (
        "UPDATE pg_largeobject_metadata SET lomowner = {none}", "7001", ["large object"]),
    "the schema of a table": (
        "UPDATE pg_class SET relnamespace = {none} WHERE oid = 'app.t'::regclass", RELATION.format("t"), ["t"]),
    "the schema of a function": (
        "UPDATE pg_proc SET pronamespace = {none} WHERE proname = 'f'", "'app.f'::regproc::oid", ["f"]),
    "the language of a function": (
        "UPDATE pg_proc SET prolang = {none} WHERE proname = 'f'", "'app.f'::regproc::oid", ["f"]),
    "the type of an argument": (
        "UPDATE pg_proc SET proargtypes = '{none}' WHERE proname = 'f'", None, []),
    "the type of a result": (
        "UPDATE pg_proc SET prorettype = {none} WHERE proname = 'f'", None, []),
    "the type of a column": (
        "UPDATE pg_attribute SET atttypid = {none} WHERE attrelid = 'app.c2'::regclass AND attname = 'b'",
        RELATION.format("c2"), ["c2.b"]),
    "the type of an attribute": (
        "UPDATE pg_attribute SET atttypid = {none} WHERE attrelid = "
        "(SELECT typrelid FROM pg_type WHERE typname = 'c') AND attname = 'b'", TYPE.format("c"), ["c.b"]),
    "the relation of a composite type": (
        "DELETE FROM pg_class WHERE relname = 'c' AND relkind = 'c'", TYPE.format("c"), ["c"]),
    "the base of a domain": (
        "UPDATE pg_type SET typbasetype = {none} WHERE typname = 'd'", TYPE.format("d"), ["d"]),
    "the subtype of a range": (
        "UPDATE pg_range SET rngsubtype = {none} WHERE rngtypid = 'app.r'::regtype", TYPE.format("r"), ["r"]),
    "the function of a view": (
        "DELETE FROM pg_proc WHERE proname = 'used'", "'app.used'::regproc::oid", []),
    "the rule of a view": (
        "DELETE FROM pg_rewrite WHERE ev_class = 'app.plain'::regclass", RELATION.format("plain"), ["plain"]),
    "the function of a trigger": (
        "DELETE FROM pg_proc WHERE proname = 'tf'", "'app.tf'::regproc::oid", []),
    "the function of an event trigger": (
        "DELETE FROM pg_proc WHERE proname = 'etf'",
        "(SELECT oid FROM pg_event_trigger WHERE evtname = 'et')", ["et"]),
    "the row of an aggregate": (
        "DELETE FROM pg_aggregate WHERE aggfnoid = 'app.agg'::regproc", "'app.agg'::regproc::oid", ["agg"]),
    "the column of a default": (
        "UPDATE pg_attrdef SET adnum = 77 WHERE adrelid = 'app.t'::regclass", RELATION.format("t"), ["t", "77"]),
    "the parent of a table": (
        "UPDATE pg_inherits SET inhparent = {none} WHERE inhrelid = 'app.child'::regclass",
        RELATION.format("child"), ["child"]),
    "the role of a policy": (
        "UPDATE pg_policy SET polroles = ARRAY[{none}]::oid[]", "(SELECT oid FROM pg_policy)", ["p"]),
    "the relation of an index": (
        "DELETE FROM pg_class WHERE relname = 't_w'", "'app.t_w'::regclass::oid", []),
    "the parameters of a sequence": (
        "DELETE FROM pg_sequence WHERE seqrelid = 'app.s'::regclass", RELATION.format("s"), ["s"]),
    "the function of an operator": (
        "DELETE FROM pg_proc WHERE proname = 'of'",
        "(SELECT oid FROM pg_operator WHERE oprname = '===')", ["==="]),
    "the access method of an operator class": (
        "UPDATE pg_opclass SET opcmethod = {none} WHERE opcname = 'oc'",
        "(SELECT oid FROM pg_opclass WHERE opcname = 'oc')", ["oc"]),
    "the template of a dictionary": (
        "UPDATE pg_ts_dict SET dicttemplate = {none} WHERE dictname = 'dict'",
        "'app.dict'::regdictionary::oid", ["dict"]),
    "the parser of a configuration": (
        "UPDATE pg_ts_config SET cfgparser = {none} WHERE cfgname = 'conf'", None, []),
    "the wrapper of a server": (
        "UPDATE pg_foreign_server SET srvfdw = {none}",
        "(SELECT oid FROM pg_foreign_server)", ["srv"]),
    "the tablespace of a table": (
        "UPDATE pg_class SET reltablespace = {none} WHERE oid = 'app.c2'::regclass",
        RELATION.format("c2"), ["c2"]),
    "the access method of a table": (
        "UPDATE pg_class SET relam = {none} WHERE oid = 'app.c2'::regclass",
        RELATION.format("c2"), ["c2"]),
    "the relation of a rule": (
        "UPDATE pg_rewrite SET ev_class = {none} WHERE rulename = 'r'",
        "(SELECT oid FROM pg_rewrite WHERE rulename = 'r')", ["r"]),
    "the type of a cast": (
        "UPDATE pg_cast SET castsource = {none} WHERE castsource = 'app.c'::regtype",
        "(SELECT oid FROM pg_cast WHERE castsource = 'app.c'::regtype)", ["cast"]),
    "the table of a publication": (
        "UPDATE pg_publication_rel SET prrelid = {none}",
        "(SELECT oid FROM pg_publication_rel)", ["pub"]),
    "something that a table depends on": (
        "INSERT INTO pg_depend VALUES ('pg_class'::regclass, 'app.t'::regclass, 0, "
        "'pg_class'::regclass, {none}, 0, 'n')", None, None),
    "something that depends on a table": (
        "INSERT INTO pg_depend VALUES ('pg_class'::regclass, {none}, 0, "
        "'pg_class'::regclass, 'app.t'::regclass, 0, 'n')", None, None),
    "what a comment is about": (
        "INSERT INTO pg_description VALUES ({none}, 'pg_class'::regclass, 0, 'lost')", None, None),
}


def run(steps, server, arguments):
    origin = server.create("whole")
    sql = DATABASE
    for place, helper in HELPERS.items():
        sql = sql.replace(place, helper + place)
    path = steps.file("whole.sql")
    path.write_text(sql)
    server.run(server.program("psql"), "-qX", "-v", "ON_ERROR_STOP=1", "-d", origin, "-f", path,
               stdout=os.devnull).check()
    for name, (damage, oid_sql, words) in CASES.items():
        with steps.step(f"{name} is missing" if words is not None else name):
            database = server.create("damaged")
            server.drop(database)
            server.psql("postgres", f'CREATE DATABASE "{database}" TEMPLATE "{origin}"')
            oid = server.psql(database, f"SELECT {oid_sql}") if oid_sql else None
            server.psql(database, "SET allow_system_table_mods = on; "
                        + damage.replace("{none}", NOBODY))
            out = steps.file("damaged.dump")
            result = server.run(arguments.pgark, "dump", "-Fc", "-j2", "-f", out, database, timeout=60)
            if words is None:
                result.check()
                expect_same_script(
                    steps, name, server.run(arguments.pgark, "restore", "-f", "-", out).check().stdout,
                    server.run(server.program("pg_dump"), database).check().stdout)
                os.unlink(out)
            else:
                expect(result.status == COULD_NOT, f"status {result.status}: {result.stderr[:500]}")
                expect(not out.exists(), "there is a file")
                expect(result.stderr.count("pgark: error:") == 1, result.stderr)
                for word in words + [oid if oid else NOBODY]:
                    expect(word in result.stderr, f"{word!r} is not in {result.stderr[:600]!r}")
            server.drop(database)


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "damaged-catalogs", run))
