"""Which file's records go where."""

from __future__ import annotations

from pathlib import Path

import pytest

from lieguan.bulk import tasks
from lieguan.errors import LieguanError


def planned(words: list[str], out: str = "out") -> tuple[list[tuple[str, str]], list[str]]:
    """(source, target) of each task, and the complaints."""
    complaints: list[str] = []
    found = [
        (str(task.source), str(task.target)) for task in tasks(words, Path(out), ".json", complaints.append)
    ]
    return found, complaints


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "in/第10次.odt",
        "in/第9次.odt",
        "in/第9次.pdf",
        "in/第9次.PDF.txt",
        "in/sub/第9次.odt",
        "x/in/第1次.md",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def test_a_folder_keeps_its_folders_and_one_stem_twice_keeps_both() -> None:
    assert planned(["in"]) == (
        [
            ("in/第9次.PDF.txt", "out/第9次.PDF.json"),
            ("in/第9次.odt", "out/第9次.json"),
            ("in/第9次.pdf", "out/第9次.pdf-2.json"),
            ("in/第10次.odt", "out/第10次.json"),
            ("in/sub/第9次.odt", "out/sub/第9次.json"),
        ],
        [],
    )


def test_several_folders_go_below_their_names_and_named_files_beside_them() -> None:
    found, _ = planned(["in/sub", "x", "in/第9次.pdf"])
    assert found == [
        ("in/第9次.pdf", "out/第9次.json"),
        ("in/sub/第9次.odt", "out/sub/第9次.json"),
        ("x/in/第1次.md", "out/x/in/第1次.json"),
    ]


def test_two_folders_of_one_name_are_refused() -> None:
    with pytest.raises(LieguanError, match="two folders of this name"):
        planned(["in", "x/in"])


def test_what_was_written_into_the_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "in/records").mkdir()
    (tmp_path / "in/records/第9次.txt").write_text("outline", encoding="utf-8")
    found, _ = planned(["in"], "in/records")
    assert all("records" not in source for source, _ in found)


def test_what_is_not_there_is_said() -> None:
    (Path("empty")).mkdir()
    found, complaints = planned(["empty", "*.doc", "none.odt"])
    assert found == [("none.odt", "out/none.json")]
    assert [line.split(":")[0] for line in complaints] == ["*.doc", "empty"]
