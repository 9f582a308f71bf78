#!/usr/bin/env python3
"""Fails when something points at documentation that is not there.

Checked are, in sources, scripts and Markdown:
- docs/x.md: the file exists;
- docs/x.md, "Heading" (and "Another"): the file has that heading;
- links between Markdown files: the file exists, and has the heading behind #;
- numbered sections: headings are cited by their names, numbers get out of date.

    check_docs.py ROOT
"""
import pathlib
import re
import sys

SUFFIXES = {".h", ".cc", ".py", ".md", ".txt", ".cmake", ".sql", ".sh", ""}
SKIPPED_FOLDERS = re.compile(r"\..*|build.*|__pycache__")
# How a line of a comment begins: it is taken off, so that citations may go on
# from one line to the next.
COMMENT_BEGIN = re.compile(r"^\s*(//+|#+|--|\*)?\s*")

FILE = re.compile(r"(?<![\w/.-])(docs/)?([\w-]+\.md)\b")
HEADINGS = re.compile(r'\s*(?:,|,? and|,? or|,? to)\s+"([^"]+)"')
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING_LINE = re.compile(r"^#{1,6}\s+(.*?)\s*$")
SECTION_SIGN = "\N{SECTION SIGN}"


def files(root):
    for path in sorted(root.iterdir()):
        if path.is_dir():
            if not SKIPPED_FOLDERS.fullmatch(path.name):
                yield from files(path)
        elif path.suffix in SUFFIXES and not path.name.startswith("."):
            yield path


def text_of(path):
    """The file's text, or None where it is none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


class Document:
    """The headings of a Markdown file, and the anchors that they have."""

    def __init__(self, text):
        self.headings = set()
        self.anchors = set()
        fenced = False
        for line in text.splitlines():
            if line.startswith("```"):
                fenced = not fenced
            match = None if fenced else HEADING_LINE.match(line)
            if match:
                heading = match.group(1).replace("`", "")
                self.headings.add(heading)
                self.add_anchor(heading)

    def add_anchor(self, heading):
        base = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        anchor, count = base, 0
        while anchor in self.anchors:
            count += 1
            anchor = f"{base}-{count}"
        self.anchors.add(anchor)


class Checker:
    def __init__(self, root):
        self.root = root
        self.found = []
        self.documents = {}  # by path

    def document(self, path):
        if path not in self.documents:
            self.documents[path] = Document(text_of(path) or "")
        return self.documents[path]

    def report(self, path, line, message):
        self.found.append(f"{path.relative_to(self.root)}:{line}: {message}")

    def check(self, path):
        text = text_of(path)
        if text is None:
            return
        self.check_citations(path, text)
        if path.suffix == ".md":
            self.check_links(path, text)

    def check_citations(self, path, text):
        # One long line; starts[i] is where line i + 1 begins in it.
        joined, starts = "", []
        for number, line in enumerate(text.splitlines(), 1):
            starts.append(len(joined))
            joined += COMMENT_BEGIN.sub("", line) + " "
            if SECTION_SIGN in line:
                self.report(path, number, "cite a heading by its name, not by a number")
        for match in FILE.finditer(joined):
            number = sum(start <= match.start() for start in starts)
            self.check_citation(path, number, joined, match)

    def check_citation(self, path, number, joined, match):
        target = self.root / "docs" / match.group(2)
        if not match.group(1):
            # README.md and the like; a link, which is checked as one; or, in
            # documents, the file beside it.
            beside = path.suffix == ".md" and (path.parent / match.group(2)).is_file()
            if beside or (self.root / match.group(2)).is_file():
                return
            if target.is_file():
                self.report(path, number, f"say docs/{match.group(2)}")
                return
        if not target.is_file():
            self.report(path, number, f"there is no {match.group(0)}")
            return
        position = match.end()
        while heading := HEADINGS.match(joined, position):
            position = heading.end()
            if heading.group(1) not in self.document(target).headings:
                self.report(path, number,
                            f'docs/{match.group(2)} has no heading "{heading.group(1)}"')

    def check_links(self, path, text):
        fenced = False
        for number, line in enumerate(text.splitlines(), 1):
            if line.startswith("```"):
                fenced = not fenced
            if fenced:
                continue
            for link in LINK.findall(line):
                if re.match(r"[a-z]+:", link):
                    continue  # another host's
                name, _, anchor = link.partition("#")
                target = (path.parent / name).resolve() if name else path
                if not target.exists():
                    self.report(path, number, f"the link {link} leads nowhere")
                elif anchor and anchor not in self.document(target).anchors:
                    self.report(path, number, f"the link {link} has no such heading")


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    checker = Checker(pathlib.Path(sys.argv[1]).resolve())
    for path in files(checker.root):
        if path != pathlib.Path(__file__).resolve():
            checker.check(path)
    for line in checker.found:
        print(line)
    print(f"{len(checker.found)} citations and links without a target")
    return 1 if checker.found else 0


if __name__ == "__main__":
    sys.exit(main())
