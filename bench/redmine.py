"""Redmine from Debian as a peer: a database of its own filled with issues and notes, served by puma.

The package fails to configure itself where two versions of bundler meet:
`BUNDLER_VERSION=2.3.15 apt-get install redmine redmine-pgsql puma`.
"""

from __future__ import annotations

import os
import random
import secrets
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from cluster import Cluster

HOME = Path("/usr/share/redmine")
PROJECTS, USERS = 10, 40
FILL = f"""
ActiveRecord::Base.logger = nil
now = Time.now
users = (1..{USERS}).map do |n|
  u = User.new(firstname: "第#{{n}}", lastname: "人", mail: "u#{{n}}@example.org", language: "zh-TW")
  u.login = "user#{{n}}"; u.password = "password-#{{n}}"; u.save!; u
end
role = Role.where(builtin: 0).first
projects = (1..{PROJECTS}).map do |n|
  p = Project.new(name: "第#{{n}}專案", identifier: "p#{{n}}", is_public: true)
  p.trackers = Tracker.all; p.enabled_module_names = ["issue_tracking"]; p.save!
  users.each {{ |u| Member.create!(project: p, principal: u, roles: [role]) }}; p
end
words = %w[資安 防護 人才 培育 資料 開放 平臺 建置 離島 交通 救援 演練 補助 審查 期程 採購 作業 要點 修正 草案]
statuses = IssueStatus.order(:id).pluck(:id); trackers = Tracker.pluck(:id)
priority = IssuePriority.active.first.id
chance = Random.new({PROJECTS})
count = Integer(ENV["ISSUES"])
(0...count).each_slice(2000) do |slice|
  rows = slice.map do |n|
    {{ tracker_id: trackers[n % trackers.size], project_id: projects[n % {PROJECTS}].id,
      subject: Array.new(7) {{ words.sample(random: chance) }}.join,
      description: Array.new(40) {{ words.sample(random: chance) }}.join,
      due_date: Date.new(2025, 1, 1) + chance.rand(1000), status_id: statuses[n % 3],
      assigned_to_id: users[n % {USERS}].id, author_id: users[0].id, priority_id: priority,
      lft: 1, rgt: 2, created_on: now, updated_on: now, start_date: Date.new(2024, 1, 1) }}
  end
  ids = Issue.insert_all(rows, returning: %w[id]).rows.flatten
  Issue.where(id: ids).update_all("root_id = id")
  Journal.insert_all(ids.map {{ |id|
    {{ journalized_id: id, journalized_type: "Issue", user_id: users[1].id, created_on: now,
      notes: Array.new(40) {{ words.sample(random: chance) }}.join }}
  }})
end
Setting.login_required = "0"
Setting.rest_api_enabled = "1"
ActiveRecord::Base.connection.execute("ANALYZE")
"""


def serve(folder: Path, server: Cluster, port: int, issues: int) -> Callable[[], None]:
    """Lay and serve; a function that stops it. Two workers of three threads, as many as the site's are processes."""
    folder.mkdir()
    for name in ("tmp", "log", "files"):
        (folder / name).mkdir()
    environment = os.environ | {
        "RAILS_ENV": "production",
        "RAILS_LOG_TO_STDOUT": "",
        "REDMINE_LANG": "zh-TW",
        "DATABASE_URL": server.create("redmine"),
        "SECRET_KEY_BASE": secrets.token_hex(32),
        "ISSUES": str(issues),
        "BUNDLER_VERSION": "2.3.15",
        "BUNDLE_GEMFILE": str(folder / "Gemfile"),
    }
    # Debian's Redmine comes without a server of its own among its gems.
    (folder / "Gemfile").write_text(f'eval_gemfile "{HOME}/Gemfile"\ngem "puma"\n', encoding="ascii")

    def run(*command: str) -> None:
        subprocess.run(
            command,
            cwd=HOME,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    run("bundle", "install", "--local", "--quiet")
    run("bundle", "exec", "rake", "db:migrate")
    run("bundle", "exec", "rake", "redmine:load_default_data")
    filler = folder / "fill.rb"
    filler.write_text(FILL, encoding="utf-8")
    run("bundle", "exec", "rails", "runner", str(filler))
    served = subprocess.Popen(
        [
            "bundle",
            "exec",
            "puma",
            "-e",
            "production",
            "-w",
            "2",
            "-t",
            "3:3",
            "-b",
            f"tcp://127.0.0.1:{port}",
        ],
        cwd=HOME,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def stop() -> None:
        served.send_signal(signal.SIGTERM)
        served.wait(60)
        shutil.rmtree(folder, ignore_errors=True)

    return stop


def paths(issues: int, count: int, chance: random.Random) -> tuple[list[str], list[str]]:
    """Addresses of the filtered list (project, open, assignee, due by a day) and of single issues."""
    lists = [
        f"/projects/p{chance.randint(1, PROJECTS)}/issues?set_filter=1&f[]=status_id&op[status_id]=o"
        f"&f[]=assigned_to_id&op[assigned_to_id]==&v[assigned_to_id][]={chance.randint(5, USERS)}"
        "&f[]=due_date&op[due_date]=%3C=&v[due_date][]=2026-11-27"
        for _ in range(count)
    ]
    return lists, [f"/issues/{chance.randint(1, issues)}" for _ in range(count)]
