"""Runs the commands of the READMEs and of docs/explore.md and writes below each what it prints.

With ``--check`` it tells which are not up to date.

Commands stand in fenced blocks marked ``console``, each after ``$``. They run in the order of the page, in a fresh folder that
holds the sample corpus, so that a later one may use what an earlier one made.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "README.sv.md", ROOT / "docs" / "explore.md")
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.+)$", re.MULTILINE)
WIDTH = "100"


def commands(page: str) -> list[str]:
    """The commands of a page, in order."""
    return [command for block in BLOCK.findall(page) for command in COMMAND.findall(block)]


def written(page: str) -> str:
    """The page with what its commands print today. Ends with a message where one fails."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "corpus").symlink_to(ROOT / "corpus")
        return BLOCK.sub(
            lambda block: "```console\n" + "".join(_run(one, folder) for one in COMMAND.findall(block[1])) + "```", page
        )


def _run(command: str, folder: str) -> str:
    """The command and its output."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = ["bash", "-o", "pipefail", "-c", command]
    done = subprocess.run(
        shell, cwd=folder, env=os.environ | {"PATH": path, "COLUMNS": WIDTH}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{command}\nends with exit code {done.returncode}: {done.stderr}")
    return "\n".join([f"$ {command}", *(line.rstrip() for line in done.stdout.splitlines())]) + "\n"


def main() -> int:
    """Write the pages, or check them."""
    stale = []
    for path in PAGES:
        page = path.read_text("utf-8")
        new = written(page)
        if new != page and "--check" in sys.argv[1:]:
            stale.append(path.name)
        else:
            path.write_text(new, "utf-8")
    if stale:
        print(f"What the commands in {', '.join(stale)} print is not what stands below them: make docs", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
