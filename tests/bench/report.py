#!/usr/bin/env python3
"""Measures Ringback on this machine and prints it as Markdown: report.py FOLDER-OF-PROGRAMS [POSTGRESQL-ADDRESSES]

The addresses have {} in the place of a number from 1 to 4. `./dev bench` runs it, with a PostgreSQL of its own. Ratios are to what the same run found the machine cannot do without.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

rounds = 3  # of each drill; the middle one by calls a second is told


def run(*command, quit_after=None):
    """The program's output, processor seconds and peak memory in MB."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen([str(part) for part in command], stdout=output)
        if quit_after:
            time.sleep(quit_after)
            process.terminate()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, -15):
            sys.exit(f"{Path(command[0]).name} {command[1]} ended with {process.returncode}")
        output.seek(0)
        return output.read().decode(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def drills(engine, databases=None):
    runs = []
    for number in range(1, rounds + 2):
        place = ["--database", databases.format(number)] if databases else []
        place += ["--floor"] if number > rounds else []  # which takes processor time of its own
        output, seconds, memory = run(engine, "drill", "--calls", 2000, "--concurrency", 32, "--json", *place)
        result = json.loads(output)
        if result["lost"] or result["duplicated"]:
            sys.exit(f"the drill lost {result['lost']} and doubled {result['duplicated']}")
        result["cpu_us"] = seconds * 1e6 / result["calls"]
        result["memory_mb"] = memory
        runs.append(result)
    floor = runs.pop()["floor"]
    middle = sorted(runs, key=lambda result: result["calls_per_second"])[rounds // 2]
    return middle | {"floor": floor}


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|---" + "|---:" * (len(head) - 1) + "|")
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print(flush=True)


def tell_drills(named):
    floors = [result["floor"] for _, result in named]
    table(
        ["a storm of 2,000 calls, 32 at once"] + [name for name, _ in named],
        [
            ["calls a second, from the first webhook to the last text"] + [f"{r['calls_per_second']:,}" for _, r in named],
            ["webhook to answer, median / 99 % (ms)"]
            + [f"{r['acknowledgement_ms']['p50']:.1f} / {r['acknowledgement_ms']['p99']:.1f}" for _, r in named],
            ["webhook to text, median / 99 % (ms)"]
            + [f"{r['webhook_to_text_ms']['p50']:.0f} / {r['webhook_to_text_ms']['p99']:.0f}" for _, r in named],
            ["processor time a call: callers, door, engine and phone company (µs)"] + [f"{r['cpu_us']:.0f}" for _, r in named],
            ["peak memory of all of these (MB)"] + [f"{r['memory_mb']:.0f}" for _, r in named],
            ["lost / doubled"] + [f"{r['lost']} / {r['duplicated']}" for _, r in named],
        ],
    )
    table(
        ["one call, nothing else to do"] + [name for name, _ in named],
        [
            ["floor: loopback round trip / synced commit (ms)"]
            + [f"{f['round_trip_ms']:.3f} / {f['synced_commit_ms']:.3f}" for f in floors],
            ["webhook answered after (ms)"] + [f"{f['idle_acknowledgement_ms']:.2f}" for f in floors],
            ["… times (round trip + commit)"] + [f"{f['idle_acknowledgement_ratio']:.1f}" for f in floors],
            ["text left after (ms)"] + [f"{f['idle_webhook_to_text_ms']:.2f}" for f in floors],
            ["… times (2 round trips + 3 commits)"] + [f"{f['idle_webhook_to_text_ratio']:.1f}" for f in floors],
        ],
    )


def microseconds(benchmark):
    unit = {"ns": 1e-3, "us": 1, "ms": 1e3, "s": 1e6}[benchmark["time_unit"]]
    return benchmark["real_time"] * unit


def tell_parts(benchmarks):
    parts, sizes = [], {}
    for benchmark in benchmarks:
        name, *arguments = benchmark["name"].split("/")
        if name.endswith(", stored calls"):
            sizes.setdefault(name.removesuffix(", stored calls"), []).append((int(arguments[0]), microseconds(benchmark)))
        else:
            count = int(arguments[0]) if arguments else 1
            what = f"{name.rsplit(', ', 1)[0]}: {count} {name.rsplit(', ', 1)[1]}" if arguments else name
            parts.append([what, f"{microseconds(benchmark):.1f}", f"{microseconds(benchmark) / count:.1f}"])
    if parts:
        table(["part (SQLite, every commit synced)", "µs", "µs each"], parts)
    if sizes:
        stored = [f"{calls:,} stored" for calls, _ in next(iter(sizes.values()))]
        rows = [
            [name] + [f"{time:.0f}" for _, time in times] + [f"{times[-1][1] / times[0][1]:.2f}"] for name, times in sizes.items()
        ]
        table(["as the office grows (µs)", *stored, "ratio"], rows)


def idle_memory(engine):
    with tempfile.TemporaryDirectory() as folder:
        office = Path(folder, "office.db")
        run(engine, "init", "--database", office, "--playbook", "roofing", "--company", "Summit Roofing")
        _, _, memory = run(engine, "serve", "--database", office, "--listen", "127.0.0.1:0", quit_after=5)
        return memory


def main():
    programs = Path(sys.argv[1])
    engine, bench = programs / "ringback-engine", programs / "ringback-bench"
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the run.\n")
    named = [("SQLite", drills(engine))]
    if len(sys.argv) > 2:
        named.append(("PostgreSQL", drills(engine, sys.argv[2])))
    tell_drills(named)
    if bench.exists():
        tell_parts(json.loads(run(bench, "--benchmark_format=json")[0])["benchmarks"])
    print(f"`ringback-engine serve`, idle: {idle_memory(engine):.0f} MB at most.")


main()
