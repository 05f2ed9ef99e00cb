"""Small batches: pages of the repository with small differences, and whatever else a batch may meet: several pages in a
file, archives, files that are the same, files that are no pages."""

from __future__ import annotations

import io
import random
import re
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*sorted((ROOT / "tests" / "pages").glob("own-*/page.txt")), *sorted((ROOT / "seeds").glob("*.txt"))]
LEAD = "　　本报讯（记者 李闻）横跨清河的第{n}座新桥昨天上午通车，两岸居民\n从此不必绕路，\n（下转第二版）\n"
REST = "　　（上接第一版）清河第{n}座新桥的桥面有四条车道，居民说方便多了。\n"


def small_page(rolls: random.Random) -> str:
    """Some lines of a page, with other digits and an end that no other page has."""
    lines = rolls.choice(_texts()).splitlines()
    count = round(10 ** rolls.uniform(0.8, 1.4))
    at = rolls.randrange(max(1, len(lines) - count))
    text = "\n".join(lines[at : at + count])
    return re.sub(r"\d", lambda _: str(rolls.randrange(10)), text) + f"\n　　编号{rolls.randrange(10**9)}。\n"


def make_batch(folder: Path, rolls: random.Random, pages: int) -> None:
    """About so many pages, in issues of a few."""
    day = 0
    while pages > 0:
        day += 1
        issue = folder / "清河日报" / f"1998-{day // 28 + 1:02d}-{day % 28 + 1:02d}"
        issue.mkdir(parents=True)
        for number in range(1, min(pages, rolls.randint(4, 9)) + 1):
            text = small_page(rolls)
            if number == 1:
                text = f"第一版\n\n第{day}座新桥通车\n\n{LEAD.format(n=day)}\n{text}"
            if number == 2:
                text = f"第二版\n\n{REST.format(n=day)}\n{text}"
            (issue / f"{number:02d}.txt").write_text(text, "utf-8")
            pages -= 1
    other = folder / "other"
    other.mkdir()
    (other / "several.txt").write_text("\f".join(small_page(rolls) for _ in range(rolls.randint(2, 6))), "utf-8")
    (other / "notes.md~").write_text("no page\n", "utf-8")
    (other / ".hidden.txt").write_text("no page\n", "utf-8")
    for n in (1, 2):
        (other / f"same-{n}.txt").write_text(REST.format(n="两"), "utf-8")
    with zipfile.ZipFile(other / "packed.zip", "w") as packed:
        for n in range(rolls.randint(1, 4)):
            packed.writestr(f"in/{n}.txt", small_page(rolls))
    with tarfile.open(other / "packed.tar.gz", "w:gz") as packed_tar:
        for n in range(rolls.randint(1, 4)):
            data = small_page(rolls).encode()
            told = tarfile.TarInfo(f"in/{n}.txt")
            told.size = len(data)
            packed_tar.addfile(told, io.BytesIO(data))
    if rolls.random() < 0.3:
        (other / "damaged.txt").write_bytes(b"\x00\x01\x02" * 500)


def change_batch(folder: Path, rolls: random.Random) -> None:
    """Change some files, take some away, add some; no folder loses all that it has."""
    issues = sorted((folder / "清河日报").iterdir())
    for _ in range(rolls.randint(1, 4)):
        issue = rolls.choice(issues)
        files = sorted(issue.iterdir())
        what = rolls.choice(("change", "remove", "add"))
        if what == "remove" and len(files) > 2:
            rolls.choice(files).unlink()
        elif what == "add":
            (issue / f"{rolls.randint(10, 99)}.txt").write_text(small_page(rolls), "utf-8")
        else:
            rolls.choice(files).write_text(small_page(rolls), "utf-8")


def _texts(found: list[str] = []) -> list[str]:  # noqa: B006 - read once
    if not found:
        found += [path.read_text("utf-8", "replace") for path in SOURCES]
    return found
