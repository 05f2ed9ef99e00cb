"""Likeness: shared rare pairs and characters, on the texts of the seed page's kind."""

from __future__ import annotations

from papercut.solver.text_likeness import Likeness, pairs_of

WATER = ["本报讯 全市共使用非常规水，各项指标居全省首位。", "树立节水标杆，节水型灌区建成。"]
TRADE = ["本报讯 全省商务领域招商引资项目落地，指标向好。", "商务高质量发展。"]
OLD = ["本报讯 全市老干部工作会议召开。"]


def test_pairs_stop_at_marks_spaces_and_line_ends() -> None:
    assert pairs_of("节水，标杆 2024\n年A") == {"节水", "标杆", "20", "02", "24", "年A"}
    assert pairs_of("——") == set()


def test_a_headline_is_most_like_its_own_body() -> None:
    headline = "各项指标居全省首位！西宁树立节水标杆"
    share = Likeness.of([WATER, TRADE, OLD], [headline]).of_text(headline)
    assert max(share.body, key=lambda n: share.body[n]) == 0
    assert share.body[1] < share.body[0]
    assert 2 not in share.body


def test_what_many_articles_hold_is_worth_less() -> None:
    likeness = Likeness.of([WATER, TRADE, OLD], ["全市指标", "标杆"])
    assert likeness.worth(1) > likeness.worth(2) > likeness.worth(3) > 0
    assert likeness.of_text("标杆").body[0] > likeness.of_text("指标").body[0]


def test_only_the_first_paragraph_is_the_lead() -> None:
    share = Likeness.of([WATER, TRADE], ["节水标杆"]).of_text("节水标杆")
    assert share.body and not share.lead
    share = Likeness.of([WATER, TRADE], ["招商引资"]).of_text("招商引资")
    assert share.lead.keys() == {1}


def test_single_characters_count_unless_they_are_common() -> None:
    share = Likeness.of([["柏老师您好。"], ["桥修好了。"]], ["柏的"]).of_text("柏的")
    assert not share.body
    assert share.chars.keys() == {0}


def test_rival_is_the_most_that_any_other_shares() -> None:
    share = Likeness.of([WATER, TRADE, OLD], ["全市节水指标"]).of_text("全市节水指标")
    top = share.tops()[0]
    assert top.number == 0
    assert top.rival(0) == max(share.body[n] for n in (1, 2))
    assert top.rival(1) == share.body[0]


def test_shares_of_texts_add_up() -> None:
    likeness = Likeness.of([WATER, TRADE], ["节水", "招商"])
    both = likeness.of_text("节水").plus(likeness.of_text("招商"))
    assert both.body.keys() == {0, 1}
    assert both.found == likeness.of_text("节水").found + likeness.of_text("招商").found


def test_an_article_that_uses_a_character_often_explains_it_best() -> None:
    tiger = ["虎年将到，街头到处是虎的形象，孩子要买虎的年历。"]
    other = ["专家检验水果，虎年里也能保鲜，传感器很灵敏。"]
    likeness = Likeness.of([tiger, other], ["虎：新宠物", "保鲜水果"])
    share = likeness.of_text("虎：新宠物")
    assert share.found_chars == 1  # the others stand in no article
    assert likeness.explains(share, 0) > likeness.explains(share, 1)
    assert likeness.best_other(share, 0) == likeness.explains(share, 1)


def test_an_article_explains_what_it_lacks_the_less_the_longer_it_is() -> None:
    likeness = Likeness.of([["节水标杆"], ["桥修好了。"], ["桥修好了。" * 20]], ["节水"])
    share = likeness.of_text("节水")
    assert likeness.explains(share, 0) > 0 > likeness.explains(share, 1) > likeness.explains(share, 2)
    assert likeness.best_other(share, 0) == likeness.explains(share, 1)


def test_the_only_article_explains_a_headline_as_the_page_does() -> None:
    likeness = Likeness.of([WATER], ["节水标杆"])
    share = likeness.of_text("节水标杆")
    assert abs(likeness.explains(share, 0)) < 1e-9
    assert likeness.best_other(share, 0) == 0.0
