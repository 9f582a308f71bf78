"""Reads the contents list of a custom-format archive, versions 1.14 to 1.16.

A reader of the tests' own, so that what pgark writes is not judged by pgark.
docs/archive-format.md has the layout. The fields of two archives are compared as
lines of text (lines()), where dependencies stand as what they point at.
"""

NULL = "(null)"
DATA_STATE_OCTETS = 1
SECTIONS = {1: "none", 2: "pre-data", 3: "data", 4: "post-data"}


class Reader:
    def __init__(self, octets):
        self._octets = octets
        self.place = 0
        self.int_size = 4

    def bytes(self, count):
        end = self.place + count
        if end > len(self._octets):
            raise RuntimeError(f"the archive ends at {len(self._octets)}, before {end}")
        taken = self._octets[self.place:end]
        self.place = end
        return taken

    def integer(self):
        sign, magnitude = self.bytes(1)[0], self.bytes(self.int_size)
        return (-1 if sign else 1) * int.from_bytes(magnitude, "little")

    def string(self):
        length = self.integer()
        return None if length < 0 else self.bytes(length).decode(errors="surrogateescape")


class Entry:
    """One entry: `fields` in the order of the archive, and ids of what it needs."""

    def __init__(self, identifier, fields, needs):
        self.identifier = identifier
        self.fields = fields
        self.needs = needs

    def name(self):
        shown = " ".join(str(self.fields[key]) for key in ("desc", "namespace", "tag"))
        return shown.replace("\n", " ")


def read(octets):
    """All entries, in the order of the archive."""
    reader = Reader(octets)
    if reader.bytes(5) != b"PGDMP":
        raise RuntimeError("not an archive")
    version = tuple(reader.bytes(3))[:2]
    reader.int_size, offset_size, _ = reader.bytes(3)
    if version >= (1, 15):
        reader.bytes(1)
    else:
        reader.integer()
    for _ in range(7):
        reader.integer()
    for _ in range(3):
        reader.string()
    return [_entry(reader, version, offset_size) for _ in range(reader.integer())]


def _entry(reader, version, offset_size):
    identifier = reader.integer()
    fields = {"has data": reader.integer(), "table OID": reader.string(),
              "OID": reader.string(), "tag": reader.string(), "desc": reader.string()}
    section = reader.integer()
    fields["section"] = SECTIONS.get(section, section)
    for name in ("definition", "drop", "copy", "namespace", "tablespace", "access method"):
        fields[name] = reader.string()
    fields["relkind"] = reader.integer() if version >= (1, 16) else 0
    fields["owner"] = reader.string()
    fields["with OIDs"] = reader.string()
    needs = []
    while (need := reader.string()) is not None:
        needs.append(int(need))
    reader.bytes(DATA_STATE_OCTETS + offset_size)
    return Entry(identifier, {name: NULL if value is None else value
                              for name, value in fields.items()}, needs)


def lines(octets):
    """Every field of every entry as text; the last lines are the needs, sorted.

    Ids are not compared, nor is how often something is needed: neither is the
    same in two dumps of the same database by the same program. A need that no
    entry has (the boundaries of the sections) is left out.
    """
    return lines_of(read(octets))


def lines_of(entries):
    names = {entry.identifier: entry.name() for entry in entries}
    text = []
    for entry in entries:
        text.append(f"== {entry.name()}")
        text += [f"{name}: {value}" for name, value in entry.fields.items()]
        text += sorted({f"needs: {names[need]}" for need in entry.needs if need in names})
    return text
