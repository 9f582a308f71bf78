"""Variants of directory and tar archives for the damage corpus.

A variant of a directory is a dictionary of file names and octets; None stands for a
symbolic link in place of the file, a tuple for a directory.
"""
import io
import re
import tarfile

from archive_editor import string
from damage_variants import DAMAGED, VALID, Variant, flipped

BLOCK = 512
LINK = None
FOLDER = ()


def read_folder(path):
    return {file.name: file.read_bytes() for file in sorted(path.iterdir())}


def data_name(files, suffixes=r"(\.gz|\.lz4|\.zst)?"):
    """The file of the table with the rows, which is the largest of tables."""
    names = [name for name in files if re.fullmatch(r"\d+\.dat" + suffixes, name)]
    return max(names, key=lambda name: len(files[name]))


def directories(files):
    name = data_name(files)
    entry = int(name.split(".")[0])
    data = files[name]
    lists = sorted(key for key in files if key.startswith("blobs"))
    toc = files["toc.dat"]
    stream = {"stream-damaged", "end-marker-missing", "row-incomplete", "limit-exceeded"}

    def variant(what, codes, at=entry, kind=DAMAGED, **changes):
        changed = {**files, **{key: value for key, value in changes.get("files", {}).items()}}
        for key in changes.get("without", ()):
            del changed[key]
        return Variant(f"directory-{what}", changed, codes, at, None, kind)

    yield variant("as-it-is", (), None, VALID)
    yield variant("file-missing", {"file-missing"}, without=[name])
    yield variant("contents-missing", {"file-missing"}, None, without=["toc.dat"])
    yield variant("file-cut", stream, files={name: data[:len(data) // 2]})
    yield variant("file-cut-1", stream | {"end-unusual"}, files={name: data[:-1]})
    yield variant("file-empty", stream, files={name: b""})
    yield variant("file-of-nobody", {"file-unknown"}, None, files={"9999.dat": b"x"})
    yield variant("link", {"file-type-wrong"}, files={name: LINK})
    yield variant("folder", {"file-type-wrong"}, files={name: FOLDER})
    yield variant("contents-cut", {"toc-damaged"}, None, files={"toc.dat": toc[:len(toc) // 2]})
    yield variant("contents-cut-1", {"toc-damaged"}, None, files={"toc.dat": toc[:-1]})
    yield variant("contents-empty", {"header-damaged", "not-an-archive"}, None,
                  files={"toc.dat": b""})
    yield variant("contents-longer", {"bytes-unclaimed"}, None, files={"toc.dat": toc + b"x"})
    yield variant("contents-link", {"file-type-wrong"}, None, files={"toc.dat": LINK})
    bare = b"%d.dat" % entry
    for what, path in (("outside", b"../" + bare), ("absolute", b"/etc/passwd"),
                       ("below", b"x/" + bare), ("dots", b"..")):
        yield variant(f"name-{what}", {"file-name-wrong"},
                      files={"toc.dat": toc.replace(string(bare), string(path))})
    yield variant("list-missing", {"file-missing"}, None, without=lists[:1])
    text = files[lists[0]]
    for what, new in (("word", b"x" + text), ("outside", text.replace(b"blob_", b"../blob_", 1)),
                      ("line-twice", text + text.splitlines(keepends=True)[0]),
                      ("half-a-line", text[:-3]), ("object-0", b"0 blob_0.dat\n" + text)):
        yield variant(f"list-{what}", {
            "object-list-damaged", "large-object-repeated", "file-name-wrong", "file-missing",
            "large-object-unlisted", "file-unknown", "file-repeated"}, None, files={lists[0]: new})
    if name.endswith(".dat"):
        yield variant("other-suffix", stream, files={name + ".gz": data}, without=[name])
        yield variant("column-missing", {"row-width-wrong"},
                      files={name: data.replace(b"\t", b" ", 1)})
    else:
        yield variant("flipped", stream, files={name: flipped(data, 0, 64)})
        yield variant("suffix-missing", {"row-width-wrong", "encoding-invalid", "zero-byte",
                                         "end-marker-missing"},
                      files={name.rsplit(".", 1)[0]: data}, without=[name])
        yield variant("twice", {"file-repeated", "file-unknown", "file-compression-mixed"}, None,
                      files={name.rsplit(".", 1)[0]: b"\\.\n\n\n"})
    if name.endswith(".gz"):
        yield variant("checksum", stream, files={name: flipped(data, len(data) - 6)})


class Member:
    def __init__(self, octets, place):
        self.begin = place
        header = octets[place:place + BLOCK]
        self.name = header[:100].rstrip(b"\0").decode()
        size = header[124:136].strip(b" \0")
        self.data = place + BLOCK
        self.size = int(size, 8)
        self.end = self.data + (self.size + BLOCK - 1) // BLOCK * BLOCK


def members_of(octets):
    members, place = [], 0
    while octets[place:place + BLOCK].strip(b"\0"):
        members.append(Member(octets, place))
        place = members[-1].end
    return members


def checked(header):
    """A member's header with its checksum made right."""
    blank = header[:148] + b" " * 8 + header[156:]
    return header[:148] + b"%06o\0 " % sum(blank) + header[156:]


def rewritten(octets, members, form):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for member in members:
            info = tarfile.TarInfo(member.name)
            info.size = member.size
            tar.addfile(info, io.BytesIO(octets[member.data:member.data + member.size]))
    return out.getvalue()


def tars(octets):
    members = members_of(octets)
    sizes = {member.name: b"x" * member.size for member in members}
    data = next(member for member in members if member.name == data_name(sizes, ""))
    entry = int(data.name.split(".")[0])
    parts = [octets[member.begin:member.end] for member in members]
    end = octets[members[-1].end:]
    mine = members.index(data)
    tar = {"tar-damaged", "file-missing", "toc-damaged", "stream-damaged", "limit-exceeded",
           "end-marker-missing", "row-incomplete", "text-after-end-marker"}

    def variant(what, new, codes, at=None, kind=DAMAGED):
        return Variant(f"tar-{what}", new, codes, at, None, kind)

    def with_header(begin, stop, new):
        header = octets[data.begin:data.data]
        header = checked(header[:begin] + new + header[stop:])
        return octets[:data.begin] + header + octets[data.data:]

    for what, form in (("gnu", tarfile.GNU_FORMAT), ("pax", tarfile.PAX_FORMAT),
                       ("ustar", tarfile.USTAR_FORMAT)):
        yield variant(f"valid-{what}", rewritten(octets, members, form), (), kind=VALID)
    yield variant("as-it-is", octets, (), kind=VALID)
    yield variant("checksum", flipped(octets, data.begin + 3), tar)
    yield variant("magic", flipped(octets, data.begin + 258), tar)
    yield variant("size-larger", with_header(124, 136, b"%011o\0" % (data.size + 1000)), tar)
    yield variant("size-huge", with_header(124, 136, b"\x80" + b"\x7f" * 11), tar)
    yield variant("size-2-63", with_header(124, 136, b"\x80" + bytes(3) + b"\x80" + bytes(7)), tar)
    yield variant("size-negative", with_header(124, 136, b"\xff" * 12), tar)
    yield variant("size-word", with_header(124, 136, b"what       \0"), tar)
    yield variant("name", with_header(0, 100, b"9999.dat".ljust(100, b"\0")),
                  {"file-missing"}, entry)
    yield variant("link", with_header(156, 157, b"2"), tar | {"file-type-wrong"})
    yield variant("member-missing", b"".join(parts[:mine] + parts[mine + 1:]) + end,
                  {"file-missing"}, entry)
    yield variant("member-twice", b"".join(parts[:mine + 1] + parts[mine:]) + end,
                  {"file-repeated"})
    yield variant("reversed", b"".join(parts[:1] + parts[:0:-1]) + end, {"file-order"})
    yield variant("contents-last", b"".join(parts[1:] + parts[:1]) + end, {"file-order"})
    yield variant("contents-missing", b"".join(parts[1:]) + end, {"file-missing"})
    for what, place in (("in-header", data.begin + 100), ("in-data", data.data + 10),
                        ("in-contents", 1000), ("behind-data", data.end)):
        yield variant(f"cut-{what}", octets[:place], tar | {"tar-end-missing"})
    yield variant("no-end", b"".join(parts), {"tar-end-missing"})
    if data.end > data.data + data.size:
        yield variant("padding", flipped(octets, data.end - 1), {"tar-padding-wrong"})
    place = octets.index(b"\t", data.data)
    yield variant("column-missing", octets[:place] + b" " + octets[place + 1:],
                  {"row-width-wrong"}, entry)
