#!/usr/bin/env python3
"""Writes what retention must decide into retention_cases/: worked out here a
second time, rule by rule, so that the cases do not only repeat what the program
does. Look at the difference before a changed case is committed.

    make_retention_cases.py FOLDER
"""
import datetime
import pathlib
import sys
import zoneinfo

UTC = datetime.timezone.utc
DAY = datetime.timedelta(days=1)
RULES = ("last", "within", "daily", "weekly", "monthly", "yearly")
CALENDAR = {
    "daily": lambda d: d.isoformat(),
    "weekly": lambda d: "%d-%d" % d.isocalendar()[:2],
    "monthly": lambda d: d.strftime("%Y-%m"),
    "yearly": lambda d: d.strftime("%Y"),
}


def name(one):
    return one["time"].strftime("%Y%m%dT%H%M%SZ-") + one["kind"]


def series(begin, end, hour, zone, kind="scheduled", step=1, **more):
    """A set at that local hour every `step` days."""
    day = datetime.date.fromisoformat(begin)
    while day <= datetime.date.fromisoformat(end):
        local = datetime.datetime.combine(day, datetime.time.fromisoformat(hour),
                                          zoneinfo.ZoneInfo(zone))
        yield dict({"time": local.astimezone(UTC), "kind": kind}, **more)
        day += step * DAY


def decide(case):
    sets = sorted(case["sets"], key=lambda one: (one["time"], name(one)), reverse=True)
    now = datetime.datetime.fromisoformat(case["now"].replace("Z", "+00:00"))
    zone = zoneinfo.ZoneInfo(case.get("zone", "UTC"))
    kinds = case.get("kinds", {})
    reasons = {name(one): set() for one in sets}
    present = [one for one in sets if one["time"] <= now + datetime.timedelta(hours=1)]
    for one in sets:
        if one.get("pinned"):
            reasons[name(one)].add("pinned")
        if one not in present:
            reasons[name(one)].add("dated in the future")
    good = [one for one in present if not one.get("unverified")]

    def rank(one):
        return 2 if one.get("partial") else 1 if one["kind"] == "safety" else 0
    best = sorted(good, key=rank)  # stable: newest first within a rank
    for one in best[:case.get("min_keep", 1)]:
        reasons[name(one)].add("min-keep")
    for group in {(one["kind"] if one["kind"] in kinds else "", bool(one.get("partial")))
                  for one in good}:
        rules = kinds.get(group[0], case.get("rules", {}))
        members = [one for one in good if bool(one.get("partial")) == group[1] and
                   (one["kind"] if one["kind"] in kinds else "") == group[0]]
        if not rules:
            for one in members:
                reasons[name(one)].add("no rule for its kind")
        for one in members[:rules.get("last", 0)]:
            reasons[name(one)].add("keep-last")
        for one in members:
            if "within" in rules and now - one["time"] <= rules["within"] * DAY:
                reasons[name(one)].add("keep-within")
        for rule, period in CALENDAR.items():
            newest = {}
            for one in members:
                newest.setdefault(period(one["time"].astimezone(zone).date()), one)
            for one in sorted(newest.values(), key=lambda one: one["time"],
                              reverse=True)[:rules.get(rule, 0)]:
                reasons[name(one)].add("keep-" + rule)
    for one in present:
        if not one.get("unverified"):
            continue
        if not best or best[0]["time"] < one["time"]:
            reasons[name(one)].add("newer than the last good one")
        rules = kinds.get(one["kind"], case.get("rules", {}))
        if "within" in rules and now - one["time"] <= rules["within"] * DAY:
            reasons[name(one)].add("keep-within")
    kept = [one for one in sets if reasons[name(one)]]
    always = {"pinned", "min-keep", "newer than the last good one", "dated in the future"}
    for one in reversed(list(kept)):
        if len(kept) > case.get("max_count", len(kept)) and not reasons[name(one)] & always:
            kept.remove(one)
    return [(name(one), sorted(reasons[name(one)])) for one in kept]


def write(folder, title, case):
    lines = [f"now {case['now']}", f"zone {case.get('zone', 'UTC')}"]
    for rule, value in case.get("rules", {}).items():
        lines.append(f"rule {rule} {value}")
    for kind, rules in case.get("kinds", {}).items():
        lines += [f"kind {kind} {rule} {value}" for rule, value in rules.items()]
    if "max_count" in case:
        lines.append(f"max-count {case['max_count']}")
    if "min_keep" in case:
        lines.append(f"min-keep {case['min_keep']}")
    for one in case["sets"]:
        marks = [mark for mark in ("unverified", "partial", "pinned") if one.get(mark)]
        lines.append(" ".join(["set", name(one), *marks]))
    for kept, why in decide(case):
        lines.append(f"keep {kept}: {', '.join(why)}")
    (folder / f"{title}.txt").write_text("\n".join(lines) + "\n")


def cases():
    berlin = "Europe/Berlin"
    yield "three_years_of_nights", {
        "now": "2026-11-20T12:00:00Z",
        "rules": {"daily": 30, "weekly": 12, "monthly": 12, "yearly": 3},
        "sets": list(series("2023-11-21", "2026-11-20", "02:00", "UTC"))}
    # Twice 02:30 in October, no 02:30 in March.
    yield "clock_changes_in_berlin", {
        "now": "2026-11-20T12:00:00Z", "zone": berlin,
        "rules": {"daily": 400},
        "sets": list(series("2026-03-20", "2026-04-05", "02:30", berlin)) +
        list(series("2026-10-20", "2026-10-30", "02:30", berlin)) +
        [{"time": datetime.datetime(2026, 10, 25, hour, 30, tzinfo=UTC), "kind": "manual"}
         for hour in (1, 22, 23)]}
    # Nights of New York are the next day in UTC: weeks and months end elsewhere.
    yield "weeks_and_months_of_new_york", {
        "now": "2026-03-10T00:00:00Z", "zone": "America/New_York",
        "rules": {"weekly": 8, "monthly": 4, "yearly": 2},
        "sets": list(series("2025-11-01", "2026-03-09", "21:00", "America/New_York"))}
    yield "weeks_across_new_year", {
        "now": "2027-01-20T00:00:00Z", "rules": {"weekly": 6, "yearly": 2},
        "sets": list(series("2026-12-01", "2027-01-19", "05:00", "UTC"))}
    yield "kinds_have_their_own_rules", {
        "now": "2026-11-20T12:00:00Z", "rules": {"last": 3},
        "kinds": {"pre-migration": {"within": 90}, "safety": {"within": 14}},
        "sets": list(series("2026-11-10", "2026-11-20", "02:00", "UTC")) +
        list(series("2026-06-01", "2026-11-19", "09:00", "UTC", "pre-migration", 10)) +
        list(series("2026-10-01", "2026-11-20", "10:00", "UTC", "safety", 5))}
    yield "max_count_cuts_the_oldest", {
        "now": "2026-11-20T12:00:00Z", "rules": {"within": 60}, "max_count": 10,
        "min_keep": 3,
        "sets": list(series("2026-10-01", "2026-11-20", "02:00", "UTC")) +
        list(series("2026-09-25", "2026-10-05", "03:00", "UTC", "manual", 5, pinned=True))}
    yield "max_count_alone", {
        "now": "2026-11-20T12:00:00Z", "max_count": 5,
        "sets": list(series("2026-11-01", "2026-11-20", "02:00", "UTC"))}
    yield "failed_nights_take_no_places", {
        "now": "2026-11-20T12:00:00Z", "rules": {"last": 3},
        "sets": list(series("2026-11-01", "2026-11-10", "02:00", "UTC")) +
        list(series("2026-11-11", "2026-11-20", "02:00", "UTC", unverified=True)) +
        list(series("2026-10-01", "2026-10-05", "02:00", "UTC", unverified=True))}
    yield "nothing_good_nothing_goes", {
        "now": "2026-11-20T12:00:00Z", "rules": {"last": 1},
        "sets": list(series("2026-11-01", "2026-11-10", "02:00", "UTC", unverified=True))}
    yield "everything_is_old", {
        "now": "2026-11-20T12:00:00Z", "rules": {"within": 7},
        "sets": list(series("2025-01-01", "2025-01-31", "02:00", "UTC")) +
        list(series("2025-02-01", "2025-02-03", "02:00", "UTC", "safety"))}
    yield "only_safety_sets", {
        "now": "2026-11-20T12:00:00Z", "rules": {"last": 1},
        "kinds": {"safety": {"within": 14}},
        "sets": list(series("2026-01-01", "2026-01-05", "02:00", "UTC", "safety"))}
    yield "partial_sets_are_apart", {
        "now": "2026-11-20T12:00:00Z", "rules": {"daily": 3},
        "sets": list(series("2026-11-01", "2026-11-15", "02:00", "UTC")) +
        list(series("2026-11-10", "2026-11-20", "03:00", "UTC", partial=True))}
    # The clock was years ahead once: those sets take nobody's place.
    yield "sets_from_the_future", {
        "now": "2026-11-20T12:00:00Z", "rules": {"last": 2, "daily": 2},
        "sets": list(series("2026-11-10", "2026-11-20", "02:00", "UTC")) +
        list(series("2031-01-01", "2031-01-04", "02:00", "UTC"))}
    yield "several_on_one_day", {
        "now": "2026-11-20T23:30:00Z", "rules": {"daily": 2, "last": 1},
        "sets": [one for hour in range(0, 24, 3)
                 for one in series("2026-11-18", "2026-11-20", f"{hour:02}:00", "UTC")]}


def main():
    folder = pathlib.Path(sys.argv[1])
    for title, case in cases():
        write(folder, title, case)


if __name__ == "__main__":
    main()
