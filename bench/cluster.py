"""A PostgreSQL server of its own for a benchmark, in a folder, reached by its socket there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


class Cluster:
    """A running server; without fsync, as what is measured is reading."""

    def __init__(self, folder: Path, *, shared_buffers: str = "1GB") -> None:
        self.folder, self.data = folder, folder / "data"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = (
            f"-c listen_addresses='' -k {folder} -c fsync=off "
            f"-c shared_buffers={shared_buffers} -c work_mem=64MB"
        )
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(folder / "log"), "-o", options, "start")

    def create(self, name: str, owner: str = "postgres") -> str:
        """A new database; its name."""
        self._run("createdb", "-h", str(self.folder), "-U", "postgres", "-O", owner, name)
        return name

    def site(self, name: str) -> dict[str, str]:
        """A new database for a site, where the role that it runs as owns no table; its settings."""
        self.execute(f"CREATE ROLE {name}_owner LOGIN", f"CREATE ROLE {name}_site LOGIN")
        self.create(name, f"{name}_owner")
        host = str(self.folder).replace("/", "%2F")
        return {
            "LIEGUAN_DATABASE_OWNER_URL": f"postgres://{name}_owner@{host}/{name}",
            "LIEGUAN_DATABASE_URL": f"postgres://{name}_site@{host}/{name}",
        }

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """As the superuser."""
        for statement in statements:
            self._run("psql", "-h", str(self.folder), "-U", "postgres", "-c", statement, database)

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
