"""Made-up names and notices of papers: what stands on a page besides its stories."""

from __future__ import annotations

import random

PAPERS = ["新城时报", "长河日报", "晨光晚报", "北方工人报", "东海都市报", "江南日报", "滨湖商报", "西岭早报"]
SECTIONS = ["要闻", "时政", "综合", "社会", "民生", "经济", "文体", "国内新闻", "教育周刊", "国际", "副刊"]
FAMILY = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜"
GIVEN = "伟芳娜静敏强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰海志文晓建俊峰斌燕梅雪雨子涵思源远桐"
WEEKDAYS = "一二三四五六日"
MONTHS = "正二三四五六七八九十"
CAPTIONS = [
    "近日，游客在古镇街头品尝特色小吃。",
    "图为志愿者为社区老人提供服务。",
    "图为农户正在田间查看作物长势。",
    "图为技术人员在车间调试生产线。",
    "图为市民在公园内赏花休闲。",
    "图为工作人员在现场检查设备运行情况。",
    "图为小学生在图书馆里挑选读物。",
    "日前，施工人员正在加紧修复河堤。",
]
ADVERTS = [
    ("遗失声明", ["兹有李某遗失身份证一张，号码末四位为3417，声明作废。", "本报广告热线：010-65363000"]),
    ("招　聘", ["现面向社会公开招聘编辑3名、记者5名，要求本科及以上学历，年龄35周岁以下。"]),
    ("公　告", ["因线路检修，下列路段将于本月中旬分时停电，请用户提前做好准备。", "服务电话：96008"]),
]
EAR = ["今日导读", "●全市重点项目集中开工　　2版", "●秋粮收购工作有序推进　　3版", "●文化惠民演出走进社区　　4版"]
TURNS = "二三三三三四四五六六六七七八"
LEADS = [("本报讯（记者 {}）", "记者 {}"), ("本报讯（记者 {}）", "记者 {}"), ("本报讯（通讯员 {}）", "通讯员 {}")]
BYLINES = ["本报记者 {}", "本报记者　{}", "本报记者{}"]


def person(rng: random.Random) -> str:
    """A name of two or three characters."""
    return rng.choice(FAMILY) + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2))))


def date(rng: random.Random) -> str:
    year = rng.choice((1998, 2005, 2012, 2019, 2021, 2023, 2024))
    return f"{year}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日 星期{rng.choice(WEEKDAYS)}"


def desk(rng: random.Random) -> str:
    """The line that names editor, layout and proofs."""
    names = f"责任编辑：{person(rng)}　版式设计：{person(rng)}　校对：{person(rng)}"
    return f"{names}　电话：{rng.randint(60000000, 88999999)}"


def imprint(rng: random.Random) -> list[str]:
    """The lines beside a nameplate, below its date."""
    moon = f"农历{rng.choice(MONTHS)}月初{rng.choice('一二三四五六七八九十')}"
    return [
        f"{moon}　今日{rng.choice((4, 8, 12, 16))}版",
        f"国内统一连续出版物号 CN {rng.randint(11, 65)}-{rng.randint(1, 99):04}",
        f"第{rng.randint(3000, 28000)}期　代号 {rng.randint(1, 60)}-{rng.randint(1, 60)}",
    ]
