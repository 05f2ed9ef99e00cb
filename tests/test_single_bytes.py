"""European letters, each of which became another one, because the bytes were decoded in a wrong encoding before."""

from __future__ import annotations

import pytest

import papercut as pc

PAGES = {
    "Polish": "Nowy zegar na wieży\n\nW niedzielę zawieszono nowy zegar na wieży ratusza. Burmistrz Łucja Dąb"
    " powiedziała, że będzie bił także nocą.\nMieszkańcy śpią źle, lecz są dumni.\n",
    "Czech": "Nové hodiny na věži\n\nV neděli zavěsili nové hodiny na věž radnice. Starosta Jiří Říha řekl, že budou"
    " odbíjet také v noci.\nLidé špatně spí, ale jsou pyšní.\n",
    "German": "Neue Uhr für den Turm\n\nAm Sonntag hängte man die neue Uhr an den Turm. Bürgermeister Götz sagte, sie"
    " schlage auch nachts.\nDie Leute schlafen übel, sind aber größer als früher.\n",
    "Russian": "Новые часы на башне\n\nВ воскресенье на башню подняли новые часы. Голова Фёдор Ежов сказал, что они"
    " будут бить и ночью.\nЛюди спят плохо, но гордятся.\n",
    "Greek": "Νέο ρολόι στον πύργο\n\nΤην Κυριακή κρέμασαν το νέο ρολόι στον πύργο. Ο δήμαρχος Ηλίας Ζώης είπε ότι θα"
    " χτυπά και τη νύχτα.\nΟι άνθρωποι κοιμούνται άσχημα.\n",
}


def misread(text: str, right: str, wrong: str) -> str:
    """The text as a program shows it that reads one encoding as another; bytes that this lacks become controls."""
    return "".join(bytes((b,)).decode(wrong, "ignore") or chr(b) for b in text.encode(right))


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("Polish", "cp1250", "latin-1"), ("Polish", "iso8859-2", "cp1252"), ("Polish", "cp852", "cp1252"),
        ("Czech", "cp1250", "cp1252"), ("German", "latin-1", "cp850"), ("German", "cp850", "cp1252"),
        ("German", "mac_roman", "cp1252"), ("Russian", "cp1251", "latin-1"), ("Russian", "koi8-r", "cp1251"),
        ("Russian", "cp866", "cp1252"), ("Greek", "iso8859-7", "cp1252"),
    ],
)  # fmt: skip
def test_letters_come_back(language: str, right: str, wrong: str) -> None:
    text = PAGES[language]
    page = pc.read(misread(text, right, wrong).encode())
    assert "\n".join(page.raw) == text.strip("\n")
    (note,) = [n for n in page.notes if n.code == "mojibake"]
    assert "that was read as" in note.text


@pytest.mark.parametrize("text", [
    *PAGES.values(),
    "Søren Kjær, Zoë Müller, Núria Peña, Ángel Muñoz and Jürgen Groß met Łukasz on the Île; it was 30 °C, 5 µm.\n",
    "The room has 20 m², the box 3 m³, ± 2 %; ½ × ¾ is ⅜. Señor Peña paid £5 and €6 – «déjà vu», §3, ¶4.\n",
    "本报讯（记者 石一）昨天，café、naïve、façade、Zürich、São Paulo、Malmö 六个词写进了新词典。\n",
])  # fmt: skip
def test_good_letters_stay(text: str) -> None:
    page = pc.read(text.encode())
    assert "\n".join(page.raw) == text.strip("\n") and [n for n in page.notes if n.code == "mojibake"] == []
