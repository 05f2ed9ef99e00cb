"""What is to be done, and in which shards."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercut.batches.plan import MOST, Plan
from papercut.batches.records import Input, Manifest, Settings, Shard
from papercut.errors import InputError


def inputs_of(numbers: Iterable[int]) -> list[Input]:
    return [Input(f"{n // 7:03d}/clip-{n:05d}.txt", f"/x/{n}", 1, f"hash{n}") for n in numbers]


def planned(inputs: Iterable[Input], settings: Settings = Settings("json")) -> dict[str, Shard]:  # noqa: B008
    with Plan(settings) as plan:
        plan.add(inputs)
        return {shard.id: shard for shard in plan.shards()}


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(0, 3000), min_size=1, max_size=400), st.integers(0, 3000), st.randoms())
def test_one_more_input_changes_few_shards(numbers: set[int], more: int, random: object) -> None:
    inputs = inputs_of(sorted(numbers))
    before = planned(inputs)
    assert sorted(i for shard in before.values() for i in shard.inputs) == inputs
    assert all(len(shard.inputs) <= MOST for shard in before.values())
    random.shuffle(inputs)  # type: ignore[attr-defined]
    assert planned(inputs) == before
    after = planned(inputs_of({*numbers, more}))
    kept = {shard.key for shard in before.values()} & {shard.key for shard in after.values()}
    assert len(kept) >= len(before) - 2


def test_other_settings_are_another_key() -> None:
    inputs = inputs_of(range(50))
    first, second = planned(inputs), planned(inputs, Settings("json", {"despace": {"spacing": "keep"}}))
    assert first.keys() == second.keys()
    assert all(first[name].key != second[name].key for name in first)


def test_the_same_bytes_are_done_once() -> None:
    inputs = [Input("b", "/b", 1, "one"), Input("a", "/a", 1, "one"), Input("c", "/c", 1, "two")]
    found = [i for shard in planned(inputs).values() for i in shard.inputs]
    assert {i.name: i.same_as for i in found} == {"a": "", "b": "a", "c": ""}


def test_two_files_of_one_name() -> None:
    with Plan(Settings("json")) as plan, pytest.raises(InputError, match="name a folder above both"):
        plan.add([Input("a", "/x/a", 1, "1"), Input("a", "/y/a", 1, "2")])
    with Plan(Settings("json")) as plan:
        assert plan.add([Input("a", "/x/a", 1, "1"), Input("a", "/x/a", 1, "1")]) == 1


def test_names_that_are_no_unicode(tmp_path: Path) -> None:
    odd = Input("\udcff.txt", "/\udcff.txt", 1, "1")
    (shard,) = planned([odd]).values()
    assert shard.inputs == (odd,)


def test_what_is_outdated() -> None:
    inputs = inputs_of(range(100))
    shards = planned(inputs)
    old = Manifest("gone", "key", [{"name": inputs[0].name}])
    other = Manifest("elsewhere", "key", [{"name": "another/folder.txt"}])
    first = next(iter(shards.values()))
    done = Manifest(first.id, first.key, [{"name": i.name} for i in first.inputs])
    failed = Manifest(first.id, first.key, [{"name": first.inputs[0].name, "reason": "stage"}])
    with Plan(Settings("json")) as plan:
        plan.add(inputs)
        plan.know([old, other, done])
        assert [plan.is_done(shard) for shard in plan.shards()] == [True] + [False] * (len(shards) - 1)
        assert plan.outdated() == ["gone"]
        assert plan.outdated(every=True) == ["elsewhere", "gone"]
        plan.know([failed])
        assert not plan.is_done(first)
