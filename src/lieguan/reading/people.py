"""People in lists and labels 人名: 王主任委員大明, 公共工程委員會李文中處長, 國防部 李小華、陳美玉, （請假）.

`parse_people` reads a list, `parse_person` one label. Both work on words that are known to name people (the
value of 出席, of 紀錄, a speaker's heading); they do not look for people in running text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lieguan.lexicon.fields import fields
from lieguan.lexicon.persons import is_surname, roles, title_pattern
from lieguan.reading.apart import goes_with, is_broken_off, titled_inside
from lieguan.reading.around_names import ANYBODY, COUNT, GROUP, HEAD, PROFESSION, TAIL
from lieguan.reading.context import Context, Finding
from lieguan.reading.entries import Entry, entries
from lieguan.reading.marks import STOOD_IN, is_absent, is_nobody, with_marks
from lieguan.reading.names import Named, is_name, name_of, people_run, takes_in_its_unit, titled_run
from lieguan.reading.organisations import is_organisation, organisation_name
from lieguan.record.nouns import Certainty, Person
from lieguan.text.passage import Passage
from lieguan.text.width import folded


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person of a list, and whether a mark behind the name says that the person was not there."""

    found: Finding[Person]
    absent: bool = False


#: 3樓, C8-2F: where somebody lives, no name.
_NUMBERED = re.compile(r"[0-9]")
#: Posts that stand behind what they are for: 文康委員, 財務幹事.
_FOR_SOMETHING = frozenset({"委員", "幹事", "理事", "組長", "股長", "部長", "代表"})
_NOT_INHERITING = frozenset(
    ("委員", "主任委員", "副主任委員", "召集人", "副召集人", "政務委員", "政委", "議員", "理事", "監事")
)


def parse_person(
    passage: Passage, context: Context, *, organisation: str | None = None, title: str | None = None
) -> Finding[Person] | None:
    """The person, or the body that speaks, that `passage` names; None where it names nobody.

    A unit alone (國民黨) gives a Person without a name; of several people the first, then never `sure`.
    """
    people = parse_people(passage, context, organisation=organisation, title=title, units=True)
    if not people:
        return None
    first = people[0].found
    if len(people) == 2 and _heads(people[0].found.value, people[1].found.value, passage.text):
        # 河溪網 張大玉女士: what stands before the name is whom she speaks for
        second = people[1].found
        whose = organisation_name(people[0].found.value.as_written or "", context)
        return replace(second, value=replace(second.value, organisation=whose), certainty="likely")
    if len(people) > 1 and first.certainty == "sure":
        return replace(first, certainty="likely")
    return first


def _heads(first: Person, second: Person, text: str) -> bool:
    bare = first.title is None and first.organisation in (None, first.as_written)
    return bare and bool(second.title) and second.organisation is None and "、" not in text


def parse_people(
    passage: Passage,
    context: Context,
    *,
    organisation: str | None = None,
    title: str | None = None,
    units: bool = False,
) -> list[Attendee]:
    """Everybody whom `passage` names, in order.

    `organisation` and `title` are what the list stands under (a label such as 都市發展局： or 主任委員：); where
    a person has a post of its own, `title` becomes its role. `units` counts a unit without a name as one.
    """
    reader = _Reader(passage, context, organisation, title, units)
    return reader.read()


class _Reader:
    """One pass over the entries of a list, with what still holds from those before.

    organisation  the unit that the next people belong to; `stood` where it stood by itself before them
    title         the post that they stand under; `once`, `once_of`, `part` the post, unit and part of the next person alone
    unit          a unit that nobody has followed yet
    """

    def __init__(
        self, passage: Passage, context: Context, organisation: str | None, title: str | None, units: bool
    ) -> None:
        self.passage = passage
        self.text = folded(passage.text)
        self.context = context
        self.units = units
        self.top = organisation_name(organisation, context) if organisation else None
        self.organisation, self.stood = self.top, True
        self.title = title
        self.once: str | None = None
        self.once_of: str | None = None
        self.part: str | None = None
        self.unit: tuple[int, int] | None = None
        self.out: list[Attendee] = []
        self.line = 0  # how many were found above the line that is read

    def read(self) -> list[Attendee]:
        found = list(entries(self.text))
        for index, entry in enumerate(found):
            if entry.divider == "\n":
                self.line = len(self.out)
            if entry.divider == "\n" and not self._goes_on_below(found, index):
                self._close_unit()
                self.organisation, self.stood, self.once = self.top, True, None
            self._entry(entry, found[index + 1] if index + 1 < len(found) else None)
        self._close_unit()
        return self.out

    def _goes_on_below(self, found: list[Entry], index: int) -> bool:
        """A unit, a post and a name on lines of their own, one below the other: 航政司 / 司　長 / 王大明."""
        if index == 0 or found[index - 1].divider == "、" or found[index - 1].marks:
            return False
        line = [self._core(found[index])]
        for entry in found[index + 1 :]:
            if entry.divider == "\n" or len(line) > 2:
                break
            line.append(self._core(entry))
        words = "".join(line)
        if self.once is not None and len(line) == 1:
            return is_name(words, self.context)
        if self.unit is None or title_pattern().fullmatch(words) is None:
            return False
        self.organisation = organisation_name(self.passage.text[slice(*self.unit)], self.context)
        self.stood = True
        return True

    def _core(self, entry: Entry) -> str:
        """An entry's words; without white space where they are Han."""
        words = self.text[slice(*entry.core)]
        return words if words.isascii() else "".join(words.split())

    def _entry(self, entry: Entry, after: Entry | None) -> None:
        self._trim(entry)
        core = self._core(entry)
        if not core:
            if entry.marks:  # 等 alone names nobody
                self._lone_marks(entry)
        elif entry.divider in (" ", "\n") and len(core) <= 4 and is_absent(core) and self.out:
            self.out[-1] = replace(self.out[-1], absent=True)
        elif COUNT.fullmatch(core) or self._taken_in(entry, core, after) or self._is_also(entry, core):
            return
        elif ANYBODY.fullmatch(core):
            self._close_unit()
            self.unit = entry.core
        elif entry.label or (is_organisation(core, self.context) and not is_name(core, self.context)):
            self._stand_under(entry, core, after)
        else:
            self._person(entry, core, after)

    def _is_also(self, entry: Entry, core: str) -> bool:
        """林大伸 Po-Shen Lin: the same name in Latin letters."""
        last = self.out[-1].found.value.name if self.out else None
        latin = core.isascii() and core[:1].isalpha() and entry.divider == " "
        return latin and last is not None and not last.isascii()

    def _trim(self, entry: Entry) -> None:
        """Without 等 and 率同有關人員 behind the name, and without 市政府－ before it."""
        start, end = entry.core
        tail = TAIL.search(self.text[start:end])
        if tail:
            end = start + tail.start()
        head = HEAD.match(self.text[start:end])
        if head:
            start += head.end()
        entry.core = (start, end)

    def _taken_in(self, entry: Entry, core: str, after: Entry | None) -> bool:
        """林　和, Jane Doe, 資訊／分發組: parts of one name, set apart; the entry behind takes this one in."""
        if after is None or entry.marks:
            return False
        following = self._core(after)
        if after.divider == "\n" and is_broken_off(entry, core, following, self.context):
            after.core, after.divider = (entry.core[0], after.core[1]), entry.divider
            after.before = entry.before
            return True
        if after.divider == "／" and not (is_name(core, self.context) or is_organisation(core, self.context)):
            if not (after.label or is_organisation(following, self.context)):
                return False  # 資訊／分發組 is one unit; 校長／主任 are two people
            after.core, after.divider = (entry.core[0], after.core[1]), entry.divider
            return True
        if after.divider != " ":
            return False
        last = self.text[after.core[1] : after.core[1] + 1] in ("", "\n")
        if not goes_with(core, following, spaced=len(core) < entry.core[1] - entry.core[0], last=last):
            return False
        after.core = (entry.core[0], after.core[1])
        after.divider, after.before = entry.divider, entry.before
        return True

    def _lone_marks(self, entry: Entry) -> None:
        """(理事) before the names that it holds for; （請假） that a space divides from its name."""
        words = self.text[entry.marks[0][0] + 1 : entry.marks[0][1] - 1].strip()
        if is_absent(words) and self.unit is not None:
            self.unit = None  # 甲縣政府：（請假）: the unit sent nobody
        elif is_absent(words) and self.out:
            self.out[-1] = replace(self.out[-1], absent=True)
        elif title_pattern().fullmatch(words):
            self.title = words
        elif words and is_organisation(words, self.context):
            self.organisation = organisation_name(words, self.context)

    def _stand_under(self, entry: Entry, core: str, after: Entry | None) -> None:
        """A label or a unit: those behind it belong to it, unless a list mark divides them."""
        self._close_unit()
        self.once = None
        if entry.label and GROUP.fullmatch(core):
            self.title, self.organisation = None, self.top
            return
        named = None if is_organisation(core, self.context) else name_of(core, self.context)
        if entry.label and named is not None and named.name is None and named.title:
            self.title = named.title
            if named.organisation:
                self.organisation = organisation_name(named.organisation, self.context)
            return
        if any(is_nobody(self.text[s:e]) for s, e in entry.marks):
            return
        if self._sent(entry):
            return
        self.unit = entry.core
        if entry.label or after is None or after.divider not in {"、", "／", "\n"}:
            self.organisation = organisation_name(self.passage.text[slice(*entry.core)], self.context)
            self.stood = True

    def _sent(self, entry: Entry) -> bool:
        """社會處（李科長小芬代）, 教育部（學務司吳司長大輝）: whom a unit sent stands in the bracket behind it."""
        for start, end in entry.marks:
            who = STOOD_IN.sub("", self.text[start + 1 : end - 1].strip()).rpartition("，")[2]
            named = name_of(who, self.context)
            if named is None or not named.name or not named.title or named.certainty == "guess":
                continue
            at = self.text.index(who, start)
            unit = self.passage.text[slice(*entry.core)]
            whole = replace(named, organisation=unit + (named.organisation or ""))
            self._add(Entry((at, at + len(who)), divider=entry.divider), whole)
            return True
        return False

    def _close_unit(self) -> None:
        """A unit that nobody followed speaks, or proposes, for itself."""
        if self.unit is not None and self.units:
            words = self.passage.text[slice(*self.unit)]
            name = None if ANYBODY.fullmatch(words) else organisation_name(words, self.context)
            person = Person(None, organisation=name, as_written=words, spans=self.passage.spans(*self.unit))
            self.out.append(Attendee(Finding(person, "person.unit", "likely", person.spans)))
        self.unit = None

    def _person(self, entry: Entry, core: str, after: Entry | None) -> None:
        run = people_run(core, self.context)
        if run and entry.core[1] - entry.core[0] == len(core):
            for start, end in run:
                piece = Entry((entry.core[0] + start, entry.core[0] + end), divider=entry.divider)
                self._add(piece, Named(core[start:end], None, None, None, "likely"))
            return
        titled = titled_run(core)
        if titled and entry.core[1] - entry.core[0] == len(core):
            for start, end in titled:
                piece = Entry((entry.core[0] + start, entry.core[0] + end), divider=entry.divider)
                if (one := name_of(core[start:end], self.context)) is not None:
                    self._add(piece, one)
            return
        inside = titled_inside(entry, self.text, core, self._core(after)) if after is not None else None
        if inside is not None and after is not None and not after.label:
            entry.core, entry.marks = (entry.core[0], after.core[1]), after.marks
            after.core, after.marks = (after.core[1], after.core[1]), []
        named = inside or name_of(core, self.context)
        if named is None or (named.certainty == "guess" and _NUMBERED.search(core)):
            return
        if named.name is None and self._belongs_to_the_last(entry, after):
            last = self.out[-1]
            value = replace(last.found.value, title=named.title)
            self.out[-1] = replace(last, found=replace(last.found, value=value))
            return
        if core in roles() and not entry.marks and self._titled_name_follows(after):
            self.part = core  # 召集人 王次長大明
            return
        if (
            named.title
            and not entry.marks
            and self._name_follows(after)
            and not self._names_somebody(named, entry, after)
        ):
            self.once, self.unit = named.title, None
            # 保全 of 保全隊長 names nobody
            unit = self._headed("".join(filter(None, (named.organisation, named.name))), named.title)
            if unit:
                self.organisation, self.stood = organisation_name(unit, self.context), False
                self.once_of = self.organisation
            return
        self._add(entry, named)

    def _belongs_to_the_last(self, entry: Entry, after: Entry | None) -> bool:
        """王大明 主任委員: the post behind the one name of the line, which bears none."""
        ends = after is None or after.divider == "\n"
        alone = len(self.out) - self.line == 1 and ends and entry.divider == " " and self.unit is None
        return alone and self.out[-1].found.value.title is None and self.out[-1].found.value.name is not None

    def _name_follows(self, after: Entry | None) -> bool:
        if after is None or after.divider not in (" ", "\n"):
            return False
        if len(self._core(after)) == 1 and is_surname(self._core(after)):
            return True  # 李 大: set apart
        return is_name(PROFESSION.sub("", TAIL.sub("", self._core(after))), self.context)

    def _titled_name_follows(self, after: Entry | None) -> bool:
        if after is None or after.divider != " ":
            return False
        named = name_of(TAIL.sub("", self._core(after)), self.context)
        return named is not None and bool(named.name and named.title) and named.certainty == "sure"

    def _is_office(self, named: Named) -> bool:
        """The name and the first character of the post are an office's: 衛生 and 局 of 局長."""
        title, name = named.title or "", named.name or ""
        alone = named.organisation is None and len(title) == 2 and title.endswith("長")
        return alone and (len(name) == 4 or bool(self.context.agencies.named(name + title[:1])))

    def _names_somebody(self, named: Named, entry: Entry, after: Entry | None) -> bool:
        if named.name is None:
            return False
        # 文康委員 吳建宏 between list marks: what the post is for, as 文 is a surname too.
        if after is not None and len(named.name) in (2, 4) and self._is_office(named):
            return False  # 衛生局長 吳大誠, 交通旅遊處長 李大綱
        between = entry.divider in ("、", "：", "") and after is not None and after.divider == " "
        if (
            between
            and after
            and len(named.name) == 2
            and not named.organisation
            and named.title in _FOR_SOMETHING
        ):
            return self.text[after.core[1] :].lstrip()[:1] not in ("", "、", "（", "\n", "；", "，", "。")
        return named.certainty == "sure" or (is_surname(named.name[0]) and len(named.name) <= 3)

    def _add(self, entry: Entry, named: Named) -> None:
        words = [self.text[s + 1 : e - 1].strip() for s, e in entry.marks]
        once, self.once, self.unit = self.once, None, None
        once_of, self.once_of = self.once_of, None
        part, self.part = self.part, None
        if any(map(is_nobody, (*words, named.name or ""))):
            return
        start, end = entry.core[0], (entry.marks[-1][1] if entry.marks else entry.core[1])
        unit = self._headed(named.organisation, named.title)
        unit = None if unit and GROUP.fullmatch(unit) else unit  # 外聘委員王委員大明
        person = Person(
            self._original(entry, named.name),
            (once if once and PROFESSION.search(self._core(entry)) else None) or named.title or once,
            organisation_name(unit, self.context) if unit else once_of,
            named.role or part,
            None,
            self.passage.text[start:end],
            self.passage.spans(start, end),
        )
        person = self._inherit(person, entry)
        certainty: Certainty = named.certainty
        if certainty == "guess" and (self.title or entry.marks or person.organisation):
            certainty = "likely"
        seen = with_marks(person, entry, words, self.passage, self.context)
        rule = "person.titled" if person.title else "person.name"
        if seen.represents is not None and seen.represents.name == person.name:
            rule, certainty = "person.deputy", "likely"
        if seen.represents is not None and any("離席" in word for word in words):
            # 主席：湯主任委員大娥（下午三時離席，由簡委員小慶代理）: both were in the chair
            self.out.append(Attendee(Finding(seen.represents, "person.titled", "likely", seen.spans)))
        absent = rule != "person.deputy" and any(map(is_absent, words))
        self.out.append(Attendee(Finding(seen, rule, certainty, seen.spans), absent))

    def _headed(self, unit: str | None, title: str | None) -> str | None:
        """文化局 of 文化局長: the unit that a post takes in, whole."""
        if not unit or title is None or not takes_in_its_unit(title):
            return unit
        if is_organisation(unit, self.context) and unit not in fields():  # 社會 of 社會課長 ends as units do
            return unit
        return unit + title[0]

    def _original(self, entry: Entry, name: str | None) -> str | None:
        """The name in the document's own characters: folding is for finding, not for giving back."""
        if name is None:
            return None
        at = self.text.find(name, *entry.core)
        if at >= 0:
            name = self.passage.text[at : at + len(name)]
        elif name.isascii() and (
            own := re.search(r"\s*".join(map(re.escape, name)), self.text[slice(*entry.core)])
        ):
            start, end = own.span()
            return self.passage.text[entry.core[0] + start : entry.core[0] + end]  # Jane Doe of Jane Doe老師
        elif name[-1:].isascii() and " " in self.text[slice(*entry.core)]:
            return self.passage.text[slice(*entry.core)]  # 王大明Sra Kacaw
        return name if name.isascii() else "".join(name.split())

    def _inherit(self, person: Person, entry: Entry) -> Person:
        """What the list stands under: its unit, and its post as title or as role."""
        if person.organisation:
            self.organisation, self.stood = person.organisation, False
        elif self.organisation and (
            person.title is None or (self.stood and person.title not in _NOT_INHERITING)
        ):
            person = replace(person, organisation=self.organisation)
        if entry.before and person.organisation:
            inner = self.passage.text[slice(*entry.before[-1])]
            self.organisation = re.sub(r"（[^（）]*）$", "", person.organisation) + inner
            person = replace(person, organisation=self.organisation)
        if self.title and person.title is None:
            return replace(person, title=self.title)
        if self.title and person.title != self.title and person.role is None:
            return replace(person, role=self.title)
        return person
