"""What `make` asks of the system: a Python, some packages; and what it says where they are missing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from repo import tracked

BASH = shutil.which("bash") or "/bin/bash"
# What the scripts themselves call, beside what each test puts in its place.
PLAIN = ("dirname", "env", "id", "cat", "grep")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder that is the whole PATH of a script."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "bash").symlink_to(BASH)
    for name in PLAIN:
        (folder / name).symlink_to(shutil.which(name) or f"/usr/bin/{name}")
    return folder


def put(folder: Path, name: str, script: str) -> None:
    """An executable that does what the script says."""
    file = folder / name
    file.unlink(missing_ok=True)
    file.write_text(f"#!{BASH}\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def run(script: str, path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(tracked.ROOT / "scripts" / script), *arguments],
        env={"PATH": str(path), **environment},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_the_first_python_that_fits_is_taken(path: Path) -> None:
    put(path, "python3", "exit 1")
    (path / "python3.12").symlink_to(sys.executable)
    found = run("find-python", path)
    assert (found.returncode, found.stdout.strip()) == (0, str(path / "python3.12"))


def test_without_any_python_it_says_what_is_needed(path: Path) -> None:
    found = run("find-python", path)
    assert found.returncode == 1
    assert "Python 3.11 or later is needed" in found.stderr


def test_a_named_python_that_is_not_there_is_said_by_name(path: Path) -> None:
    found = run("find-python", path, PYTHON="python9")
    assert found.returncode == 1
    assert "python9" in found.stderr


def test_a_python_without_venv_names_the_package_that_brings_it(path: Path) -> None:
    # As Debian's python3 without python3-venv: the version fits, ensurepip is not there.
    put(path, "python3", 'case "$2" in *ensurepip*) exit 1 ;; *"print("*) echo 3.11 ;; esac')
    found = run("find-python", path)
    assert found.returncode == 1
    assert "sudo apt-get install python3-venv python3.11-venv" in found.stderr


def system(path: Path, *, installed: str, root: bool) -> Path:
    """A Debian on which the named packages are installed; what apt-get is asked is written to a file."""
    asked = path.parent / "asked"
    put(
        path, "dpkg-query", f'for name in {installed}; do [ "$3" = "$name" ] && echo -n installed; done; true'
    )
    put(path, "apt-get", f'echo "$DEBIAN_FRONTEND $*" >> {asked}')
    put(path, "id", f"echo {0 if root else 1000}")
    (path / "python3").symlink_to(sys.executable)
    return asked


SITE = "python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk fonts-arphic-ukai".split()


def test_only_what_is_missing_is_installed_after_an_update_and_without_questions(path: Path) -> None:
    asked = system(path, installed=" ".join(set(SITE) - {"fonts-noto-cjk"}), root=True)
    done = run("system-packages", path, "site")
    assert done.returncode == 0, done.stderr
    assert asked.read_text(encoding="utf-8").splitlines() == [
        "noninteractive -q update",
        "noninteractive -q install -y --no-install-recommends fonts-noto-cjk",
    ]


def test_with_all_in_place_apt_is_not_asked(path: Path) -> None:
    asked = system(path, installed=" ".join(SITE), root=True)
    assert run("system-packages", path, "site").returncode == 0
    assert not asked.exists()


def test_either_of_two_packages_does(path: Path) -> None:
    others = (
        "libreoffice-writer libreoffice-calc-nogui postgresql poppler-utils gettext chromium npm "
        "tesseract-ocr tesseract-ocr-chi-tra"
    )
    asked = system(path, installed=" ".join([*SITE, others]), root=True)
    assert run("system-packages", path, "test").returncode == 0
    assert not asked.exists()


def test_a_chromium_that_did_not_come_with_apt_does(path: Path) -> None:
    others = "libreoffice-writer libreoffice-calc postgresql poppler-utils gettext npm tesseract-ocr tesseract-ocr-chi-tra"
    asked = system(path, installed=" ".join([*SITE, others]), root=True)
    put(path, "google-chrome", "true")
    assert run("system-packages", path, "test").returncode == 0
    assert not asked.exists()


def test_a_node_that_did_not_come_with_apt_does(path: Path) -> None:
    others = "libreoffice-writer libreoffice-calc postgresql poppler-utils gettext chromium tesseract-ocr tesseract-ocr-chi-tra"
    asked = system(path, installed=" ".join([*SITE, others]), root=True)
    put(path, "npm", "true")
    assert run("system-packages", path, "test").returncode == 0
    assert not asked.exists()


def test_on_ubuntu_chromium_is_left_to_playwright(path: Path) -> None:
    others = "libreoffice-writer libreoffice-calc postgresql poppler-utils gettext npm tesseract-ocr tesseract-ocr-chi-tra"
    asked = system(path, installed=" ".join([*SITE, others]), root=True)
    release = path.parent / "os-release"
    release.write_text('NAME="Ubuntu"\nID=ubuntu\n', encoding="utf-8")
    assert run("system-packages", path, "test", OS_RELEASE=str(release)).returncode == 0
    assert not asked.exists()


def test_without_root_and_sudo_it_says_the_command_and_stops(path: Path) -> None:
    system(path, installed=" ".join(set(SITE) - {"libpango-1.0-0"}), root=False)
    done = run("system-packages", path, "site")
    assert done.returncode == 1
    assert "sudo apt-get update && sudo apt-get install libpango-1.0-0" in done.stderr


def test_with_sudo_it_is_used(path: Path) -> None:
    asked = system(path, installed=" ".join(set(SITE) - {"libpango-1.0-0"}), root=False)
    put(path, "sudo", '[ "$1" = -n ] && shift; exec "$@"')
    put(path, "true", "exit 0")
    assert run("system-packages", path, "site").returncode == 0
    assert "install -y --no-install-recommends libpango-1.0-0" in asked.read_text(encoding="utf-8")


def test_on_another_system_it_names_what_is_needed_and_goes_on(path: Path) -> None:
    done = run("system-packages", path, "site")
    assert done.returncode == 0
    assert "libpango-1.0-0" in done.stderr


def test_ci_calls_make_test_and_measures_on_minutes_beside_the_checkout(tmp_path: Path, path: Path) -> None:
    checkout = tmp_path / "checkout"
    (checkout / ".ci").mkdir(parents=True)
    shutil.copy(tracked.ROOT / ".ci" / "run", checkout / ".ci" / "run")
    put(path, "make", 'echo "make $* CI=$CI minutes=${LIEGUAN_REAL_MINUTES:-none}"')

    def said() -> str:
        run = subprocess.run(
            [str(checkout / ".ci" / "run")],
            env={"PATH": str(path)},
            capture_output=True,
            text=True,
            check=True,
            stdin=subprocess.DEVNULL,
        )
        return run.stdout.strip()

    assert said() == "make test CI=true minutes=none"
    (tmp_path / "shared").mkdir()
    assert said() == f"make test CI=true minutes={tmp_path / 'shared'}"


def test_the_locks_agree_and_every_requirement_has_its_hashes() -> None:
    def pins(name: str) -> dict[str, str]:
        lines = tracked.text(Path("requirements") / name).splitlines()
        found = [line.split(";")[0].strip(" \\") for line in lines if line[:1].isalnum()]
        hashed = sum(1 for line, after in pairwise(lines) if line[:1].isalnum() and "--hash" in after)
        assert hashed == len(found), name
        return dict(pin.split("==") for pin in found)

    site, tools, test = pins("site.lock"), pins("tools.lock"), pins("test.lock")
    assert site.items() <= test.items()
    assert tools.items() <= test.items()
    assert {"django", "gunicorn", "weasyprint"} <= site.keys()
    assert not {"pytest", "import-linter"} & site.keys()
