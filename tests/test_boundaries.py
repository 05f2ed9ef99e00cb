"""Where one headline ends and the next begins: what the stories of the page say of it."""

from __future__ import annotations

from papercut.solver.headlines.boundaries import SURE, boundary_cues, weigh_boundaries
from papercut.solver.headlines.candidates import CandidateWeigher
from papercut.solver.headlines.display_scene import DisplayRun, DisplayScene, Story
from papercut.solver.headlines.display_units import Unit

NOSE = "本报讯 研究所最近发明一种用于检测蔬菜和水果的新型电子鼻，利用它可判断水果是否快要腐烂。电子鼻有六个传感器。"
TIGER = "本报讯 年前我去街头售报亭买报纸，莫斯科大街小巷出现了大量虎的形象，各种玩具虎随处都有出售，因为明年是虎年。"


def scene_of(stories: list[str], lines: list[str], joins: float = 0.0) -> DisplayScene:
    """A page with all stories first and all display type below them."""
    size = len(stories)
    return DisplayScene(
        units=[Unit(text, (), size + k, joins if k else 0.0) for k, text in enumerate(lines)],
        runs=[DisplayRun(range(len(lines)), size - 1, None, opens=False, closes=True, inside=False)],
        stories=[Story(k, [text], k, k, k, True, True, len(text)) for k, text in enumerate(stories)],
    )


def joins_of(stories: list[str], lines: list[str], joins: float = 0.0) -> list[float]:
    scene = scene_of(stories, lines, joins)
    weigh_boundaries(CandidateWeigher.of(scene))
    return [unit.joins for unit in scene.units]


def test_lines_that_speak_of_two_stories_are_parted() -> None:
    _, joins = joins_of([NOSE, TIGER], ["电子鼻嗅出腐烂味", "虎：莫斯科人新宠物"])
    assert joins < 0


def test_lines_that_speak_of_one_story_are_joined() -> None:
    _, joins = joins_of([NOSE, TIGER], ["研究所发明新型电子鼻", "可检测蔬菜水果"])
    assert joins > 0


def test_stories_can_speak_against_the_labels_of_lines() -> None:
    apart = joins_of([NOSE, TIGER], ["电子鼻嗅出腐烂味", "虎：莫斯科人新宠物"], joins=1.5)[1]
    together = joins_of([NOSE, TIGER], ["研究所发明新型电子鼻", "可检测蔬菜水果"], joins=1.5)[1]
    assert apart < 1.5 < together <= SURE


def test_nothing_is_changed_where_there_is_no_story() -> None:
    assert joins_of([], ["电子鼻嗅出腐烂味", "虎：莫斯科人新宠物"], joins=0.7) == [0.0, 0.7]


def test_on_a_page_of_many_stories_only_those_that_share_something_are_looked_at() -> None:
    stories = [NOSE, TIGER, *(chr(0x5200 + 40 * k) * 30 for k in range(80))]
    scene = scene_of(stories, ["电子鼻嗅出腐烂味", "虎：莫斯科人新宠物", "研究所发明新型电子鼻"])
    cues = dict(boundary_cues(CandidateWeigher.of(scene)))
    assert set(cues) == {1, 2}
    assert cues[1]["same-story"] < cues[1]["stories"]
    assert all(cue == cue for row in cues.values() for cue in row.values())  # no number that is none
