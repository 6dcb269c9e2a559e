"""Two readings side by side: what comes, what goes, and which numbers would point at somebody."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from policy.comparison import SMALLEST_GROUP, Comparison, Judged, RuleChange, Tally, compare
from policy.model import Audience, Finding, Severity, key_of

RULES = ("average_exceeded", "on_site_day")
KNOWN = {"average_exceeded"}


def finding(rule: str, person: str, anchor: int | None = None) -> Finding:
    key = key_of(rule, person, anchor)
    return Finding(rule, Severity.QUESTION, person, (), "K4", key, (Audience.EMPLOYEE,), {})


def told(found: Finding) -> bool:
    return found.rule in KNOWN


def compared(*people: Judged) -> Comparison:
    return compare(people, {}, RULES, told)


def group(
    rule: str, before: set[int], after: set[int], of: int = 9, touched: int | None = None
) -> list[Judged]:
    """A unit of ``of`` people; who has a finding before and after, by number."""
    return [
        Judged(
            f"p{n}",
            "u",
            (finding(rule, f"p{n}"),) if n in before else (),
            (finding(rule, f"p{n}"),) if n in after else (),
            n < (of if touched is None else touched),
        )
        for n in range(of)
    ]


def row(people: list[Judged]) -> RuleChange:
    [unit] = compared(*people).units
    [found] = unit.rules
    return found


def test_what_is_new_comes_what_is_gone_goes_and_what_stays_does_neither() -> None:
    found = row(group("average_exceeded", {0, 1, 2, 3}, {3, 4}))

    assert (found.before, found.after) == (Tally(4, 4), Tally(2, 2))
    assert (found.come, found.go) == (Tally(1, 1), Tally(3, 3))
    assert found.exact


def test_findings_and_people_are_counted_apart() -> None:
    days = tuple(finding("average_exceeded", "p0", day) for day in range(3))
    people = [replace(group("average_exceeded", set(), set())[0], after=days)]

    found = row(people + group("average_exceeded", set(), set())[1:])

    assert found.come == Tally(3, 1)


def test_a_unit_under_five_people_is_left_out_and_named() -> None:
    small = [replace(one, unit="small") for one in group("average_exceeded", {0, 1}, set(), of=4)]

    found = compared(*small, *group("average_exceeded", {0}, set(), of=5))

    assert [u.unit for u in found.units] == ["u"]
    assert found.left_out == ("small",)


def test_small_numbers_of_an_employees_own_questions_are_not_exact() -> None:
    assert not row(group("on_site_day", {0}, set())).exact
    assert not row(group("on_site_day", {0, 1, 2, 3, 4, 5}, {0, 1, 2, 3, 4})).exact


def test_none_and_five_are_exact_whoever_is_told() -> None:
    assert row(group("on_site_day", set(), {0, 1, 2, 3, 4})).exact


def test_a_change_for_fewer_than_five_gives_no_small_number_even_of_what_leaders_know() -> None:
    assert row(group("average_exceeded", {0}, set(), touched=9)).exact
    assert not row(group("average_exceeded", {0}, set(), touched=4)).exact


def test_agreements_are_shown_even_where_people_are_too_few() -> None:
    about = {"small": ((), (finding("average_exceeded", "LA"),))}

    found = compare(group("on_site_day", {0}, set(), of=2), about, RULES, told)

    [unit] = found.units
    assert (unit.unit, unit.people) == ("small", 0)
    assert [(r.rule, r.come, r.exact) for r in unit.rules] == [
        ("average_exceeded", Tally(1, 0), True)
    ]


def test_rules_stand_in_the_order_of_the_table_and_others_after_them() -> None:
    rules = ("zz", "on_site_day", "average_exceeded")
    person = [replace(one, after=tuple(finding(r, one.person) for r in rules)) for one in
              group("zz", set(), set(), of=5)]  # fmt: skip

    [unit] = compared(*person).units

    assert [r.rule for r in unit.rules] == [*RULES, "zz"]


FINDINGS = st.sets(st.tuples(st.sampled_from([*RULES, "other"]), st.integers(0, 3)), max_size=6)
UNITS = st.sampled_from(["a", "b", "c"])


@st.composite
def crowds(draw: st.DrawFn) -> list[Judged]:
    people = []
    for n in range(draw(st.integers(0, 20))):
        name = f"p{n}"
        sides = (draw(FINDINGS), draw(FINDINGS))
        before, after = (tuple(finding(r, name, a) for r, a in sorted(side)) for side in sides)
        people.append(Judged(name, draw(UNITS), before, after, draw(st.booleans())))
    return people


@given(crowds())
def test_changing_nothing_lets_nothing_come_or_go(people: list[Judged]) -> None:
    same = compared(*(replace(one, after=one.before) for one in people))

    assert not [r for unit in same.units for r in unit.rules if r.changes]
    assert all(r.before == r.after for unit in same.units for r in unit.rules)


@given(crowds(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_findings_is_no_matter(people: list[Judged], chance) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - hypothesis has no public name for it
    turned = [replace(one, before=one.before[::-1], after=one.after[::-1]) for one in people]
    chance.shuffle(turned)

    assert compared(*turned) == compared(*people)


@given(crowds())
def test_other_names_give_the_same_numbers(people: list[Judged]) -> None:
    def renamed(found: Finding) -> Finding:
        other = found.subject.replace("p", "q")
        return replace(found, subject=other, key=found.key.replace(found.subject, other))

    others = [
        replace(one, person="x", before=tuple(map(renamed, one.before)),
                after=tuple(map(renamed, one.after)))
        for one in people
    ]  # fmt: skip

    assert compared(*others) == compared(*people)


@given(crowds())
def test_the_other_way_round_what_came_goes(people: list[Judged]) -> None:
    back = compared(*(replace(one, before=one.after, after=one.before) for one in people))
    there = compared(*people)

    sides = [(r.before, r.after, r.come, r.go, r.exact) for u in there.units for r in u.rules]
    assert sides == [
        (r.after, r.before, r.go, r.come, r.exact) for u in back.units for r in u.rules
    ]


@given(crowds())
def test_the_sums_are_right_and_no_small_group_is_shown(people: list[Judged]) -> None:
    found = compared(*people)

    for unit in found.units:
        assert unit.people >= SMALLEST_GROUP
        for r in unit.rules:
            assert r.before.findings - r.go.findings + r.come.findings == r.after.findings
            assert max(t.people for t in (r.before, r.after, r.come, r.go)) <= unit.people
            small = any(0 < t.people < SMALLEST_GROUP for t in (r.before, r.after, r.come, r.go))
            aimed = 0 < unit.touched < SMALLEST_GROUP
            assert not (r.exact and small and (aimed or r.rule not in KNOWN))
