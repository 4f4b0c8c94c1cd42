"""Reads lines ENGINE<tab>MODE<tab>JSON and prints the medians of each engine beside those of Lucene."""

import json
import statistics
import sys

MODES = ("plain", "typo", "facets", "prefix")
# What the peers call the modes.
NAMES = {"plain": "plain.1", "typo": "fuzzy.1", "facets": "facet.1", "prefix": "prefix.1"}

rates, slowest, memory = {}, {}, {}
for line in sys.stdin:
    engine, mode, text = line.rstrip("\n").split("\t", 2)
    figures = json.loads(text)
    for one in MODES if mode == "all" else [mode]:
        found = figures.get(NAMES[one]) if mode == "all" else figures
        if found:
            rates.setdefault((engine, one), []).append(found["per_cpu_s"])
            slowest.setdefault((engine, one), []).append(found.get("p99_ms", found.get("p99")))
    memory.setdefault(engine, []).append(figures["rss_mb"])

print("| | " + " | ".join(f"{mode} q/CPU-s" for mode in MODES) + " | p99 ms | resident MB |")
print("| --- |" + " --- |" * 6)
for engine in memory:
    cells = []
    for mode in MODES:
        rate = statistics.median(rates.get((engine, mode), [0]))
        peer = statistics.median(rates.get(("lucene", mode), [0]))
        ratio = f" (× {rate / peer:.2f})" if peer and engine != "lucene" else ""
        cells.append(f"{rate:,.0f}{ratio}")
    p99 = " / ".join(f"{statistics.median(slowest.get((engine, mode), [0])):.2f}" for mode in MODES)
    print(f"| {engine} | " + " | ".join(cells) + f" | {p99} | {max(memory[engine]):,.0f} |")
