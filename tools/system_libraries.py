"""Say which system libraries Qt lacks on this Linux, with the line that installs them; install them as root.

Qt's wheels bring everything but what belongs to the system: GL, fontconfig, xkb and the
xcb libraries. Without them the window (and the tests of it) cannot start. Run with
``--test`` it looks for what the test suite uses besides, with ``--fonts`` for the fonts
of the screenshots.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

# library → Debian package
QT = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
PROGRAMS = {"Xvfb": ["xvfb"], "soffice": ["libreoffice-calc", "libreoffice-impress"], "pdftoppm": ["poppler-utils"]}
FONTS = {"Inter": "fonts-inter", "Noto Sans CJK JP": "fonts-noto-cjk"}


def missing_libraries() -> list[str]:
    """Debian packages of the libraries that cannot be loaded."""
    missing = []
    for library, package in QT.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def missing_fonts() -> list[str]:
    """Debian packages of the fonts that fontconfig does not know."""
    if shutil.which("fc-list") is None:
        return ["fontconfig", *FONTS.values()]
    known = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True).stdout
    return [package for family, package in FONTS.items() if family not in known]


def wanted(arguments: list[str]) -> list[str]:
    """The packages to install for what was asked."""
    packages = missing_libraries()
    if "--test" in arguments:
        packages += [p for program, ps in PROGRAMS.items() if shutil.which(program) is None for p in ps]
    if "--test" in arguments or "--fonts" in arguments:
        packages += missing_fonts()
    return packages


def main(arguments: list[str]) -> int:
    """Install or name what is missing; never a reason to fail where only tests would be skipped."""
    if not sys.platform.startswith("linux"):
        return 0
    packages = wanted(arguments)
    if not packages:
        return 0
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        print(f"Qt needs system libraries that are missing; on Debian they are: {' '.join(packages)}")
        return 0
    if os.geteuid() != 0:
        print(f"Some system libraries are missing. Install them with:\n  sudo {' '.join(line)}")
        return 0
    print(f"Installing {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
    done = subprocess.run([*line, "-qq"], check=False, env=environment, stdout=subprocess.DEVNULL)
    if done.returncode:
        print(f"They could not be installed. Try:\n  {' '.join(line)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
