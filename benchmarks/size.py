#!/usr/bin/env python3
"""How large an installation is: what pip puts into a fresh environment, without pip itself. It needs a package index.

    size.py [--update]

Each set of extras is installed twice, without and with bytecode (pip makes it, uv does not). --update writes the table
into docs/how-to/install.md.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "how-to" / "install.md"
EXTRAS = ("", "pdf,review")
TOOLS = re.compile(r"pip|setuptools|pkg_resources|_distutils_hack|distutils-precedence\.pth|wheel")
"""What is in an environment before anything is installed."""


def installed(extras: str, folder: Path) -> Path:
    """The site-packages of a fresh environment with papercut and these extras."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    what = f"{ROOT}[{extras}]" if extras else str(ROOT)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", what],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(subprocess.run([python, "-c", where], check=True, capture_output=True, text=True).stdout.strip())


def sizes(packages: Path) -> tuple[Counter[str], int]:
    """The bytes of each package, without bytecode, and those of all bytecode."""
    each: Counter[str] = Counter()
    code = 0
    for path in packages.rglob("*"):
        top = path.relative_to(packages).parts[0]
        if not path.is_file() or TOOLS.match(top):
            continue
        size = path.stat().st_size
        if path.suffix == ".pyc":
            code += size
        else:
            each[top.partition(".")[0] if top.endswith(".libs") else top] += size
    return each, code


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--update", action="store_true", help="write into docs/how-to/install.md")
    a = ap.parse_args()
    rows = ["| extras | MB | with bytecode | largest packages |", "|---|---:|---:|---|"]
    for extras in EXTRAS:
        with tempfile.TemporaryDirectory() as folder:
            each, code = sizes(installed(extras, Path(folder)))
        total = sum(each.values())
        largest = ", ".join(f"{name} {size / 1e6:.0f}" for name, size in each.most_common(4))
        rows.append(f"| {extras or 'none'} | {total / 1e6:.0f} | {(total + code) / 1e6:.0f} | {largest} |")
        print(rows[-1], flush=True)
    if a.update:
        table = "<!-- size -->\n" + "\n".join(rows) + "\n<!-- /size -->"
        said = DOCUMENT.read_text("utf-8")
        DOCUMENT.write_text(re.sub(r"<!-- size -->.*?<!-- /size -->", lambda _: table, said, flags=re.S), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
