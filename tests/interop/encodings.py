#!/usr/bin/env python3
"""verify on archives in every encoding that the server has.

A table of all characters that an encoding can hold (of those tried) is dumped with
`pg_dump -E`, and from a database in that encoding where a server can have one. All must be
clean on level types, and the same with a character's last byte cut off must not be. Where the
server writes characters that it does not take back (Korean ones in JOHAB), both say so.
"""
import json
import sys

import interop
from interop import expect

SERVER_ENCODINGS = """
    EUC_JP EUC_CN EUC_KR EUC_TW EUC_JIS_2004 UTF8 LATIN1 LATIN2 LATIN3 LATIN4
    LATIN5 LATIN6 LATIN7 LATIN8 LATIN9 LATIN10 WIN1256 WIN1258 WIN866 WIN874 KOI8R WIN1251
    WIN1252 ISO_8859_5 ISO_8859_6 ISO_8859_7 ISO_8859_8 WIN1250 WIN1253 WIN1254 WIN1255
    WIN1257 KOI8U""".split()
CLIENT_ENCODINGS = "SJIS BIG5 GBK UHC GB18030 JOHAB SHIFT_JIS_2004".split()
MULTIBYTE = {"EUC_JP", "EUC_CN", "EUC_KR", "EUC_TW", "EUC_JIS_2004", "UTF8", *CLIENT_ENCODINGS}
# Databases of their own, one of each kind; more would take a minute.
DATABASES = ["EUC_JP", "EUC_KR", "EUC_TW", "LATIN1", "WIN1252", "ISO_8859_8"]
DAMAGED = 3

CHARACTERS = r"""
CREATE FUNCTION fits(encoding name, c text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN RETURN convert_from(convert_to(c, encoding), encoding) = c;
EXCEPTION WHEN OTHERS THEN RETURN false; END $$;
CREATE TABLE characters AS SELECT chr(code) AS c, code FROM
    (SELECT generate_series(128, 12000, 3) AS code
     UNION ALL SELECT generate_series(12353, 12534) UNION ALL SELECT generate_series(19968, 40000, 23)
     UNION ALL SELECT unnest(ARRAY[8364, 32773, 21151, 20102, 34920, 12477])
     UNION ALL SELECT generate_series(44032, 55000, 19)) codes;
"""


class Encodings(interop.Script):
    def verify(self, archive):
        done = self.server.run(self.pgark, "verify", "--output=json", "--level=types", archive)
        data = json.loads(done.stdout)["data"]["archives"][0]
        return done.status, data

    def expect_clean(self, archive, rows):
        status, data = self.verify(archive)
        expect(status == 0, f"status {status}: {data['findings'][:3]}")
        counted = sum(entry.get("rows", 0) for entry in data["data"])
        expect(counted == rows, f"{counted} rows instead of {rows}")

    def fill(self, database, encoding):
        self.server.psql(
            database, f"CREATE TABLE t_{encoding} AS SELECT code, c, c || E'\\t\\\\' || c || c "
            f"AS twice, to_jsonb(c || c) AS json FROM characters WHERE fits('{encoding}', c)")
        return int(self.server.psql(database, f"SELECT count(*) FROM t_{encoding}"))

    def dump(self, database, name, *options):
        archive = self.steps.file(name)
        none = "0" if self.server.version < 16 else "none"
        self.server.run(self.pg_dump, "-Fc", "-Z", none, *options, "-f", archive,
                        database).check()
        return archive

    def damaged(self, archive):
        """The byte in front of a tab taken for a space: half a character."""
        octets = bytearray(archive.read_bytes())
        place = -1
        for i in range(1, len(octets) - 2):
            # The second column is one character between two tabs.
            if octets[i] == 9 and octets[i - 1] >= 0x80 and octets[i - 2] >= 0x80:
                place = i - 1
        expect(place > 0, "no character to damage")
        octets[place] = 0x20
        copy = archive.with_suffix(".damaged")
        copy.write_bytes(octets)
        status, data = self.verify(copy)
        codes = {finding["code"] for finding in data["findings"]}
        expect(status == DAMAGED and "encoding-invalid" in codes, f"status {status}, {codes}")

    def client(self, database, encoding):
        rows = self.fill(database, encoding)
        expect(rows > 20, f"only {rows} characters")
        archive = self.dump(database, f"{encoding}.dump", "-E", encoding, "-t", f"t_{encoding}")
        restored = self.server.create("restored")
        stock = self.server.run(self.pg_restore, "-d", restored, archive)
        stock.check()
        self.expect_clean(archive, rows)
        if encoding in MULTIBYTE:
            self.damaged(archive)
        self.server.drop(restored)
        return archive, rows

    def of_server(self, encoding, archive, rows):
        name = f"interop_encoding_{encoding.lower()}"
        self.server.drop(name)
        self.server.psql("postgres", f"CREATE DATABASE {name} TEMPLATE template0 ENCODING "
                         f"'{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'")
        try:
            self.server.run(self.pg_restore, "-d", name, archive).check()
            self.expect_clean(self.dump(name, f"{encoding}.own.dump"), rows)
            ours = self.steps.file(f"{encoding}.pgark.dump")
            self.server.run(self.pgark, "dump", "-Fc", "-f", ours, name).check()
            self.expect_clean(ours, rows)
        finally:
            self.server.drop(name)

    def johab(self, database):
        """The server writes Korean letters in JOHAB, and refuses to read them."""
        self.server.psql(database, "CREATE TABLE korean AS SELECT chr(code) AS c "
                         "FROM generate_series(44033, 44100) code")
        archive = self.dump(database, "korean.dump", "-E", "JOHAB", "-t", "korean")
        status, data = self.verify(archive)
        codes = {finding["code"] for finding in data["findings"]}
        expect(status == DAMAGED and codes == {"encoding-invalid"}, f"{status} {codes}")
        restored = self.server.create("restored")
        stock = self.server.run(self.pg_restore, "-d", restored, archive)
        expect(stock.status == 1 and "invalid byte sequence" in stock.stderr,
               f"pg_restore: {stock.stderr[-300:]}")

    def run(self):
        database = self.server.create("encodings")
        self.server.psql(database, CHARACTERS)
        for encoding in SERVER_ENCODINGS + CLIENT_ENCODINGS:
            with self.steps.step(f"pg_dump -E {encoding}"):
                archive, rows = self.client(database, encoding)
                if encoding in DATABASES:
                    self.of_server(encoding, archive, rows)
                if encoding == "LATIN1":
                    # Which converts to no encoding of Unicode.
                    self.of_server("MULE_INTERNAL", archive, rows)
        with self.steps.step("Korean in JOHAB"):
            self.johab(database)


def run(steps, server, arguments):
    Encodings(steps, server, arguments.pgark).run()


if __name__ == "__main__":
    sys.exit(interop.main(__doc__, "encodings", run))
