"""Real git repositories, made for a test."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

MINUTE = 60
BEGAN = 1_623_045_600
"""2021-06-07T06:00:00Z."""


@dataclass
class Repository:
    """A repository in a folder. Every commit is a minute after the one before."""

    path: Path
    commits: int = 0

    @classmethod
    def made(cls, path: Path) -> "Repository":
        path.mkdir(parents=True)
        repository = cls(path)
        repository.git("init", "-q", "-b", "main")
        return repository

    def git(self, *arguments: str) -> str:
        stamp = f"@{BEGAN + self.commits * MINUTE} +0000"
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.path),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": stamp,
            "GIT_COMMITTER_DATE": stamp,
            **{f"GIT_{who}_{what}": "nobody@example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        done = subprocess.run(
            ["git", *arguments], cwd=self.path, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self, **files: bytes | None) -> str:
        """Write (or delete) files, named with `_` for a point, and commit."""
        for name, body in files.items():
            self.put(name.replace("_", "."), body)
        return self.seal()

    def put(self, name: str, body: bytes | None) -> None:
        path = self.path / name
        if body is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)

    def seal(self) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "update")
        self.commits += 1
        return self.git("rev-parse", "HEAD")
