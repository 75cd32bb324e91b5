#!/bin/sh
# Installs what Qt needs from the system (Debian, Ubuntu), where that is allowed; otherwise says how.
# Usage: system-libs.sh PYTHON
set -u

packages="libegl1 libgl1 libopengl0 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 \
libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 \
libxcb-xkb1 libnss3 libpulse0 fonts-inter"

qt=$("$1" -c 'import importlib.util as u, pathlib; print(pathlib.Path(u.find_spec("PySide6").origin).parent / "Qt")')
missing=$(for lib in "$qt"/lib/libQt6Widgets.so.6 "$qt"/lib/libQt6XcbQpa.so.6 "$qt"/lib/libQt6Multimedia.so.6 \
    "$qt"/plugins/platforms/libqxcb.so "$qt"/plugins/platforms/libqoffscreen.so; do
    [ -e "$lib" ] && LD_LIBRARY_PATH="$qt/lib" ldd "$lib" 2>/dev/null | grep 'not found'
done | sort -u)
fonts=$(fc-list 2>/dev/null | grep -ci 'inter' || true)

[ -z "$missing" ] && [ "${fonts:-0}" -gt 0 ] && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    [ -z "$missing" ] && exit 0
    echo "Qt misses system libraries:"; echo "$missing"
    echo "Install the packages of your system that hold them, then run make again."
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as="sudo"
else
    echo "To give Qt its system libraries and the program its font, run:"
    echo "  sudo apt-get install -y $packages"
    [ -z "$missing" ] && exit 0
    exit 1
fi
# shellcheck disable=SC2086
$as env DEBIAN_FRONTEND=noninteractive apt-get -qq update >/dev/null 2>&1
# shellcheck disable=SC2086
$as env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $packages >/dev/null || {
    [ -z "$missing" ] && exit 0
    echo "Could not install: $packages"
    exit 1
}
