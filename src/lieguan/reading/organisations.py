"""Names of agencies, units and other organisations: what they are in full, and where they end in a text."""

from __future__ import annotations

import re

from lieguan.lexicon.agencies import normal
from lieguan.lexicon.persons import is_name_around_post
from lieguan.reading.context import Context

# What an organisation's name ends in. Longer endings first; a lone 會, 部, 處 … needs two characters before it.
ENDINGS = (
    "委員會|審議會|協調會|基金會|聯合會|協進會|促進會|商業會|合作社|事務所|研究所|研究院|研究中心|工作小組|專案小組|"
    "推動小組|分組|小組|辦公室|實驗室|中心|分局|公司|銀行|大學|學院|學校|學系|高中|高職|國中|國小|幼兒園|醫院|診所|"
    "法院|檢察署|地檢署|公所|鄉公所|議會|代表會|農會|漁會|水利會|協會|學會|公會|工會|總會|商會|校友會|學生會|家長會|"
    "大隊|中隊|分隊|工務段|機務段|電務段|車站|機場|港務局|分署|總處|總局|總隊|出版社|新聞社|通訊社|博物館|圖書館|美術館|文化館|紀念館|"
    "部|會|局|處|署|司|院|府|室|組|科|課|股|所|廳|黨|團|隊|館|台|臺|站|廠|場|系|班|社|園|宮|寺|庫|行|校"
)
_ENDING = re.compile(rf"(?:{ENDINGS})$")
#: 規劃單位, 施工廠商: who somebody is to a project; 單 is a surname too.
_SIDE = re.compile(r"[\u3400-\u9fff](?:單位|廠商|承商|機關|業者)$")
_OWN_BODY = re.compile(r"本(?:委員會|專案小組|工作小組|推動小組|小組|會報|會)$")
#: No surname, post and given name are longer.
_LONGEST_PERSON = 12
_COMMITTEE = re.compile(r"(?:委員會|小組|會報|審議會)$")


#: 某縣某鄉民代表會, 某縣某鄉公所主管會報: whose 鄉公所 is spoken of there.
_TOWN = re.compile(r"(.{2,9}?[鄉鎮市區])(?:民代表會|公所)")
_ITS_OFFICE = re.compile(r"[鄉鎮市區]?公所")


def organisation_name(words: str, context: Context) -> str:
    """The full official name of `words` in this meeting; as written where the lexicon does not know it.

    What the document itself defines (以下簡稱國產局) goes before the lexicon; 本會 is the body that met.
    """
    bare = "".join(words.split())
    if bare in context.aliases:
        return _defined(bare, context.aliases[bare], context)
    if context.body and _OWN_BODY.fullmatch(bare):
        return context.body
    town = _TOWN.match(context.body) if context.body and _ITS_OFFICE.fullmatch(bare) else None
    bare = f"{town[1]}公所" if town is not None else bare
    row = context.agencies.resolve(bare, body=context.body, day=context.day, place=context.place)
    if row is not None:
        return row.name
    return context.offices.get(bare) or _expanded(bare, context)


def _defined(short: str, long: str, context: Context) -> str:
    """What the document's own 以下簡稱 means: an agency or a committee by its full name; a company or a party
    (中國石油股份有限公司（以下簡稱中油公司）) stays as written.

    `long` may begin with words that only led up to the name.
    """
    for start in range(len(long) - 1):
        if context.agencies.named(long[start:]):
            row = context.agencies.resolve(
                long[start:], body=context.body, day=context.day, place=context.place
            )
            return row.name if row is not None else long[start:]
    return long if _COMMITTEE.search(long) or short.startswith("本") else short


def _expanded(bare: str, context: Context) -> str:
    """中研院天文所 → 中央研究院天文所, 衛福部疾管署 → 衛生福利部疾病管制署: a known name, then a unit of it."""
    length = context.agencies.longest_at(normal(bare), 0)
    while 2 <= length < len(bare):
        rest = bare[length:]
        row = context.agencies.resolve(bare[:length], body=context.body, day=context.day, place=context.place)
        if row is not None and _ENDING.search(rest):
            own = context.agencies.resolve(rest, day=context.day, place=row.place)
            return own.name if own is not None and own.parent == row.name else row.name + rest
        length = context.agencies.longest_at(normal(bare), 0, length - 1)
    return bare


def is_organisation(words: str, context: Context) -> bool:
    """Whether `words` are the name of an organisation and nothing else."""
    bare = "".join(words.split())
    if bare in context.aliases or bare in context.offices or context.agencies.named(bare):
        return True
    ended = len(bare) >= 2 and (_ENDING.search(bare) or _SIDE.search(bare)) is not None
    somebody = len(bare) <= _LONGEST_PERSON and is_name_around_post(bare)
    return ended and not somebody  # 王董事長景行 ends as names of units do
