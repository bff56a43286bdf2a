"""Print the path of a Chromium for the browser journeys: one that is there, else one that can be installed.

    python -m tests.browser.find_browser

Looks at the variable CHROMIUM and the usual names, then lets Playwright download one into the checkout (.browsers/),
then, as root on Debian or Ubuntu, installs the package. Says on standard error what it does; fails with one sentence.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
DOWNLOADS = BASE / ".browsers"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
# What a browser under test needs: nothing of its own in the background, and, as root in a container, no sandbox.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ON_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def installed() -> str | None:
    """The path of a browser that is there already."""
    for name in (os.environ.get("CHROMIUM"), *NAMES, *ON_MACOS):
        if name and (path := shutil.which(name)):
            return path
    return downloaded()


def downloaded() -> str | None:
    """The path of the browser that Playwright downloaded into the checkout."""
    for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"):
        for path in sorted(DOWNLOADS.glob(pattern), reverse=True):
            if os.access(path, os.X_OK):
                return str(path)
    return None


def download() -> str | None:
    """Let Playwright download its Chromium. None where that fails, as it does offline."""
    tell(f"No Chromium found; downloading one into {DOWNLOADS}.")
    environment = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(DOWNLOADS)}
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        done = subprocess.run(command, env=environment, stdout=sys.stderr, timeout=600)
    except subprocess.TimeoutExpired:
        return None
    return downloaded() if done.returncode == 0 else None


def install_package() -> str | None:
    """As root on Debian or Ubuntu: the system's package."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    tell("That failed; installing the system's package chromium with apt-get.")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
    return installed()


def tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def find_browser() -> str | None:
    """The path of a browser: one that is there, else one that can be had. None where there is none."""
    return installed() or download() or install_package()


def main() -> int:
    path = find_browser()
    if path is None:
        tell("No Chromium for the browser journeys: install the package chromium, or set CHROMIUM=/path/to/it.")
        return 1
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
