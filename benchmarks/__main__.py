"""Run every benchmark and write ``benchmarks.json``: name, ours, peer, ratio, limit."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from benchmarks import figures, importing, start_up, tables, what_if, what_if_touch

BENCHMARKS = {
    "start_up": start_up,
    "tables": tables,
    "figures": figures,
    "importing": importing,
    "what_if": what_if,
    "what_if_touch": what_if_touch,
}


def main() -> int:
    """Measure what is asked, one line each as it comes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--to", type=Path, default=Path("out/benchmarks.json"))
    parser.add_argument("--only", choices=BENCHMARKS, action="append")
    parser.add_argument("--folder", type=Path, help="keep the big files here between runs")
    asked = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in asked.only or BENCHMARKS:
            for result in BENCHMARKS[name].measure(folder):
                print(
                    f"{'holds' if result.holds else 'FALLS SHORT':<12} {result.name}: {result.ratio:.2f}"
                    f" (limit {result.limit}; {result.peer_name})",
                    flush=True,
                )
                results.append(result.as_row())
    asked.to.parent.mkdir(parents=True, exist_ok=True)
    asked.to.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
