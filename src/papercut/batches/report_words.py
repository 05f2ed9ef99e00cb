"""The words of a batch's report, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "report": ("Report of a batch", "批处理报告"),
    "files": ("files", "文件"),
    "pages": ("pages", "版面"),
    "articles": ("articles", "稿件"),
    "failed": ("failed", "失败"),
    "same": ("files the same as others", "内容重复的文件"),
    "empty": ("pages without text", "无文字的版面"),
    "waiting": ("pages done, but not written yet", "已处理、尚未写出的版面"),
    "characters": ("characters in articles", "稿件内的字符"),
    "aside": ("characters set aside", "非稿件内容的字符"),
    "corrections": ("corrections made by hand", "已应用的更正"),
    "misfits": ("Corrections that no longer fit", "已不适用的更正"),
    "by": ("By", "更正者"),
    "do": ("Correction", "更正"),
    "speed": ("pages a second, in one process", "每秒版数（单进程）"),
    "failures": ("Failures", "失败"),
    "none": ("None.", "无。"),
    "again": (
        "This command tries again what failed, and does what is missing or has changed:",
        "以下命令重试失败部分，并补做缺失或有改动的部分：",
    ),
    "list": ("Give it the same list on standard input.", "请由标准输入提供同一份清单。"),
    "secret": ("Passwords are left out: put yours in.", "密码已略去，请自行填写。"),
    "longer": (
        "Pages that took too long get more time with this one:", "超时的版面，可用以下命令给予更长时间："
    ),
    "reason": ("Reason", "原因"),
    "count": ("Count", "数量"),
    "text": ("What was said", "说明"),
    "file": ("File", "文件"),
    "doubts": ("Doubts first: the least certain pages", "优先核对：置信度最低的版面"),
    "doubts-why": (
        "A page is as certain as its least certain article. This writes pages to look at, and links them here:",
        "版面的置信度取其中置信度最低的稿件。以下命令生成核对页面，并在此链接：",
    ),
    "certain": ("Least certain article", "置信度最低的稿件"),
    "notes": ("Notes", "提示"),
    "review": ("Review", "核对"),
    "plot-confidence": ("Pages by their least certain article", "版面分布：最低的稿件置信度"),
    "plot-aside": ("Pages by the share of characters set aside", "版面分布：非稿件内容所占比例"),
    "plot-seconds": ("Pages by the seconds they took", "版面分布：所用秒数"),
    "mostly-aside": ("Pages with the largest share set aside", "非稿件内容比例最大的版面"),
    "share": ("Share set aside", "非稿件内容所占比例"),
    "slowest": ("Slowest pages", "最慢的版面"),
    "seconds": ("Seconds", "秒"),
    "formats": ("Formats", "格式"),
    "format": ("Format", "格式"),
    "without": ("Pages without text", "无文字的版面"),
    "passed": ("Passed over", "略过"),
    "more": ("more. All of them:", "项未列出。查看全部："),
    "reason.unreadable": ("cannot be read", "无法读取"),
    "reason.stage": ("a stage failed", "某一步骤出错"),
    "reason.crashed": ("its process died, or took too much memory", "进程崩溃，或内存不足"),
    "reason.timeout": ("it took too long", "超时"),
}
"""By key: English, Chinese."""

STYLE = """
:root { color-scheme: light dark; --paper: light-dark(#fff, #16181c); --ink: light-dark(#1a1a1a, #e8e6e1);
  --soft: light-dark(#595959, #a8abb2); --edge: light-dark(#d5d5d5, #3b3f46); --bar: light-dark(#f4f4f2, #1f2227);
  --alarm: light-dark(#a30000, #ff9d8a); --fill: light-dark(#0072b2, #4aa8e0); --link: light-dark(#0057b7, #7ab8ff); }
body { margin: 0 auto; padding: 1rem; max-width: 70rem; background: var(--paper); color: var(--ink);
  font: 16px/1.6 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }
body:has(#en:checked) .w:lang(zh), body:has(#zh:checked) .w:lang(en) { display: none; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; } a { color: var(--link); }
.about, .more { color: var(--soft); } .alarm { color: var(--alarm); font-weight: 700; }
.tiles { display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; list-style: none; }
.tiles li { background: var(--bar); border: 1px solid var(--edge); border-radius: 4px; padding: .3rem .8rem; }
.tiles b { display: block; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
.wide { overflow: auto; max-height: 26rem; } thead { position: sticky; top: 0; background: var(--paper); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .2rem .6rem; border-bottom: 1px solid var(--edge); }
td { overflow-wrap: anywhere; } .n { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre { background: var(--bar); border: 1px solid var(--edge); border-radius: 4px; padding: .5rem .8rem; margin: .4rem 0;
  white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 1rem; }
figure { margin: 0; background: var(--bar); border: 1px solid var(--edge); border-radius: 4px; padding: .6rem; }
figcaption { font-weight: 600; } svg { display: block; width: 100%; height: auto; }
svg rect { fill: var(--fill); } svg .low { fill: var(--alarm); } svg line { stroke: var(--soft); }
svg text { fill: var(--ink); font-size: 10px; text-anchor: middle; }
"""
