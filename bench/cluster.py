"""A PostgreSQL server of its own for a benchmark, in a folder, on a free port of this machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A running server; without fsync, as what is measured is reading."""

    def __init__(self, folder: Path, *, shared_buffers: str = "1GB") -> None:
        self.folder, self.data, self.port = folder, folder / "data", free_port()
        folder.mkdir(parents=True, exist_ok=True)
        shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = (
            f"-c listen_addresses=127.0.0.1 -p {self.port} -k {folder} -c fsync=off "
            f"-c shared_buffers={shared_buffers} -c work_mem=64MB"
        )
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(folder / "log"), "-o", options, "start")

    def create(self, name: str, owner: str = "postgres") -> str:
        """A new database; its address as its owner."""
        self._run("createdb", *self._reached, "-O", owner, name)
        return self._address(owner, name)

    def site(self, name: str) -> dict[str, str]:
        """A new database for a site, where the role that it runs as owns no table; its settings."""
        self.execute(f"CREATE ROLE {name}_owner LOGIN", f"CREATE ROLE {name}_site LOGIN")
        return {
            "LIEGUAN_DATABASE_OWNER_URL": self.create(name, f"{name}_owner"),
            "LIEGUAN_DATABASE_URL": self._address(f"{name}_site", name),
        }

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """As the superuser."""
        for statement in statements:
            self._run("psql", *self._reached, "-c", statement, database)

    @property
    def _reached(self) -> tuple[str, ...]:
        return ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres")

    def _address(self, role: str, name: str) -> str:
        return f"postgresql://{role}@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        """End the server; its folder may be removed then."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))[-1]
        subprocess.run(
            ["runuser", "-u", "postgres", "--", str(found), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
