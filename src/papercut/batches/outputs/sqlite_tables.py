"""The tables of the SQLite output."""

from papercut.issues.link_evidence import ENDS

MARKS = ", ".join("'" + mark.replace("'", "''") + "'" for mark in sorted(ENDS))
SEARCHED = "headline, kicker, deck, byline, text, other_script"
"""The columns of `articles` that are searched."""


ADDED = {"pages": {"corrections": "integer", "checked_by": "text", "checked_at": "text"}}
"""Columns that databases of older versions lack."""


def _of(row: str) -> str:
    """The values of these columns in a trigger's row."""
    return ", ".join(f"{row}.{column}" for column in SEARCHED.split(", "))


TABLES = f"""
create table _papercut_run (settings text not null);
create table _papercut_shards (
  shard text primary key, key text not null);
create table _papercut_rows (
  shard text not null references _papercut_shards (shard) on delete cascade,
  number integer not null, row text not null,
  primary key (shard, number)) without rowid;
create table pages (
  id integer primary key, source text not null, page integer not null, shard text not null, format text,
  encoding text, sha256 text, width real, height real, unit text, paper text, date text, printed_page text,
  section text, same_as text, notes text, history text, corrections integer, checked_by text, checked_at text,
  unique (source, page));
create table articles (
  key integer primary key, source text not null, page integer not null, id text not null, number integer not null,
  headline text, kicker text, deck text not null, byline text, dateline text, paper text, date text,
  printed_page text, section text,
  continued_on text, continued_on_page text, continued_on_id text,
  continued_from text, continued_from_page text, continued_from_id text,
  confidence real not null, notes text not null, parts text not null, lines text not null, text text not null,
  other_script text,
  unique (source, page, id),
  foreign key (source, page) references pages (source, page) on delete cascade);
create table paragraphs (
  source text not null, page integer not null, article text not null, number integer not null, type text not null,
  text text not null, lines text not null, pieces text not null, boxes text,
  primary key (source, page, article, number),
  foreign key (source, page, article) references articles (source, page, id) on delete cascade) without rowid;
create table furniture (
  source text not null, page integer not null, number integer not null, role text not null, why text not null,
  text text not null, lines text not null, pieces text not null,
  primary key (source, page, number),
  foreign key (source, page) references pages (source, page) on delete cascade) without rowid;
create table failures (
  source text not null, page integer not null, shard text not null, reason text not null, text text not null,
  primary key (source, page)) without rowid;
create index pages_by_shard on pages (shard);
create index pages_by_date on pages (date, paper);
create index failures_by_shard on failures (shard);
create index articles_by_id on articles (id);
create index articles_by_date on articles (date, paper);
create index articles_by_confidence on articles (confidence);
create virtual table search using fts5 (
  {SEARCHED}, content="articles", content_rowid="key", tokenize="trigram");
create virtual table _papercut using fts5 (headline, text, tokenize="unicode61 remove_diacritics 0");
create trigger articles_new after insert on articles begin
  insert into search (rowid, {SEARCHED}) values (new.key, {_of("new")});
end;
create trigger articles_gone after delete on articles begin
  insert into search (search, rowid, {SEARCHED}) values ('delete', old.key, {_of("old")});
  delete from _papercut where rowid = old.key;
end;
create trigger articles_changed after update on articles begin
  insert into search (search, rowid, {SEARCHED}) values ('delete', old.key, {_of("old")});
  insert into search (rowid, {SEARCHED}) values (new.key, {_of("new")});
end;
create view stories as
with recursive chain (first, place, articles, next, text) as (
  select id, 1, id, continued_on_id, text from articles where continued_on_id is not null
    and (continued_from_id is null or continued_from_id not in (select id from articles))
  union all
  select c.first, c.place + 1, c.articles || ' ' || a.id, a.continued_on_id, c.text || case
      when substr(c.text, -1) in ({MARKS}) then char(10)
      when substr(c.text, -1) < char(128) then ' '
      else '' end || a.text
    from chain c join articles a on a.id = c.next where c.place < 100)
select c.first as id, c.articles, f.headline, f.date, f.paper, f.printed_page, f.section, c.text
from chain c join articles f on f.id = c.first
where c.place > 1 and (c.place = 100 or c.next is null or c.next not in (select id from articles));
"""
"""`source` is the name of the file, `page` its page's number in it; an article's `id` stays when a page is done again.
Lists and places are JSON, as in the article document. `stories` joins the halves of a story as
`papercut.batches.joined_stories` does: a sentence that the jump cut becomes whole.

`search` is the full-text index of `articles` as SQLite's own tools know it (`content=`): words of three characters and
more, as they stand or as `other_script` has them, which is the article in traditional characters if it is printed in
simplified ones, or the other way round. What begins with `_papercut` is papercut's own: what is done, and an index for
`papercut search`, which finds words of any length (`papercut.batches.outputs.full_text`). Datasette hides an index, and
tables whose names begin with the name of one; other tools take `_` for private. `key` keeps its place when SQLite packs
the file."""
