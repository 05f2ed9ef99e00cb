"""Outputs with known faults, made of a right one: what the scorer is tried on."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

Truth = dict[str, Any]
Damage = Callable[[Truth, Truth], None]
"""Changes a truth, or an article document that was right, in place."""


def longest(doc: Truth) -> Any:
    """The article with the most paragraphs."""
    return max(doc["articles"], key=lambda a: len(a["body"]))


def nothing(truth: Truth, doc: Truth) -> None:
    """No fault."""


def headlines_swapped(truth: Truth, doc: Truth) -> None:
    one, two = doc["articles"][:2]
    one["headline"], two["headline"] = two["headline"], one["headline"]


def headline_gone(truth: Truth, doc: Truth) -> None:
    doc["articles"][0]["headline"] = None


def headline_of_none(truth: Truth, doc: Truth) -> None:
    truth["articles"][0]["headline"] = None


def headline_read_otherwise(truth: Truth, doc: Truth) -> None:
    truth["articles"][0]["headline_any"] = [truth["articles"][0]["headline"]]
    truth["articles"][0]["headline"] = "另一种读法"


def paragraphs_joined(truth: Truth, doc: Truth) -> None:
    body = longest(doc)["body"]
    body[0]["text"] += body.pop(1)["text"]


def paragraph_cut(truth: Truth, doc: Truth) -> None:
    body = longest(doc)["body"]
    text = body[0]["text"]
    body[0]["text"] = text[:20]
    body.insert(1, {"type": "paragraph", "text": text[20:]})


def paragraphs_in_another_order(truth: Truth, doc: Truth) -> None:
    longest(doc)["body"].reverse()


def articles_joined(truth: Truth, doc: Truth) -> None:
    doc["articles"][0]["body"] += doc["articles"].pop(1)["body"]


def article_cut(truth: Truth, doc: Truth) -> None:
    article = longest(doc)
    doc["articles"].append({**article, "body": article["body"][2:]})
    article["body"] = article["body"][:2]


def article_lost(truth: Truth, doc: Truth) -> None:
    doc["articles"].remove(longest(doc))


def article_twice(truth: Truth, doc: Truth) -> None:
    doc["articles"].append(copy.deepcopy(longest(doc)))


def nothing_found(truth: Truth, doc: Truth) -> None:
    doc["articles"] = []


def byline_of_others(truth: Truth, doc: Truth) -> None:
    for article in doc["articles"][::2]:
        article["byline"] = "无名氏"


def kicker_for_deck(truth: Truth, doc: Truth) -> None:
    truth["articles"][0].update(kicker="桥上的灯亮了", deck=["——夜里也好走"])
    doc["articles"][0].update(kicker="夜里也好走", deck=["桥上的灯亮了"])


def decks_of_one(truth: Truth, doc: Truth) -> None:
    truth["articles"][0]["deck"] = ["桥上的灯亮了夜里也好走"]
    doc["articles"][0]["deck"] = ["桥上的灯亮了", "夜里也好走"]


def kicker_of_none(truth: Truth, doc: Truth) -> None:
    doc["articles"][-1]["kicker"] = "桥上的灯亮了"


def other_types(truth: Truth, doc: Truth) -> None:
    for element in longest(doc)["body"][::2]:
        element["type"] = "list_item"


def spaces(truth: Truth, doc: Truth) -> None:
    for article in doc["articles"]:
        for element in article["body"]:
            element["text"] = "\u3000" + element["text"].replace("，", "， ").replace("记者 ", "记者")


def other_characters(truth: Truth, doc: Truth) -> None:
    wide = {ord(","): "，", **{ord("0") + n: 0xFF10 + n for n in range(10)}}
    for article in doc["articles"]:
        for element in article["body"]:
            element["text"] = "\u200b".join(element["text"].translate(wide))


def misread(truth: Truth, doc: Truth) -> None:
    for article in doc["articles"]:
        for number, element in enumerate(article["body"]):
            text = list(element["text"])
            text[number :: 15 + 5 * number] = "口" * len(text[number :: 15 + 5 * number])
            element["text"] = "".join(text)
        article["headline"] = (article["headline"] or "一")[:-1] + "口"


def furniture_for_an_article(truth: Truth, doc: Truth) -> None:
    text = "本店新到各色布匹，欢迎各界光临选购，价格公道，童叟无欺"
    truth["furniture"].append({"role": "advert", "text": text})
    doc["articles"].append({"headline": "广告", "body": [{"type": "paragraph", "text": text[:-3]}]})
    longest(doc)["body"].append({"type": "paragraph", "text": text[:9]})


def caption_in_an_article(truth: Truth, doc: Truth) -> None:
    doc["articles"][0]["body"].append({"type": "caption", "text": "图为修好的桥"})
    truth["articles"][1]["body"].append({"type": "caption", "text": "图为新开的路"})


def credit_lifted(truth: Truth, doc: Truth) -> None:
    truth["articles"][0]["body"][-1]["text"] += "（据新华社）"
    truth["articles"][1]["body"].append({"type": "paragraph", "text": "（李文摄）"})
    doc["articles"][-1]["body"][-1]["text"] += "（王 文）"


def jump_lines(truth: Truth, doc: Truth) -> None:
    truth["articles"][0]["body"][-1]["text"] += "（下转第三版）"
    doc["articles"][1]["body"][0]["text"] = "【上接第1版】" + doc["articles"][1]["body"][0]["text"]


def loose_words(truth: Truth, doc: Truth) -> None:
    truth["articles"][0]["loose"] = ["——丹翁", "李文摄"]
    doc["articles"][0]["body"].append({"type": "paragraph", "text": "丹 翁"})
    truth["articles"][2]["body"].insert(0, {"type": "paragraph", "text": "李文摄"})


def loose_deck(truth: Truth, doc: Truth) -> None:
    truth["articles"][0]["loose"] = ["丹翁"]
    for article in (doc["articles"][0], doc["articles"][2]):
        article["deck"] = ["丹翁"]


DAMAGES: dict[str, Damage] = {
    f.__name__.replace("_", " "): f
    for f in (
        nothing, headlines_swapped, headline_gone, headline_of_none, headline_read_otherwise, paragraphs_joined,
        paragraph_cut, paragraphs_in_another_order, articles_joined, article_cut, article_lost, article_twice,
        nothing_found, byline_of_others, kicker_for_deck, decks_of_one, kicker_of_none, other_types, spaces,
        other_characters, misread, furniture_for_an_article, caption_in_an_article, credit_lifted, jump_lines,
        loose_words, loose_deck,
    )
}  # fmt: skip


def damaged(name: str, truth: Truth) -> tuple[Truth, Truth]:
    """A truth, and an article document that has the fault of this name against it."""
    true, doc = copy.deepcopy(truth), copy.deepcopy(truth)
    for article in doc["articles"]:
        for element in article["body"]:
            element["type"] = element["type"].split("|")[0]
    DAMAGES[name](true, doc)
    return true, doc
