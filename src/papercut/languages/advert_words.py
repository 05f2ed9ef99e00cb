"""Words that tell advertisements from what is there to be read, in the languages of Western pages.

No single one says anything: `papercut.solver.western.advert_runs` adds them up over many lines.
"""

from __future__ import annotations

import re

_COMMON = """
the of and to in that is was he for it with as his on be at by this had not are but from or have an they which
one you were her all she there would their we him been has when who will more no if out so said what up its
about into than them can only other new some could time these two may then do first any my now such like our
over man me even most made after also did many before must through back years where much your way well down
should because each just those people too how der die das und zu den von mit des auf für ist im dem nicht ein
eine als auch es werden aus er hat daß dass sie nach wird bei einer um am sind noch wie einem über einen zum war
haben nur oder aber vor zur bis mehr durch sein wurde sei le la les du et en un une est que qui dans il au ce
pour par sur pas plus ne se sont avec son sa ses ou mais nous vous été cette aux comme lui leur fait tout elle
deux même si qu de het een van op te zijn voor niet aan ook dan maar bij uit nog naar heeft hij ze zij wordt
door wat al deze tot
"""
COMMON: frozenset[str] = frozenset(_COMMON.split())
"""The words of which running text is full, of two letters and more."""

SELLING = re.compile(
    r"[$£]|\b(?:free|co|company|bros|sons?|prices?|cents?|send|write|catalogu?e?|dept|ave|avenue|st|street|sample"
    r"|dealers?|druggists|money|mail|postpaid|booklet|guaranteed?|trial|agents?|wanted|buy|sale|sold|cheap|bargains?"
    r"|address|to let"
    r"|prix|franco|maison|rue|adresser|écrire|vente|vendre|louer|occasion|gratis|gratuit|fr|dépôt|téléphone"
    r"|preis|mark|verkauf|verkaufen|kaufen|gesucht|vermieten|straße|strasse|str|telefon|tel"
    r"|prijs|te koop|verkoop|verkrijgbaar|gevraagd|huur|straat)\b",
    re.IGNORECASE,
)
"""What those who sell say: prices, addresses, and what to do."""
