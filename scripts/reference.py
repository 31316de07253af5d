"""Write the pages of docs/reference that are made from the code: rights.md, states.md and openapi.json.

    make reference

tests/repo/test_reference.py fails where a page and its table differ.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"


def rights() -> str:
    """Who may do what, from lieguan.site.registry.rights."""
    from django.utils.translation import override

    from lieguan.site.registry.rights import PUBLIC, TABLE, Right, Role

    with override("zh-hant"):
        head = "| 權限 | code | anybody | " + " | ".join(str(role.label) for role in Role) + " |"
        rows = [
            f"| {right.label} | `{right.value}` | {_mark(right in PUBLIC)} | "
            + " | ".join(_mark(right in PUBLIC or right in TABLE[role]) for role in Role)
            + " |"
            for right in Right
        ]
        names = " · ".join(f"{role.label} `{role.value}`" for role in Role)
    return "\n".join(
        [
            "# Who may do what",
            "",
            "Made from `lieguan.site.registry.rights` by `make reference`. What is not in the table is denied.",
            "",
            "An administrator and an auditor hold their rights everywhere; secretariat, chair and member in one body; "
            "desk and approver for one agency (which a body can narrow). `tests/site/test_roles.py` asks every page for "
            "every role.",
            "",
            head,
            "| --- | --- |" + " :-: |" * (len(Role) + 1),
            *rows,
            "",
            names,
            "",
        ]
    )


def states() -> str:
    """The states of an item and what moves it, from lieguan.site.tracking.states."""
    from lieguan.site.tracking.states import MOVES, ItemState

    lines = [
        "# States and rulings",
        "",
        "Made from `lieguan.site.tracking.states` by `make reference`. The pages, the actions and the guards of the",
        "database are made from the same table.",
        "",
        "An item is tracked from its opening. Every arrow is a ruling of a later meeting of the same body, and rests on a",
        "standing clause of its minutes; where that clause falls, the item goes back to where it was.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "  direction LR",
        *(f"  {_node(state)} : {state.label}" for state in ItemState),
        f"  [*] --> {_node(ItemState.TRACKED)}",
    ]
    for move in MOVES.values():
        sources = [state for state in ItemState if state in move.sources]
        lines += [f"  {_node(source)} --> {_node(move.target)} : {move.kind.label}" for source in sources]
    lines += ["```", "", "| state | 狀態 |", "| --- | --- |"]
    lines += [f"| `{state.value}` | {state.label} |" for state in ItemState]
    lines += [
        "",
        "| ruling | 裁示 | from | to | must name |",
        "| --- | --- | --- | --- | --- |",
    ]
    for move in MOVES.values():
        sources = ", ".join(state.label for state in ItemState if state in move.sources)
        needs = ", ".join(f"`{need.value}`" for need in sorted(move.needs, key=lambda need: need.value))
        lines.append(
            f"| `{move.kind.value}` | {move.kind.label} | {sources} | {move.target.label} | {needs or '—'} |"
        )
    return "\n".join([*lines, "", *_rules(), ""])


def _rules() -> list[str]:
    """The rules by which states and lights are computed, as the modules that compute them say."""
    import inspect

    from lieguan.site.tracking import lights, owing, replay

    headed = (
        ("How an item's state follows from its rulings and duties", replay),
        ("Lights", lights),
        ("Who owes a report", owing),
    )
    lines: list[str] = []
    for heading, module in headed:
        said = (inspect.getdoc(module) or "").partition("\n\n")[2]
        fenced = said if said.startswith(("The ", "- ")) else f"```text\n{said}\n```"
        lines += [f"## {heading}", "", f"From `{module.__name__}`.", "", fenced, ""]
    return lines[:-1]


def openapi() -> str:
    """The contract of the interface for programs, as the site serves it."""
    from lieguan.site.api.interface import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, default=str) + "\n"


PAGES = {"rights.md": rights, "states.md": states, "openapi.json": openapi}


def _mark(holds: bool) -> str:
    return "✓" if holds else ""


def _node(state: str) -> str:
    return str(state).replace("-", "_")


def main() -> None:
    """Set the site up with an empty data folder, and write the pages."""
    import django

    with tempfile.TemporaryDirectory() as data:
        os.environ["LIEGUAN_DATA"] = data
        os.environ["DJANGO_SETTINGS_MODULE"] = "lieguan.site.project.settings"
        django.setup()
        for name, make in PAGES.items():
            (REFERENCE / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
