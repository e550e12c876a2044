# shellcheck shell=bash
# Shared by run and test: what is missing is installed, nothing else is touched.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }

# as_root COMMAND…
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        say "Not root, and there is no sudo. As root, run: $*"
        return 1
    fi
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# install LIST…: the packages named in packaging/dependencies/LIST.
install() {
    local list package missing=()
    for list in "$@"; do
        while read -r package; do
            is_installed "$package" || missing+=("$package")
        done < <(grep -v '^#' "$root/packaging/dependencies/$list")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "Installing: ${missing[*]}"
    as_root apt-get -qq update
    # Non-interactive: some of them would ask questions otherwise.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}" >/dev/null
}

# build PRESET [TARGET…]
build() {
    local preset=$1
    shift
    [ -f "$root/build/$preset/build.ninja" ] || (cd "$root" && cmake --preset "$preset")
    (cd "$root" && cmake --build --preset "$preset" ${1:+--target "$@"})
}
