"""The variants of the damage corpus: what is done to an archive, and what must be said.

Each family is a generator over one archive (archive_editor.Archive). What a variant
expects is written down here, before any program has seen it.
"""
import re
import struct
import zlib

from archive_editor import (DATA, END_MARKER, GZIP, LZ4, METHODS, NONE, ZSTD, bomb, compress,
                            data_block, integer, skippable_frame, string)

DAMAGED = "damaged"      # must be reported with one of `codes`
INVISIBLE = "invisible"  # no reader can see it; in an archive with an index it must be reported
VALID = "valid"          # must be accepted

# What an index adds to every damage in its place.
INDEX_CODES = {"toc-digest-wrong", "framing-digest-wrong", "stored-digest-wrong",
               "raw-digest-wrong", "index-mismatch", "index-damaged", "index-missing"}
HUGE = 2**31 - 1
BOMB_BYTES = 200_000_000
MANY_ENTRIES = 50_000


class Variant:
    """octets: of a file. codes: one of them must be found, at `entry` (if not None) and
    in a region that meets `region` (if not None)."""

    def __init__(self, name, octets, codes=(), entry=None, region=None, kind=DAMAGED):
        self.name = name
        self.octets = octets
        self.codes = sorted(codes)
        self.entry = entry
        self.region = region
        self.kind = kind


def flipped(octets, place, bit=1):
    changed = bytearray(octets)
    changed[place] ^= bit
    return bytes(changed)


class Family:
    """table: the entry with the rows; its data has the columns (id, name, note)."""

    def __init__(self, archive, raw_of, has_index):
        self.archive = archive
        self.octets = archive.octets
        self.has_index = has_index
        self.table = archive.entry_of(b"TABLE DATA", b"people")
        self.other = archive.entry_of(b"TABLE DATA", b"dates")
        self.block = archive.block_of(self.table)
        self.identifier = self.table["id"].value
        # Of the table, decoded; known where the codec can be decoded here.
        self.raw = raw_of

    def everything(self):
        yield from self.header()
        yield from self.contents()
        yield from self.fields()
        yield from self.offsets()
        yield from self.cuts()
        yield from self.framing()
        yield from self.blocks()
        yield from self.letters()
        if self.has_index:
            yield from self.index()
        else:
            yield from self.streams()
            yield from self.rows()
            yield from self.valid()

    # Header and contents list.

    def header(self):
        header = self.archive.header
        one = {"header-damaged"}

        def variant(name, field, new, codes):
            return Variant(f"header-{name}", self.archive.with_field(header[field], new), codes,
                           None, header[field].region)

        yield variant("magic", "magic", b"PGDMQ", {"not-an-archive"})
        yield variant("integer-size-0", "integer size", b"\0", one)
        yield variant("integer-size-33", "integer size", b"\x21", one)
        yield variant("offset-size-0", "offset size", b"\0", one)
        yield variant("format-2", "format", b"\2", one)
        yield variant("revision-200", "revision", b"\xc8", one)
        yield variant("second-sign", "sec", b"\7" + bytes(4), one)
        yield variant("hour-99", "hour", integer(99), {"header-unusual"})
        yield variant("name-huge", "dbname", integer(HUGE), one | {"limit-exceeded"})
        yield variant("name-beyond", "dbname", integer(len(self.octets)), one | {"limit-exceeded"})
        yield variant("name-zero-byte", "dbname", string(b"a\0b"), one)
        if self.archive.minor >= 15:
            yield variant("method-9", "method", b"\x09", {"method-unknown"})
            known = METHODS[(METHODS.index(self.archive.method) + 1) % 4]
            # The streams are not of the method that the header now says; none takes all.
            codes = {"end-marker-missing", "row-width-wrong", "stream-damaged",
                     "row-incomplete", "encoding-invalid", "zero-byte", "carriage-return"}
            octets = self.archive.with_field(header["method"],
                                             bytes([METHODS.index(known)]))
            yield Variant("header-other-method", octets, codes)

    def contents(self):
        count = self.archive.count
        wrong = {"toc-damaged", "limit-exceeded"}

        def variant(name, new, codes, region=None):
            return Variant(f"count-{name}", self.archive.with_field(count, new), codes, None,
                           region)

        yield variant("negative", integer(-count.value), wrong, count.region)
        yield variant("huge", integer(HUGE), wrong)
        yield variant("one-more", integer(count.value + 1), wrong)
        yield variant("one-less", integer(count.value - 1), {"bytes-unclaimed", "block-damaged"})
        yield variant("none", integer(0), {"bytes-unclaimed", "block-unknown"})
        yield variant("sign-9", b"\x09" + count.value.to_bytes(4, "little"), wrong, count.region)

    def fields(self):
        table, archive = self.table, self.archive
        wrong = {"toc-damaged", "limit-exceeded"}
        definition = archive.entry_of(b"TABLE", b"people")

        def variant(name, entry, field, new, codes, knows_entry=True):
            identifier = entry["id"].value if knows_entry else None
            region = None
            if knows_entry:
                region = (entry["id"].begin, entry["offset"].end)
            return Variant(f"entry-{name}", archive.with_field(entry[field], new), codes,
                           identifier, region)

        yield variant("id-0", table, "id", integer(0), wrong, False)
        yield variant("id-negative", table, "id", integer(-5), wrong, False)
        yield variant("id-twice", table, "id", integer(definition["id"].value), wrong, False)
        yield variant("id-huge", table, "id", integer(HUGE), {
            *wrong, "block-missing", "offset-wrong"}, False)
        yield variant("no-data", table, "has data", integer(0), {"entry-data-flag-wrong"})
        yield variant("data", definition, "has data", integer(1), {"entry-data-flag-wrong"})
        yield variant("oid-word", table, "oid", string(b"x"), wrong, False)
        yield variant("tag-null", definition, "tag", integer(-1), wrong, False)
        yield variant("tag-huge", definition, "tag", integer(HUGE), wrong, False)
        yield variant("tag-zero-byte", definition, "tag", string(b"peo\0ple"), wrong, False)
        yield variant("tag-escape", definition, "tag", string(b"peo\x1b[2Jple"),
                      {"entry-name-unprintable"})
        yield variant("desc-null", table, "desc", integer(-1), wrong, False)
        yield variant("desc-unknown", definition, "desc", string(b"TABEL"), {"entry-kind-unknown"})
        yield variant("section-0", table, "section", integer(0), wrong, False)
        yield variant("section-9", table, "section", integer(9), wrong, False)
        yield variant("section-4", table, "section", integer(4), {"entry-section-wrong"})
        yield variant("section-2", table, "section", integer(2), {"entry-section-wrong"})
        yield variant("drop", definition, "drop", string(b"XROP TABLE public.people;\n"),
                      {"entry-drop-wrong"})
        yield variant("copy", table, "copy", string(b"COPY public.people FROM '/etc/passwd';\n"),
                      {"copy-statement-unknown"})
        yield Variant("entry-copy-columns", archive.with_field(
            table["copy"], string(b"COPY public.people (id, name) FROM stdin;\n")),
            {"row-width-wrong"}, table["id"].value)
        yield variant("with-oids-null", table, "with oids", integer(-1), wrong, False)
        yield variant("with-oids-word", table, "with oids", string(b"maybe"),
                      wrong | {"entry-field-unusual"}, False)
        yield variant("need-word", table, "needs", string(b"x") + integer(-1), wrong, False)
        yield variant("need-negative", table, "needs", string(b"-3") + integer(-1), wrong, False)
        yield variant("need-missing", table, "needs", integer(-1), {"dependency-wrong"})
        yield variant("needs-endless", table, "needs", string(b"1") * 3 + integer(HUGE), wrong,
                      False)
        # Two tables that need each other.
        other = archive.entry_of(b"TABLE", b"dates")
        circle = archive.with_field(definition["needs"],
                                    string(b"%d" % other["id"].value) + integer(-1))
        again = type(archive)(circle)
        entry = again.entry_of(b"TABLE", b"dates")
        yield Variant("entry-circle", again.with_field(
            entry["needs"], string(b"%d" % definition["id"].value) + integer(-1)),
            {"dependency-cycle"})
        if "relkind" in definition:
            yield variant("relkind", definition, "relkind", integer(ord("z")),
                          {"entry-relation-kind-wrong"})
        for desc, text, code in (
                (b"ENCODING", b"SET client_encoding = 'UTF9';\n", "encoding-unknown"),
                (b"STDSTRINGS", b"SET standard_conforming_strings = 'maybe';\n",
                 "entry-definition-wrong"),
                (b"SEARCHPATH", b"SET search_path = public;\n", "entry-definition-wrong")):
            yield variant(desc.decode().lower(), archive.entry_of(desc), "definition",
                          string(text), {code})

    def offsets(self):
        table = self.table
        entry = table["id"].value
        region = (table["id"].begin, table["offset"].end)
        place = table["offset"]

        def variant(name, flag, position, codes, entry=entry, region=region):
            octets = bytearray(self.octets)
            octets[table["offset flag"].begin] = flag
            octets[place.begin:place.end] = struct.pack("<Q", position)
            return Variant(f"offset-{name}", bytes(octets), codes, entry, region)

        wrong = {"offset-wrong"}
        other = self.other["offset"].value
        yield Variant("offset-flag-7", flipped(self.octets, table["offset flag"].begin, 5),
                      {"toc-damaged"}, None, region)
        yield variant("no-data-flag", 3, 0, {"block-unexpected"},
                      region=self.block.region)
        yield variant("one-more", 2, place.value + 1, wrong)
        yield variant("in-contents", 2, 20, wrong)
        yield variant("beyond", 2, len(self.octets) + 10, wrong)
        yield variant("2-62", 2, 2**62, wrong)
        yield variant("2-64", 2, 2**64 - 1, {"toc-damaged"}, entry=None)
        yield variant("of-another", 2, other, wrong)

    # The blocks.

    def cuts(self):
        archive, block = self.archive, self.block
        missing = {"block-missing", "block-damaged", "block-overrun", "index-missing",
                   "index-damaged", "stream-damaged"}
        first = block.streams[0].chunks[0]
        last = archive.blocks[-1]
        places = {
            "in-magic": (3, {"not-an-archive", "header-damaged"}),
            "behind-header": (archive.count.begin, {"toc-damaged"}),
            "in-entry": (self.table["tag"].begin, {"toc-damaged", "limit-exceeded"}),
            "behind-contents": (archive.toc_end, missing),
            "behind-block-type": (block.begin + 1, missing),
            "behind-block-head": (block.begin + 6, missing),
            "in-chunk-length": (block.begin + 8, missing),
            "in-chunk": ((first[0] + first[1] + 1) // 2, missing),
            "behind-chunk": (first[1], missing),
            "in-terminator": (block.end - 2, missing),
            "behind-block": (block.end, missing),
            "before-last-block": (last.begin, missing),
            "last-octet-of-blocks": (last.end - 1, missing),
        }
        for name, (place, codes) in places.items():
            yield Variant(f"cut-{name}", self.octets[:place], codes)

    def framing(self):
        block = self.block
        begin = block.streams[0].begin
        length = block.streams[0].chunks[0][1] - begin - 5
        codes = {"block-damaged", "block-overrun", "block-missing", "limit-exceeded",
                 "stream-damaged", "bytes-unclaimed"}
        region = (block.begin, len(self.octets))

        def variant(name, begin, end, new, codes=codes, region=region):
            return Variant(f"framing-{name}", self.archive.splice(begin, end, new), codes, None,
                           region)

        yield variant("type-2", block.begin, block.begin + 1, b"\2",
                      codes | {"offset-wrong"}, None)
        yield variant("type-objects", block.begin, block.begin + 1, b"\3",
                      codes | {"block-type-wrong"})
        yield variant("id-of-another", block.begin + 1, block.begin + 6,
                      integer(self.other["id"].value),
                      {"offset-wrong", "block-repeated", "block-missing"}, None)
        yield variant("id-of-nobody", block.begin + 1, block.begin + 6, integer(999999),
                      {"offset-wrong", "block-missing"}, None)
        yield variant("id-sign", block.begin + 1, block.begin + 2, b"\1",
                      {"offset-wrong", "block-missing"}, None)
        for name, value in (("one-more", length + 1), ("one-less", length - 1),
                            ("negative", -length), ("huge", HUGE),
                            ("beyond", len(self.octets))):
            yield variant(f"length-{name}", begin, begin + 5, integer(value),
                          codes | {"end-marker-missing", "row-incomplete"})
        yield variant("length-sign-2", begin, begin + 1, b"\2")
        yield variant("terminator", block.end - 5, block.end, integer(3))
        yield variant("terminator-missing", block.end - 5, block.end, b"")

    def blocks(self):
        archive = self.archive
        blocks = archive.all_blocks()
        mine = self.octets[self.block.begin:self.block.end]
        tail = self.octets[archive.data_end:]
        missing = {"block-missing", "offset-wrong"}

        def joined(parts):
            return self.octets[:archive.toc_end] + b"".join(
                text for _, text in parts) + tail

        without = [part for part in blocks if part[0] != self.identifier]
        yield Variant("block-missing", joined(without), missing)
        yield Variant("block-twice", joined(blocks + [(self.identifier, mine)]),
                      {"block-repeated", "bytes-unclaimed"}, self.identifier if not
                      self.has_index else None)
        yield Variant("blocks-swapped", joined(blocks[::-1]), {"offset-wrong"})
        yield Variant("block-inserted-octets", archive.splice(
            self.block.begin, self.block.begin, b"\xaa" * 100),
            {"offset-wrong", "bytes-unclaimed", "block-damaged"})
        other = next(text for key, text in blocks if key == self.other["id"].value)
        exchanged = {self.identifier: mine[:6] + other[6:],
                     self.other["id"].value: other[:6] + mine[6:]}
        yield Variant("streams-exchanged", archive.with_blocks(archive.all_blocks(exchanged))
                      + tail, {"row-width-wrong", "field-type-wrong"})
        objects = [block for block in archive.blocks if block.kind != DATA]
        if objects:
            yield from self._objects(objects[0])

    def _objects(self, block):
        first = block.streams[0].begin - 5
        entry = block.identifier
        yield Variant("object-other-number", self.archive.splice(first, first + 5, integer(4711)),
                      {"large-object-unlisted"}, entry)
        yield Variant("object-number-0", self.archive.splice(first, first + 5, integer(0)),
                      {"block-damaged", "bytes-unclaimed", "large-object-without-data",
                       "block-overrun"})
        if len(block.streams) > 1:
            second = block.streams[1].begin - 5
            yield Variant("object-twice", self.archive.splice(
                second, second + 5, integer(block.streams[0].oid)), {"large-object-repeated"},
                entry)
        metadata = self.archive.entry_of(b"BLOB METADATA") or self.archive.entry_of(b"BLOB")
        if metadata["desc"].value == b"BLOB METADATA":
            yield Variant("object-list-word", self.archive.with_field(
                metadata["definition"], string(b"what\n")), {"large-object-list-wrong"},
                metadata["id"].value)
        else:
            yield Variant("object-tag-word", self.archive.with_field(
                metadata["tag"], string(b"what")), {"large-object-list-wrong"},
                metadata["id"].value)

    # What a stream holds.

    def letters(self):
        """One letter into another one: in a definition, a name, a row."""
        definition = self.archive.entry_of(b"TABLE", b"people")["definition"]
        place = self.octets.index(b"note text", definition.begin)
        yield Variant("letter-of-definition", flipped(self.octets, place), {"toc-digest-wrong"},
                      kind=INVISIBLE)
        owner = self.table["owner"]
        yield Variant("letter-of-owner", flipped(self.octets, owner.end - 1),
                      {"toc-digest-wrong"}, kind=INVISIBLE)
        stored = self.octets.find(b"Augusta", self.block.begin, self.block.end)
        if stored >= 0:
            kind = DAMAGED if self.archive.method == GZIP else INVISIBLE
            yield Variant("letter-of-row", flipped(self.octets, stored),
                          {"stored-digest-wrong", "stream-damaged"}, kind=kind)
        begin, end = self.block.streams[0].chunks[0]
        if self.archive.method == GZIP:
            for share in (4, 2, 3):
                yield Variant(f"bit-of-stream-{share}", flipped(self.octets, begin + 2 + (
                    end - begin - 8) // share, 16), {"stream-damaged"}, self.identifier,
                    (begin, self.block.end))

    def streams(self):
        archive, method = self.archive, self.archive.method
        stored = archive.stored(self.block.streams[0])
        damaged = {"stream-damaged"}
        entry = self.identifier

        def variant(name, codes, *chunks):
            return Variant(f"stream-{name}", archive.with_data(self.table, *chunks), codes, entry)

        if method == NONE:
            yield variant("cut", {"end-marker-missing", "row-incomplete"}, stored[:-20])
            return
        yield variant("cut-8", damaged, stored[:-8])
        yield variant("cut-half", damaged, stored[:len(stored) // 2])
        yield variant("cut-1", damaged, stored[:-1])
        yield variant("garbage-in-own-chunk", damaged, stored, b"garbage!")
        yield variant("begin-missing", damaged, stored[3:])
        yield variant("magic", damaged, flipped(stored, 0, 64))
        yield variant("bomb", {"zero-byte"}, bomb(method, BOMB_BYTES))
        if method == GZIP:
            yield variant("no-chunk", damaged)
            yield variant("garbage", damaged, stored + b"xxxx")
            yield variant("twice", damaged, stored, stored)
            yield variant("twice-in-chunk", damaged, stored + stored)
            yield variant("raw-deflate", damaged, stored[2:-4])
            yield variant("checksum", damaged, flipped(stored, len(stored) - 1))
            packer = zlib.compressobj(wbits=31)
            yield variant("gzip-header", damaged, packer.compress(self.raw) + packer.flush())
        if method == ZSTD:
            rows = self.raw[:-len(END_MARKER)]
            hidden = {"stream-hidden-frames"}
            half = rows.index(b"\n", len(rows) // 2) + 1
            frames = [compress(ZSTD, part) for part in (rows[:half], rows[half:], END_MARKER)]
            yield variant("frames-in-a-chunk", hidden, b"".join(frames))
            yield variant("two-frames-in-a-chunk", hidden, frames[0] + frames[1], frames[2])
            yield variant("skippable-in-front", hidden, skippable_frame(b"x") + frames[0],
                          *frames[1:])
            yield variant("window-2-28", damaged | {"limit-exceeded"},
                          bytes.fromhex("28b52ffd0090") + stored[6:])
            yield variant("block-type-3", damaged, bytes.fromhex("28b52ffd0038") + b"\7\0\0x")
        if method == LZ4:
            yield variant("no-end-mark", damaged, compress(LZ4, self.raw)[:-4])
            yield variant("header-checksum", damaged, flipped(compress(LZ4, self.raw), 6))
            yield variant("block-size-huge", damaged,
                          bytes.fromhex("04224d184040c0") + b"\xff\xff\xff\x7f" + self.raw)

    def rows(self):
        method, entry = self.archive.method, self.identifier
        raw = self.raw
        line = raw.index(b"\n", len(raw) // 3) + 1
        end = raw.index(b"\n", line)
        row = raw[line:end]
        number, name, note = row.split(b"\t")

        def variant(what, text, *codes):
            return Variant(f"rows-{what}",
                           self.archive.with_data(self.table, compress(method, text)),
                           codes, entry, None)

        def with_row(what, new, *codes):
            return variant(what, raw[:line] + new + raw[end:], *codes)

        yield with_row("column-missing", number + b"\t" + name, "row-width-wrong")
        yield with_row("column-more", row + b"\tx", "row-width-wrong")
        yield with_row("empty-line", b"", "row-width-wrong")
        yield with_row("utf8-cut", number + b"\tab\xc3\t" + note, "encoding-invalid")
        yield with_row("utf8-overlong", number + b"\t\xc0\xaf\t" + note, "encoding-invalid")
        yield with_row("utf8-surrogate", number + b"\t\xed\xa0\x80\t" + note, "encoding-invalid")
        yield with_row("latin1", number + b"\t\xe4\t" + note, "encoding-invalid")
        yield with_row("zero-byte", number + b"\ta\0b\t" + note, "zero-byte")
        yield with_row("carriage-return", row + b"\r", "carriage-return")
        yield with_row("early-end", b"\\.\n" + row, "text-after-end-marker")
        yield with_row("end-in-row", number + b"\t\\.\t" + note, "end-marker-misplaced")
        yield with_row("unusual-escape", number + b"\t\\q\t" + note, "escape-unusual")
        yield with_row("half-null", number + b"\t\\Nx\t" + note, "escape-unusual")
        yield with_row("number", b"12a\t" + name + b"\t" + note, "field-type-wrong")
        yield with_row("number-large", b"2147483648\t" + name + b"\t" + note, "field-type-wrong")
        yield variant("no-end", raw[:-len(END_MARKER)], "end-marker-missing")
        yield variant("half-a-row", raw[:end - 2], "row-incomplete")
        yield variant("nothing", b"", "end-marker-missing")
        yield variant("one-newline", raw[:-2], "end-unusual")
        yield variant("sql-behind", raw + b"DROP TABLE x;\n", "text-after-end-marker")
        yield variant("meta-behind", raw + b"\\! id\n", "text-after-end-marker")

    # The index of pgark's archives.

    def index(self):
        octets, end = self.octets, self.archive.data_end
        codes = {"index-damaged", "index-missing", "trailing-bytes"}
        for name, place in (("footer-magic", -1), ("footer-checksum", -12), ("footer-version", -20),
                            ("tail-digest", -30), ("tail-size", -44), ("tail-offset", -52),
                            ("tail-last", -53), ("tail-middle", (end - len(octets)) // 2)):
            yield Variant(f"index-{name}", flipped(octets, place), codes | INDEX_CODES)
        yield Variant("index-cut-1", octets[:-1], codes)
        yield Variant("index-cut-footer", octets[:-52], codes)
        yield Variant("index-cut-half", octets[:(end + len(octets)) // 2], codes)
        yield Variant("index-gone", octets[:end], codes)
        yield Variant("index-octets-behind", octets + b"x", codes)
        yield Variant("index-octets-before", octets[:end] + b"x" + octets[end:],
                      codes | INDEX_CODES | {"bytes-unclaimed"})
        begin, stop = self.block.streams[0].chunks[0]
        for share in (5, 3, 2):
            place = begin + (stop - begin) // share
            yield Variant(f"index-sees-frame-{share}", flipped(octets, place),
                          {"stored-digest-wrong"}, self.identifier, (place, place + 1))
        yield Variant("index-sees-framing", flipped(octets, self.block.begin + 3),
                      {"framing-digest-wrong", "offset-wrong"})

    # Unusual, but valid.

    def valid(self):
        archive, method = self.archive, self.archive.method
        stored = archive.stored(self.block.streams[0])

        def variant(name, octets):
            return Variant(f"valid-{name}", octets, kind=VALID)

        yield variant("as-it-is", self.octets)
        yield variant("offsets-unset", archive.with_blocks(archive.all_blocks(), False))
        yield variant("one-chunk", archive.with_data(self.table, stored))
        yield variant("padding-first", archive.with_blocks(
            [(0, data_block(0, b"\0" * 100)), *archive.all_blocks()]))
        yield variant("padding-between", archive.with_blocks(
            [part for block in archive.all_blocks()
             for part in (block, (999999, data_block(999999, b"pad")))]))
        yield variant("blocks-reversed", archive.with_blocks(archive.all_blocks()[::-1]))
        yield variant("no-versions", type(archive)(archive.with_field(
            archive.header["server version"], integer(-1))).octets)
        yield variant("name-empty", archive.with_field(archive.header["dbname"], string(b"")))
        if method != ZSTD:
            yield variant("chunks-of-1", archive.with_data(
                self.table, *(stored[i:i + 1] for i in range(len(stored)))))
        if method == GZIP:
            yield variant("stored-blocks", archive.with_data(
                self.table, zlib.compress(self.raw, 0)))
            packer = zlib.compressobj(9)
            pieces = [packer.compress(self.raw[:500]) + packer.flush(zlib.Z_FULL_FLUSH),
                      packer.compress(self.raw[500:]) + packer.flush()]
            yield variant("full-flush", archive.with_data(self.table, *pieces))
        if method in (LZ4, ZSTD):
            rows = self.raw.splitlines(keepends=True)
            frames = [compress(method, b"".join(rows[i:i + 7])) for i in range(0, len(rows), 7)]
            yield variant("frames", archive.with_data(self.table, *frames))
            yield variant("empty-frame", archive.with_data(
                self.table, compress(method, b""), *frames))
            yield variant("skippable-frame", archive.with_data(
                self.table, skippable_frame(b"x" * 40), *frames))
            yield variant("frames-in-rows", archive.with_data(self.table, *(
                compress(method, self.raw[i:i + 13]) for i in range(0, len(self.raw), 13))))
        if method == LZ4:
            yield variant("frames-in-a-chunk", archive.with_data(self.table, b"".join(frames)))
        if method == NONE:
            yield variant("many-entries", self._many_entries())
            yield variant("chunks-in-rows", archive.with_data(
                self.table, *re.findall(b"(?s).{1,7}", stored)))

    def _many_entries(self):
        """The first table's entry again and again, its name and number other ones."""
        archive = self.archive
        entry = archive.entry_of(b"TABLE", b"nothing")
        text = self.octets[entry["id"].end:entry["offset"].end]
        more = b"".join(integer(1_000_000 + i) + text for i in range(MANY_ENTRIES))
        octets = archive.splice(entry["id"].begin, entry["id"].begin, more)
        count = archive.count
        octets = octets[:count.begin] + integer(count.value + MANY_ENTRIES) + octets[count.end:]
        return type(archive)(octets).with_blocks(archive.all_blocks())


def families(archive, raw, has_index):
    """All variants of one archive in the custom format."""
    return list(Family(archive, raw, has_index).everything())
