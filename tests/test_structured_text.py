"""Verse, tables, lists of names and talks keep their lines; narrow columns of running text do not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercut import Page, build, partition_faults, to_markdown, to_text
from papercut.languages.structured_lines import is_song_credit
from papercut.model.page import Role
from papercut.readers import read_pages, read_text
from papercut.solver.lines.measured_lines import measured_lines
from papercut.solver.lines.structured_text import structured_lines

STORY = """老街改造完工
本报讯（记者 陈一）老街改造工程昨
天完工，石板路重新铺过，两旁的店
铺也换了招牌，居民们都说方便多了。
"""
ENGLISH = """MILL WILL OPEN AGAIN
The old mill will open again in August, its owner said.
Two hundred hands will be wanted, and the railway has
promised a train at six in the morning.
"""
REGULAR = "七绝·过江\n王江南\n一叶轻舟过大江，\n千山送我到他乡。\n回头不见来时路，\n只有清风入小窗。\n"
FREE = (
    "小站\n李晓禾\n\n火车走了以后\n站台还在发烫\n我数着枕木\n数到天黑\n也没有数完\n\n"
    "风把一张车票\n吹到我脚边\n又吹走了\n像一个人\n转过身去\n"
)
COUPLETS = "登高二首\n张望远\n云开千嶂出，日落一江明。\n野渡无人语，空山有鸟声。\n归来寻旧径，坐久听风生。\n"
RHYMES = """THE OLD MILL
The wheel is still, the water low,
  The moss is on the stone;
And where the miller used to go
  The heron walks alone.

"""
BARE = "秋思\n丹翁\n西風吹葉滿空階\n獨上層樓感舊懷\n客裏不知秋已盡\n夜深猶聽雨聲來\n"
TRANSLATED = """外国诗选
[英]约翰·布朗
黄小仪 译

如果你在清晨醒来，
听见雨敲着窗子，
请不要以为那是我，
我早已走过那座桥。

如果你在黄昏的时候
看见炊烟慢慢升起，
那也不是我在等你，
我只是忘了关上门。
"""
WEATHER = "天气预报\n青石市 多云 18～25℃ 东南风3级\n柳荫县 小雨 16～22℃ 北风2级\n江口镇 晴 17～26℃ 微风\n"
RESULTS = "LEAGUE RESULTS\nMilltown 3, Greenhill 1\nFerry Rovers 2, Harbour City 2\nOld Mill 0, Hill End 4\n\n"
TABLE = "足球甲级联赛积分榜\n名次 球队 赛 胜 平 负 积分\n"
TABLE += "1 青石队 10 8 1 1 25\n2 柳荫队 10 7 2 1 23\n3 江口队 10 6 0 4 18\n"
PRICES = "昨日菜价\n品名　最高　最低\n白菜　2.80　2.65\n萝卜　2.05　1.90\n"
LEADERS = "GRAIN MARKET\n\nWheat, No. 2 ........ 1.12 1/2\nCorn ................ 0.64\nRye ................. 0.88\n\n"
MARKET = "MARKET REPORT\nEggs, per dozen        18c     20c\nLard                   11c     12c\n\n"
SPOKEN = "母亲的手\n黄小宜\n母亲的手\n是一张旧地图\n每一条皱纹\n都通向一个孩子\n我握着它\n像握着整个故乡\n"
PEN = "家\n文/程野\n推开门\n灰尘在光里站起来\n像一群久别的亲人\n说\n回来就好\n"
TUNE = "卜算子·咏荷\n柳如云\n出水一枝新，照影池塘静。\n不与春花斗丽姿，独抱清凉性。\n"
TUNE += "雨过碧珠圆，风动红妆整。\n待到秋来结子时，自有芳心证。\n"
PUPIL = "小雨点\n二年级三班 方小圆\n小雨点，\n沙沙沙，\n落在花园里，\n花儿乐得张嘴巴。\n"
SURNAMED = "江南春\n叶知秋\n江南三月雨如丝，\n杨柳依依绿满枝。\n古寺钟声传远浦，\n小桥人影过横溪。\n"
PROGRAMMES = "今日电视节目\n08:00 早间新闻\n09:30 电视剧：老街\n12:00 午间半小时\n"
PRIZES = "作文大赛获奖名单\n一等奖 方小圆 东湖小学\n二等奖 李天天 西苑小学\n三等奖 高飞 南门小学\n"
SHOP = "菜场今日价格（元/公斤）\n青菜 3.20\n萝卜 2.50\n五花肉 32.00\n鸡蛋 10.60\n"
MATCHES = "昨晚足球联赛结果\n东湖队 2:1 西苑队\n南门队 0:0 北溪队\n山前队 3:2 港口队\n"
CITIES = "主要城市天气\n东湖 晴 12℃～23℃\n西苑 多云 10℃～20℃\n南门 小雨 9℃～15℃\n"
RATES = "昨日匯兌行市\n倫敦 一先令二便士半\n紐約 二十九元七五\n日本 一百零二元\n"
SCORES = "乒乓球赛昨日成绩\n东湖队3比1胜西苑队\n南门队3比2胜北溪队\n山前队3比0胜港口队\n"
PAIRS = "菜市行情\n菠菜 1.20元 芹菜 0.95元\n冬瓜 0.60元 南瓜 0.75元\n草鱼 8.50元 豆干 2.30元\n"
RHYME = "拔萝卜（儿歌）\n小白兔，蹦蹦跳，\n跳进菜园拔萝卜。\n拔一拔，摇一摇，\n萝卜萝卜出来了。\n"
TRAINS = "行車時刻表\n石港　　六時十分　九時正\n柳河　　八時正　　十一時半\n瀘城　　九時一刻　一時廿分\n"
TWO = "秋興\n王半翁\n西風一夜到江樓，黃葉蕭蕭滿地愁。\n燈火漁村人未睡，櫓聲搖月過汀洲。\n"
DRAWS = "昨日彩票开奖\n玩法 期号 中奖号码\n七乐球 2026031 03 08 14 21 27 32 + 11\n"
DRAWS += "五位数 2026066 4 0 7 7 1\n3D 2026066 6 0 2\n"
FEW_DRAWS = "福利彩票开奖\n名称 号码\n3D 3 5 9\n七乐球 04 09 15 20 26 31 08\n快乐8 03 08 12 19 25\n"
SONG = "小城校歌\n谭小禾 词\n鲁长庚 曲\n小城山上云儿白，\n小城山下花儿开，\n背着书包过溪来，\n铃声响起来。\n"
SONG += "啊，小城，\n我把名字写在你的黑板上。\n"
UNMARKED_SONG = "柳河渔歌\n作词：罗小满\n作曲：宋采薇\n演唱：丁大海\n"
UNMARKED_SONG += "船儿摇过柳河湾\n网儿撒在月亮边\n阿妈灯下补渔网\n一针一线到春天\n"
CREDITED_ON_ONE_LINE = "茶山谣\n罗小满词 宋采薇曲\n"
CREDITED_ON_ONE_LINE += "采茶姑娘上山来，\n歌声飘过小溪来，\n茶芽绿了一篓又一篓，\n笑声落在石板街。\n"
PAIRED = "新春征联选登\n"
PAIRED += "春到柳河，两岸新林添绿意\n歌飞茶岭，千家小院尽欢颜\n一路灯明，归人不问夜\n满山茶绿，来客自闻香\n"
HUNG = "春联\n上联：柳岸新林迎晓日\n下联：茶山小院听春风\n横批：万象更新\n"
NAMES = "优秀教师名单\n李建国 王秀英 张伟 刘洋\n陈 静 杨 帆 赵丽华 黄 磊\n周 平\n"


def made(text: str) -> Page:
    page = build()(read_text(text))
    assert partition_faults(page) == []
    return page


@pytest.mark.parametrize("before", ["", f"{STORY}\n"])
@pytest.mark.parametrize(
    ("text", "role", "headline", "byline", "bodies"),
    [
        (REGULAR, Role.VERSE, "七绝·过江", "王江南", [REGULAR[10:].strip()]),
        (FREE, Role.VERSE, "小站", "李晓禾", FREE[8:].strip().split("\n\n")),
        (BARE, Role.VERSE, "秋思", "丹翁", [BARE[6:].strip()]),
        (TRANSLATED, Role.VERSE, "外国诗选", "[英]约翰·布朗 黄小仪 译", TRANSLATED[21:].strip().split("\n\n")),
        (WEATHER, Role.TABLE, "天气预报", None, [WEATHER[5:].strip().replace(" ", "\t")]),
        (COUPLETS, Role.VERSE, "登高二首", "张望远", [COUPLETS[9:].strip()]),
        (TABLE, Role.TABLE, "足球甲级联赛积分榜", None, [TABLE[10:].strip().replace(" ", "\t")]),
        (RHYME, Role.VERSE, "拔萝卜（儿歌）", None, [RHYME[8:].strip()]),
        (PAIRS, Role.TABLE, "菜市行情", None, [PAIRS[5:].strip().replace(" ", "\t")]),
        (TRAINS, Role.TABLE, "行車時刻表", None, ["\n".join("\t".join(t.split()) for t in TRAINS.split("\n")[1:4])]),
        (PRICES, Role.TABLE, "昨日菜价", None, [PRICES[5:].strip().replace("\u3000", "\t")]),
        (TWO, Role.VERSE, "秋興", "王半翁", [TWO[7:].strip()]),
        (SPOKEN, Role.VERSE, "母亲的手", "黄小宜", [SPOKEN[9:].strip()]),
        (PEN, Role.VERSE, "家", "文/程野", [PEN[7:].strip()]),
        (TUNE, Role.VERSE, "卜算子·咏荷", "柳如云", [TUNE[11:].strip()]),
        (PUPIL, Role.VERSE, "小雨点", "二年级三班 方小圆", [PUPIL[14:].strip()]),
        (SURNAMED, Role.VERSE, "江南春", "叶知秋", [SURNAMED[8:].strip()]),
        (SONG, Role.VERSE, "小城校歌", "谭小禾 词 鲁长庚 曲", [SONG[17:].strip()]),
        (UNMARKED_SONG, Role.VERSE, "柳河渔歌", "作词：罗小满 作曲：宋采薇 演唱：丁大海", [UNMARKED_SONG[26:].strip()]),
        (CREDITED_ON_ONE_LINE, Role.VERSE, "茶山谣", "罗小满词宋采薇曲", [CREDITED_ON_ONE_LINE[14:].strip()]),
        (PAIRED, Role.VERSE, "新春征联选登", None, [PAIRED[7:].strip()]),
        (HUNG, Role.VERSE, "春联", None, [HUNG[3:].strip()]),
        (SCORES, Role.TABLE, "乒乓球赛昨日成绩", None, [SCORES[9:].strip()]),
        *((t, Role.TABLE, t.split("\n")[0], None, [t.partition("\n")[2].strip().replace(" ", "\t")])
          for t in (SHOP, MATCHES, CITIES, RATES, PROGRAMMES, PRIZES, DRAWS, FEW_DRAWS)),
        (NAMES, Role.TABLE, "优秀教师名单", None, ["李建国\t王秀英\t张伟\t刘洋\n陈静\t杨帆\t赵丽华\t黄磊\n周平"]),
    ],
)  # fmt: skip
def test_lines_stay(before: str, text: str, role: Role, headline: str, byline: str | None, bodies: list[str]) -> None:
    article = next(a for a in made(before + text).articles or () if a.headline == headline)
    assert article.byline == byline
    assert [(b.role, b.text) for b in article.body] == [(role, body) for body in bodies]


@pytest.mark.parametrize("after", ["", ENGLISH])
@pytest.mark.parametrize(
    ("text", "role", "body"),
    [
        (RHYMES, Role.VERSE, "\n".join(line.strip() for line in RHYMES.split("\n")[1:5])),
        (MARKET, Role.TABLE, "Eggs, per dozen\t18c\t20c\nLard\t11c\t12c"),
        (RESULTS, Role.TABLE, RESULTS.partition("\n")[2].strip()),
        (LEADERS, Role.TABLE, "Wheat, No. 2 ........ 1.12 1/2\nCorn ................ 0.64\nRye ................. 0.88"),
    ],
)
def test_lines_in_letters_stay(after: str, text: str, role: Role, body: str) -> None:
    first = (made(text + after).articles or ())[0]
    assert first.headline == text.partition("\n")[0]
    assert [(b.role, b.text) for b in first.body] == [(role, body)]


UNMARKED = """Morning at the Dock
By Rose Hill

I came here to count the gulls
but they would not hold still
so I counted the hours instead

Somewhere a radio is playing
the song my father hummed
when he thought that nobody
"""
SONG = "A Winter Song\nBy Mary Lane\n\n" + "\n".join(line.strip() for line in RHYMES.split("\n")[1:5])


@pytest.mark.parametrize("poem", [UNMARKED, SONG + "\n"])
def test_the_headline_behind_a_poem_is_no_line_of_it(poem: str) -> None:
    after = "\nMill Will Open Again\n\nGREENHILL, June 3 — The old mill will open again in\nAugust, its owner said.\n"
    first, second = made(poem + after).articles or ()
    assert [b.role for b in first.body] == [Role.VERSE] * len(first.body)
    assert second.headline == "Mill Will Open Again"


def test_the_headline_right_behind_free_verse_is_none_of_its_lines() -> None:
    poem = "旧书店\n苏小禾\n灰尘是最后的读者\n它坐在每一页上\n不出声\n我买走一本\n它就跟着我\n走了一路\n\n"
    first, second = made(poem + STORY).articles or ()
    assert (first.headline, first.byline, first.body[0].role) == ("旧书店", "苏小禾", Role.VERSE)
    assert second.headline == STORY.partition("\n")[0]


def test_verse_within_a_story_stays_in_it() -> None:
    text = """老码头的诗
本报讯（记者 陈一）在青石桥老码头
的石碑上，刻着一首当地人都会背的小
诗：
“一江春水向东流，
两岸青山不肯休。
若问归舟何处泊，
灯火阑珊是渡头。”
据文化馆介绍，这首诗的作者已经无
从查考，石碑是光绪年间立的。
"""
    (article,) = made(text).articles or ()
    assert [b.role for b in article.body] == [Role.PARAGRAPH, Role.VERSE, Role.PARAGRAPH]


def test_each_turn_of_a_talk_is_a_paragraph() -> None:
    talk = """“新码头会更安全”
问：新码头什么时候开工？
答：下个月就开工，工期大约
一年，明年这个时候可以用了。
问：渡船停不停？
答：不停，先用旧码头。
"""
    (article,) = made(talk).articles or ()
    turns = [b.text for b in article.body]
    assert [turn[:2] for turn in turns] == ["问：", "答：", "问：", "答："]
    assert turns[1] == "答：下个月就开工，工期大约一年，明年这个时候可以用了。"
    talk = "THE INQUIRY\nQ. Where were you then?\nA. On the landing, sir, with my\nbrother.\nQ. Alone?\nA. No.\n"
    (article,) = made(talk).articles or ()
    assert [b.text[:2] for b in article.body] == ["Q.", "A.", "Q.", "A."]


ROWS = {
    "甲级联赛积分榜": [
        ["名次", "球队", "胜", "负", "积分"], ["1", "青石队", "8", "1", "25"], ["2", "柳荫队", "7", "1", "23"],
        ["3", "江口联队", "6", "4", "18"], ["4", "石臼", "2", "9", "7"],
    ],
    "昨日战果": [["青石队", "88:76", "柳荫队"], ["石臼队", "91:93", "槐湾队"], ["城北队", "70:64", "江口队"]],
    "先进工作者名单": [["王 刚", "李 娜", "张伟明"], ["孙 悦", "周 平", "吴晓峰"], ["钱 江", "冯建国", "陈 晨"]],
}  # fmt: skip


@pytest.mark.parametrize("headline", ROWS)
def test_cells_beside_one_another_on_a_sheet_are_rows(headline: str) -> None:
    found: list[dict[str, object]] = []

    def put(x: float, y: float, text: str, size: float = 20) -> None:
        wide = x + sum(size if ch > "\u2e80" else size / 2 for ch in text)
        box = [[x, y], [wide, y], [wide, y + size], [x, y + size]]
        found.append({"box": box, "text": text, "score": 0.99})

    put(40, 40, "老街改造完工", 44)
    story = "本报讯（记者 陈一）老街改造工程昨天\n完工，石板路重新铺过，两旁的店铺也换了招\n牌，居民们都说方便多了。"
    for k, text in enumerate(story.split("\n")):
        put(40 if k else 80, 120 + 30 * k, text)
    put(520, 40, headline, 36)
    for k, row in enumerate(ROWS[headline]):
        for n, cell in enumerate(row):
            put(520 + 110 * n, 110 + 32 * k, cell)
    (page,) = read_pages(json.dumps(found).encode())
    page = build()(page)
    assert partition_faults(page) == []
    article = next(a for a in page.articles or () if a.headline == headline)
    assert [b.text for b in article.body] == ["\n".join("\t".join(row) for row in ROWS[headline])]


FERRY = """渡し船、値上げへ
　青石渡の渡し船は来月から四円値上げになる。石
炭の値段が春から二倍になったためで、会社は冬
の間に船が九週間止まったことも理由に挙げた。
　乗客の一人、山田花子さんは「毎日使うので困る」
と話した。
"""
POINTS = """市輪渡加班
本埠市輪渡近因乘客日多·自昨日起·
每日加開四班·首班上午六時開行·末
班夜十二時止·票價不加·往來浦東之
工人·咸感便利·
又聞該公司擬添造新輪一艘·船身較
舊輪稍大·明春可以下水云·
"""
LETTERS = """六家软件同台
本报讯（记者 陈一）昨天，青石大学请
来六家公司同台答题，参赛的有软件
LongTalk-7B, DeltaChat Pro, Hill
Max 3.5 Turbo, LampMind-V3,
GreenAgent for Web
等，满分一百分，评委来自中学。
"""


@pytest.mark.parametrize(
    ("text", "headline", "bodies"),
    [
        (FERRY, "渡し船、値上げへ", ["青石渡の渡し船は", "乗客の一人、山田"]),
        (POINTS, "市輪渡加班", ["本埠市輪渡近因乘", "又聞該公司擬添造"]),
        (LETTERS, "六家软件同台", ["本报讯（记者 陈"]),
    ],
)
def test_paragraphs(text: str, headline: str, bodies: list[str]) -> None:
    (article,) = made(text).articles or ()
    assert article.headline == headline
    assert [b.text[:8] for b in article.body] == bodies


def test_writers_keep_the_lines() -> None:
    page = made(REGULAR)
    assert to_text(page).endswith("一叶轻舟过大江，\n千山送我到他乡。\n回头不见来时路，\n只有清风入小窗。\n")
    assert "一叶轻舟过大江，  \n千山送我到他乡。  \n" in to_markdown(page)


@pytest.mark.parametrize(
    "text",
    [
        STORY + ENGLISH,
        "会议要求，各\n地要抓好春耕\n备耕，保障农\n资供应，做好\n抗旱准备，确\n保粮食丰收。\n",
        "多个项目有新进展\n全市老干部工作会议召开\n推动商务高质量发展\n我省跑出“加速度”\n西宁市党建引领\n机制创新工作日报\n",
        "全市共有\n学校 12 所\n医院 3 家，\n桥梁 8 座。\n",
        "东湖队2比1胜西苑队\n全队上下一条心\n东湖队昨天主场迎战\n",
        "一夜春风来\n他说这话时\n\n脸上没有笑\n",
        "他说：“时间不等人。”\n她说：“路还很长。”\n",
        "记者从会上获悉，今年全市将\n新建学校12所、医院3家，改\n造道路25条、桥梁8座。\n",
    ],
)
def test_running_text_and_headlines_are_no_stretch(text: str) -> None:
    rows = measured_lines(list(enumerate(text.split("\n"))))
    assert not any(hold and hold.role for hold in structured_lines(rows, False))


KINDS = f"""{REGULAR}{FREE}{COUPLETS}{BARE}{TRANSLATED}{WEATHER}{RESULTS}{TABLE}{PRICES}{LEADERS}{NAMES}{RHYMES}
{STORY}{FERRY}{POINTS}{LETTERS}记者：你好吗？
王教授：很好。
Q. Who?
시장은 다리를
"""
LINES = st.sampled_from(KINDS.split("\n"))


@given(st.lists(LINES, max_size=24).map("\n".join))
@settings(max_examples=60, deadline=None)
def test_the_law_holds_on_stretches_of_any_kind(text: str) -> None:
    page = read_text(text)
    for stage in build():
        page = stage(page)
        assert partition_faults(page) == []


@pytest.mark.parametrize("credit", ["本报记者 何田田 摄", "（何田田摄）"])
def test_a_caption_between_halves_of_a_sentence_keeps_one_paragraph(credit: str) -> None:
    from papercut.model.page import Block, Role
    from papercut.model.pieces import Piece
    from papercut.stages.separate_articles import _first_text, _last_text

    blocks = [
        Block("会议要求各地抓好春耕，", (Piece(1, 0, 11),), Role.PARAGRAPH, None, "whole", "cut"),
        Block(credit, (Piece(2, 0, len(credit)),), Role.CAPTION),
        Block("确保粮食丰收。", (Piece(3, 0, 7),), Role.PARAGRAPH, None, "cut", "whole"),
    ]
    assert _last_text(blocks[:2]) == 0
    assert _first_text(blocks, [1, 2]) == 1


def test_text_never_goes_on_across_jump_lines() -> None:
    rest = "\n下转第6版→\n\n（紧接第1版）木工课每周两节，学生们从\n认识锯子和刨子开始，学做小板凳。\n"
    page = made(STORY.rstrip()[:-1] + rest)
    jumps = [(a.continued_on, a.continued_from) for a in page.articles or ()]
    assert [(on and on.page, comes and comes.page) for on, comes in jumps] == [("6", None), (None, "1")]


def tags_of(text: str) -> list[str]:
    held = structured_lines(measured_lines(list(enumerate(text.split("\n")))), western=False)
    return ["/".join(sorted(h.tags)) if h and len(h.tags) == 1 else "" for h in held]


def test_items_without_punctuation_begin_with_their_mark_below_a_heading() -> None:
    text = "米市\n○昨日到米三百石價稍平\n城中米店皆已開市\n河工\n○河督昨出省查勘堤工"
    assert tags_of(text) == ["head", "story", "joined", "head", "story"]


@pytest.mark.parametrize(
    "text",
    [
        "会议要求\n○加强领导，落实责任。\n会议强调\n○抓好安全，做好服务。",  # a list of today has its stops
        "米市\n○昨日到米三百石價稍平\n城中米店皆已開市",  # one mark shows no habit
        "專電\n▲北京電政府擬發公債五百萬元以充\n賑款項\n▲漢口電江水續漲一尺",  # the end of an item, no heading
    ],
)
def test_other_marks_hold_nothing(text: str) -> None:
    assert not any(tags_of(text))


@pytest.mark.parametrize(
    "rows",
    [
        "王 刚  李 娜  张伟明\n孙 悦  周 平  吴晓峰\n郑 洁  钱 江  陈 晨",
        "东湖小学 王 刚\n西苑小学 李 娜\n南门小学 张伟明",
    ],
)
def test_names_that_a_story_lists_are_part_of_it(rows: str) -> None:
    lead = "评出九名先进\n本报讯（记者 罗小满）经各单位\n推荐，昨天评选出九名先进，名单如\n下：\n"
    page = made(lead + rows + "\n颁奖大会将在下月举行，市领导将到\n场祝贺。\n")
    (article,) = page.articles or ()
    assert [b.role for b in article.body] == [Role.PARAGRAPH, Role.TABLE, Role.PARAGRAPH]
    assert all(text not in article.body[1].text.replace("\t", " ") for text in ("刚李", "悦周", "洁钱", "江陈", "娜南"))


@pytest.mark.parametrize("point", "·．")
def test_old_news_with_points_has_no_subheads(point: str) -> None:
    page = made(
        "學校遠足\n育才小學昨日舉行遠足·學生三百\n餘人·由校長率領·赴城南遊覽·下午\n回校·\n\n"
        "米行被竊\n南門大街米行·前夜被竊去現洋二\n百元·米十石·行主報告公安局·已派\n探員偵查此案·\n".replace("·", point)
    )
    assert [a.headline for a in page.articles or ()] == ["學校遠足", "米行被竊"]


def test_a_headline_below_white_begins_a_story_in_japanese() -> None:
    page = made(
        "水道料金、十月に改定\n　市は二十日、水道料金を十月から平均八パーセン\nト引き上げると発表した。\n"
        "　市民説明会は来月三回開かれる。\n\n"
        "消防団に女性隊員\n　川上町の消防団に今春、初めて女性隊員三人が加\nわった。\n"
        "　三人はいずれも二十代で、広報を担当する。\n"
    )
    assert [a.headline for a in page.articles or ()] == ["水道料金、十月に改定", "消防団に女性隊員"]


def test_parts_of_a_table_below_one_headline_are_one_article() -> None:
    text = "網球賽昨日賽果\n男單準決賽\n陳大衛　6:4 3:6 7:5　夏普\n李維　6:2 6:3　黃志堅\n"
    text += "女單準決賽\n馬兆明　7:6 6:4　蘇利雲\n"
    (article,) = made(text).articles or ()
    assert article.headline == "網球賽昨日賽果"
    assert [(b.role, b.text) for b in article.body] == [
        (Role.SUBHEAD, "男單準決賽"),
        (Role.TABLE, "陳大衛\t6:4 3:6 7:5\t夏普\n李維\t6:2 6:3\t黃志堅"),
        (Role.SUBHEAD, "女單準決賽"),
        (Role.TABLE, "馬兆明\t7:6 6:4\t蘇利雲"),
    ]


@pytest.mark.parametrize("before", ["", f"{STORY}\n"])
def test_programmes_of_several_stations_are_one_article(before: str) -> None:
    text = "今日荧屏\n县台一套\n8:05 电视剧：大河、小河（12、13）\n18:30 县区新闻\n"
    text += "县台二套\n7:40 动画片：小水滴\n20:15 故事片：远山\n"
    article = (made(before + text).articles or ())[-1]
    assert article.headline == "今日荧屏"
    assert [(b.role, b.text) for b in article.body] == [
        (Role.SUBHEAD, "县台一套"),
        (Role.TABLE, "8:05\t电视剧：大河、小河（12、13）\n18:30\t县区新闻"),
        (Role.SUBHEAD, "县台二套"),
        (Role.TABLE, "7:40\t动画片：小水滴\n20:15\t故事片：远山"),
    ]


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("词曲/罗 满", True),
        ("丁大海作词", True),
        ("罗小满作词，宋采薇作曲", True),
        ("高唱一曲", False),
        ("王家大院唱", False),
    ],
)
def test_song_credits(line: str, is_one: bool) -> None:
    assert is_song_credit(line) == is_one


def test_verse_that_a_story_leads_up_to() -> None:
    page = made(
        "气象站的歌谣\n本报讯（记者 罗小满）山上的气象站\n只有两个人，站长把活儿编成了歌谣：\n"
        "早看东南晚看西，\n雾里出门莫忘衣。\n风向标前量一量，\n百叶箱里记仔细。\n念完，他自己先笑了起来，说这样日子过\n得快些。\n"
    )
    (article,) = page.articles or ()
    assert [b.role for b in article.body] == [Role.PARAGRAPH, Role.VERSE, Role.PARAGRAPH]


def test_poems_of_one_title_have_titles_of_their_own() -> None:
    page = made(
        "山居二首\n王石亭\n云从脚底过，风自耳边来。\n石牛眠古渡，松鼠上高台。\n"
        "晚归\n远水浮天去，青山入户来。\n倚门无一语，明月上莓苔。\n"
    )
    assert [b.text for a in page.articles or () for b in a.body if b.role is Role.VERSE] == [
        "云从脚底过，风自耳边来。\n石牛眠古渡，松鼠上高台。",
        "远水浮天去，青山入户来。\n倚门无一语，明月上莓苔。",
    ]
