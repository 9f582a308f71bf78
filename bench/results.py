"""What a run of the benches leaves: JSON, a table, plots."""
import json
import pathlib

import cases
import charts


def _ratio(target, series):
    """The fastest runs' ratio and the medians'. Peak memory has no ratio to 1."""
    numerator = series[target.numerator]
    if target.field in ("output", "peak_memory"):
        def value(one):
            return max(getattr(usage, target.field) for usage in one.runs)
        both = value, value
    else:
        both = (lambda one: one.median(target.field)), (lambda one: one.least(target.field))
    return [measure(numerator) / (measure(series[target.denominator])
                                  if target.denominator else 1) for measure in both]


def case_as_json(case, database, server, series, load):
    targets = []
    for target in case.targets:
        median, fastest = _ratio(target, series)
        targets.append({
            "target": target.words, "field": target.field,
            "numerator": target.numerator, "denominator": target.denominator or None,
            "wanted_least": target.least or None,
            "wanted_most": target.most if target.most != float("inf") else None,
            "ratio_of_medians": round(median, 3), "ratio_of_least": round(fastest, 3),
            "met": target.least <= median <= target.most})
    return {
        "case": case.name, "database": database, "load_average_before": load,
        "server_version": server.psql(database, "SHOW server_version"),
        "contenders": {contender.key: dict(program=contender.program,
                                           options=list(contender.options),
                                           **series[contender.key].as_json())
                       for contender in case.contenders},
        "targets": targets}


def _wanted(target):
    megabytes = 2**20 if target["field"] == "peak_memory" and not target["denominator"] else 1
    unit = " MiB" if megabytes > 1 else ""
    if target["wanted_least"]:
        return f"at least {target['wanted_least']:g}", f"{target['ratio_of_medians']:.2f}"
    return (f"at most {target['wanted_most'] / megabytes:g}{unit}",
            f"{target['ratio_of_medians'] / megabytes:.2f}{unit}")


def table(document):
    """Markdown: for each case its contenders and its targets."""
    machine = document["machine"]
    lines = [f"{machine['cores']} cores, {machine['processor']}, Linux {machine['kernel']}; "
             f"{document['rounds']} rounds in turn, {document['flags']}; load average at the "
             f"begin {machine['load_average']:.1f}", ""]
    for case in document["cases"]:
        lines += [f"## {case['case']}: PostgreSQL {case['server_version']}, load "
                  f"{case['load_average_before']:.1f}", "",
                  "| run | options | median s | least s | CPU s | busy | MB | peak MiB |",
                  "|---|---|---|---|---|---|---|---|"]
        for key, run in case["contenders"].items():
            lines.append(
                f"| {key} | {run['program']} {' '.join(run['options'])} "
                f"| {run['median_wall_seconds']:.2f} | {run['least_wall_seconds']:.2f} "
                f"| {run['least_cpu_seconds']:.2f} | {100 * run['median_busy_share']:.0f} % "
                f"| {run['output_bytes'] / 1e6:.1f} | {run['peak_memory_bytes'] / 2**20:.0f} |")
        lines += ["", "| target | wanted | medians | least | met |", "|---|---|---|---|---|"]
        for target in case["targets"]:
            wanted, got = _wanted(target)
            lines.append(f"| {target['target']}: {target['numerator']} / "
                         f"{target['denominator'] or 1} | {wanted} | {got} "
                         f"| {_wanted(dict(target, ratio_of_medians=target['ratio_of_least']))[1]} "
                         f"| {'yes' if target['met'] else 'no'} |")
        lines.append("")
    return "\n".join(lines)


def _plots(document):
    """The names and texts of the plots that the cases have figures for. The model
    takes the server's CPU work from its floor, in which it keeps all cores busy."""
    by_name = {case["case"]: case for case in document["cases"]}
    plots = {}
    for name, case in by_name.items():
        runs = case["contenders"]
        if not name.startswith("two_big"):
            continue
        plots[f"size-against-time-{name}"] = charts.points(
            f"{name}: size against time", "median seconds", "MB",
            [(key, (run["median_wall_seconds"], run["output_bytes"] / 1e6))
             for key, run in runs.items()
             if run["program"] in (cases.PGARK, cases.PG_DUMP)])
    if "two_big-15" in by_name:
        runs = by_name["two_big-15"]["contenders"]
        plots["time-against-connections"] = charts.lines(
            "gzip: time against connections", "-j", "median seconds",
            [("pgark -Fc", [(jobs, runs[f"gzip-j{jobs}"]["median_wall_seconds"])
                            for jobs in (1, 2, 4)]),
             ("pg_dump -Fc, -Fd", [(1, runs["pg_dump-Fc"]["median_wall_seconds"]),
                                   (2, runs["pg_dump-Fd-j2"]["median_wall_seconds"])])])
        floor = runs["server-alone"]["least_wall_seconds"]
        cores = document["machine"]["cores"]
        plots["model-of-cores"] = charts.lines(
            "model: time if CPU work alone bounds it", "cores, and -j", "seconds",
            [(name, [(count, (floor * cores + runs[key]["least_cpu_seconds"]) / count)
                     for count in (1, 2, 4, 8, 12, 16)])
             for name, key in (("pgark gzip", "gzip-j2"), ("pgark none", "none-j2"),
                               ("the server alone", "server-alone"))])
    sizes = [by_name[name] for name in ("two_big_tenth-17", "two_big_third-17", "two_big-17")
             if name in by_name]
    if len(sizes) > 1:
        plots["time-against-size"] = charts.lines(
            "zstd:3: time against size", "MB without compression", "median seconds",
            [(key, [(case["contenders"]["none-j2"]["output_bytes"] / 1e6,
                     case["contenders"][key]["median_wall_seconds"]) for case in sizes])
             for key in ("zstd3-j2", "pg_dump-zstd3")])
    return plots


def write(document, folder):
    """end_to_end.json, end_to_end.txt and the plots."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "end_to_end.json").write_text(json.dumps(document, indent=1) + "\n",
                                            encoding="utf-8")
    (folder / "end_to_end.txt").write_text(table(document), encoding="utf-8")
    for name, text in _plots(document).items():
        (folder / f"{name}.svg").write_text(text, encoding="utf-8")
