"""Takes custom-format archives apart, octet by octet, and puts changed ones together.

Unlike archive_contents.py it knows where each field lies, and the blocks behind the
contents list. Versions 1.14 to 1.16 (docs/archive-format.md).
"""
import struct
import zlib

NONE, GZIP, LZ4, ZSTD = "none", "gzip", "lz4", "zstd"
METHODS = [NONE, GZIP, LZ4, ZSTD]
DATA, OBJECTS = 1, 3
OFFSET_SET = 2
END_MARKER = b"\\.\n\n\n"


def integer(value):
    return bytes([value < 0]) + abs(value).to_bytes(4, "little")


def string(text):
    return integer(-1) if text is None else integer(len(text)) + text


class Field:
    """One stored field: its octets are [begin, end)."""

    def __init__(self, begin, end, value):
        self.begin = begin
        self.end = end
        self.value = value

    @property
    def region(self):
        return self.begin, self.end


class Stream:
    """A compressed stream: `chunks` are the regions of their octets."""

    def __init__(self, oid, begin):
        self.oid = oid
        self.begin = begin
        self.chunks = []
        self.end = begin


class Block:
    def __init__(self, begin, kind, identifier):
        self.begin = begin
        self.kind = kind
        self.identifier = identifier
        self.streams = []
        self.end = begin

    @property
    def region(self):
        return self.begin, self.end


class Archive:
    """`header` and each of `entries` are fields by name."""

    def __init__(self, octets):
        self.octets = octets
        self._place = 0
        self.header = {}
        self.entries = []
        self.blocks = []
        self._read_header()
        self.count = self._integer()
        for _ in range(self.count.value):
            self.entries.append(self._entry())
        self.toc_end = self._place
        while self._place < len(octets) and octets[self._place] in (DATA, OBJECTS):
            self._block()
        self.data_end = self._place

    # Reading.

    def _raw(self, size):
        begin = self._place
        self._place += size
        return Field(begin, self._place, self.octets[begin:self._place])

    def _integer(self):
        field = self._raw(5)
        magnitude = int.from_bytes(field.value[1:], "little")
        field.value = -magnitude if field.value[0] else magnitude
        return field

    def _string(self):
        length = self._integer()
        text = self._raw(max(length.value, 0))
        return Field(length.begin, text.end, None if length.value < 0 else text.value)

    def _read_header(self):
        for name in ("magic", "major", "minor", "revision", "integer size", "offset size",
                     "format"):
            self.header[name] = self._raw(5 if name == "magic" else 1)
        self.minor = self.header["minor"].value[0]
        if self.minor >= 15:
            self.header["method"] = self._raw(1)
            self.method = METHODS[self.header["method"].value[0]]
        else:
            self.header["method"] = self._integer()
            self.method = NONE if self.header["method"].value == 0 else GZIP
        for name in ("sec", "min", "hour", "mday", "mon", "year", "isdst"):
            self.header[name] = self._integer()
        for name in ("dbname", "server version", "dump version"):
            self.header[name] = self._string()

    def _entry(self):
        entry = {"id": self._integer(), "has data": self._integer()}
        for name in ("table oid", "oid", "tag", "desc"):
            entry[name] = self._string()
        entry["section"] = self._integer()
        for name in ("definition", "drop", "copy", "schema", "tablespace", "access method"):
            entry[name] = self._string()
        if self.minor >= 16:
            entry["relkind"] = self._integer()
        entry["owner"] = self._string()
        entry["with oids"] = self._string()
        begin = self._place
        needs = []
        while (need := self._string()).value is not None:
            needs.append(need)
        entry["needs"] = Field(begin, self._place, needs)
        entry["offset flag"] = self._raw(1)
        entry["offset"] = self._raw(8)
        entry["offset"].value = int.from_bytes(entry["offset"].value, "little")
        return entry

    def _block(self):
        begin = self._place
        kind = self._raw(1).value[0]
        block = Block(begin, kind, self._integer().value)
        if kind == DATA:
            block.streams.append(self._stream(0))
        else:
            while (oid := self._integer().value) != 0:
                block.streams.append(self._stream(oid))
        block.end = self._place
        self.blocks.append(block)

    def _stream(self, oid):
        stream = Stream(oid, self._place)
        while (length := self._integer().value) != 0:
            stream.chunks.append(self._raw(length).region)
        stream.end = self._place
        return stream

    # Looking.

    def entry_of(self, desc, tag=None):
        """The first of that kind and name; None if there is none."""
        for entry in self.entries:
            if entry["desc"].value == desc and tag in (None, entry["tag"].value):
                return entry
        return None

    def block_of(self, entry):
        return next(block for block in self.blocks if block.identifier == entry["id"].value)

    def stored(self, stream):
        return b"".join(self.octets[begin:end] for begin, end in stream.chunks)

    # Changing. All return the octets of a new archive.

    def splice(self, begin, end, new):
        return self.octets[:begin] + new + self.octets[end:]

    def with_field(self, field, new):
        """Another text for a field of header or contents list; the offsets of the
        entries follow what that moves."""
        octets = bytearray(self.splice(field.begin, field.end, new))
        moved = len(new) - (field.end - field.begin)
        for entry in self.entries if moved else []:
            if entry["offset flag"].value[0] == OFFSET_SET:
                place = entry["offset"].begin + (moved if entry["offset"].begin > field.begin
                                                 else 0)
                octets[place:place + 8] = struct.pack("<Q", entry["offset"].value + moved)
        return bytes(octets)

    def with_blocks(self, blocks, sets_offsets=True):
        """Other blocks, as (id, octets), in their order; nothing behind them."""
        octets = bytearray(self.octets[:self.toc_end])
        places = {}
        for identifier, text in blocks:
            places.setdefault(identifier, len(octets))
            octets += text
        for entry in self.entries:
            if entry["has data"].value == 0:
                continue
            place = places.get(entry["id"].value)
            is_set = sets_offsets and place is not None
            octets[entry["offset flag"].begin] = OFFSET_SET if is_set else 1
            octets[entry["offset"].begin:entry["offset"].end] = struct.pack(
                "<Q", place if is_set else 0)
        return bytes(octets)

    def all_blocks(self, changed=()):
        """The blocks as they are, but for those in `changed` (id to octets)."""
        changed = dict(changed)
        return [(block.identifier, changed.get(block.identifier,
                                               self.octets[block.begin:block.end]))
                for block in self.blocks]

    def with_data(self, entry, *chunks):
        """The data of an entry as these stored chunks."""
        identifier = entry["id"].value
        return self.with_blocks(self.all_blocks({identifier: data_block(identifier, *chunks)}))


def data_block(identifier, *chunks):
    return (bytes([DATA]) + integer(identifier)
            + b"".join(integer(len(chunk)) + chunk for chunk in chunks) + integer(0))


def compress(method, raw):
    """One stream; for lz4 and zstd of blocks that are not compressed."""
    if method == GZIP:
        return zlib.compress(raw, 6)
    pieces = [raw[i:i + 60000] for i in range(0, len(raw), 60000)] or [b""]
    if method == LZ4:
        stored = b"".join(struct.pack("<I", len(piece) | 1 << 31) + piece
                          for piece in pieces if piece)
        return bytes.fromhex("04224d184040c0") + stored + bytes(4)
    if method == ZSTD:
        # Window of 128 KiB, no content size, no checksum.
        stored = b"".join(
            struct.pack("<I", len(piece) << 3 | (i + 1 == len(pieces)))[:3] + piece
            for i, piece in enumerate(pieces))
        return bytes.fromhex("28b52ffd0038") + stored
    return raw


def bomb(method, size):
    """A small stream of about `size` zero bytes."""
    if method == GZIP:
        return zlib.compress(bytes(size), 9)
    if method == ZSTD:
        # Blocks of one byte, repeated 128 KiB times.
        block = struct.pack("<I", (1 << 17) << 3 | 1 << 1)[:3] + b"\0"
        return bytes.fromhex("28b52ffd0038") + block * (size >> 17) + b"\1\0\0"
    # One zero, then a match of 65,530 bytes, then the five literals that a block ends with.
    block = b"\x1f\0\1\0" + b"\xff" * 256 + b"\xe7" + b"\x50" + bytes(5)
    return (bytes.fromhex("04224d184040c0")
            + (struct.pack("<I", len(block)) + block) * (size >> 16) + bytes(4))


def skippable_frame(octets):
    """A frame that readers of lz4 and zstd pass over."""
    return bytes.fromhex("502a4d18") + struct.pack("<I", len(octets)) + octets
