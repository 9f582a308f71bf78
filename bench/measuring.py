"""Runs programs and measures what they use; compares what they made."""
import hashlib
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import time


class Usage:
    """What one run of a program used. cpu: user and system time of the program
    and of the processes that it waited for, in seconds."""

    def __init__(self, wall, cpu, peak_memory, output, busy):
        self.wall = wall
        self.cpu = cpu
        self.peak_memory = peak_memory
        self.output = output
        self.busy = busy


class RunFailed(Exception):
    """A measured program ended badly."""


def size_of(path):
    path = pathlib.Path(path)
    if path.is_dir():
        return sum(file.stat().st_size for file in path.iterdir())
    return path.stat().st_size if path.exists() else 0


def remove(path):
    path = pathlib.Path(path)
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _machine_times():
    """Busy and idle seconds of all cores since the machine was started."""
    with open("/proc/stat", encoding="ascii") as file:
        fields = [int(word) for word in file.readline().split()[1:9]]
    idle = fields[3] + fields[4]
    ticks = os.sysconf("SC_CLK_TCK")
    return (sum(fields) - idle) / ticks, idle / ticks


def run(commands, environment, output=None):
    """Runs commands side by side until all have ended. Raises RunFailed.

    The peak memory is that of the largest process; `busy` the share of all
    cores that were busy meanwhile, with whatever else the machine did."""
    if output is not None:
        remove(output)
    before = _machine_times()
    begin = time.monotonic()
    processes = [subprocess.Popen(
        [str(word) for word in command], env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for command in commands]
    cpu = 0.0
    peak = 0
    failures = []
    for process, command in zip(processes, commands):
        with process.stderr:
            said = process.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            failures.append(f"{command[0]}: status {process.returncode}: {said[-2000:]}")
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss * 1024)
    wall = time.monotonic() - begin
    after = _machine_times()
    if failures:
        raise RunFailed("; ".join(failures))
    busy, idle = after[0] - before[0], after[1] - before[1]
    return Usage(wall, cpu, peak, size_of(output) if output is not None else 0,
                 busy / max(busy + idle, 1e-9))


class Series:
    """The runs of one contender."""

    def __init__(self):
        self.runs = []

    def add(self, usage):
        self.runs.append(usage)

    def median(self, field):
        return statistics.median(getattr(usage, field) for usage in self.runs)

    def least(self, field):
        return min(getattr(usage, field) for usage in self.runs)

    def as_json(self):
        return {
            "wall_seconds": [round(usage.wall, 3) for usage in self.runs],
            "median_wall_seconds": round(self.median("wall"), 3),
            "least_wall_seconds": round(self.least("wall"), 3),
            "median_cpu_seconds": round(self.median("cpu"), 3),
            "least_cpu_seconds": round(self.least("cpu"), 3),
            "peak_memory_bytes": max(usage.peak_memory for usage in self.runs),
            "output_bytes": self.runs[-1].output,
            "median_busy_share": round(self.median("busy"), 3),
        }


def digest_of_file(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def digest_of_dump(pg_dump, database, environment):
    """The digest of a database's plain dump but for the key that each has, for
    comparison within this process. A table's rows count in any order: the server
    fills gaps of earlier pages with later rows when it loads them."""
    digest = hashlib.sha256()
    process = subprocess.Popen([pg_dump, "--no-sync", "-d", database], env=environment,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    key = re.compile(rb"\\(un)?restrict \S+\n")
    with process.stdout as lines:
        for line in lines:
            if line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
                rows = sum(hash(row) for row in iter(lines.readline, b"\\.\n"))
                line += str(rows).encode()
            if not (line.startswith(b"\\") and key.fullmatch(line)):
                digest.update(line)
    if process.wait() != 0:
        raise RunFailed(f"pg_dump of {database} failed")
    return digest.hexdigest()


def machine():
    """What figures depend on, and what disturbed them."""
    model = ""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return {"cores": os.cpu_count(), "processor": model, "kernel": os.uname().release,
            "load_average": os.getloadavg()[0]}
