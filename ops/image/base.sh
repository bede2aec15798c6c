#!/bin/sh
# The system below Shisa in the image for containers, taken out of Debian's packages.
#
#   base.sh LIST STORE TREE   puts the packages of LIST, fetched by apt into STORE, together in TREE
#   base.sh --renew LIST      writes the versions and sums into LIST that apt offers now, for the kind of computer that
#                             the end of its name says
#
# Each line of the list: package, version, SHA-256, licence (an expression of SPDX) and the places that are kept, both with
# commas. Licences and the record of what is installed are always kept; manuals and translations never.
# Ends with 1 when a package is not offered any more or is another one than the list says.
set -eu
export LC_ALL=C
umask 022

lines() {
    grep -v -e '^#' -e '^$' "$1"
}

if [ "$1" = --renew ]; then
    apt=$(mktemp -d)
    trap 'rm -rf "$apt"' EXIT
    mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial"
    : >"$apt/status"
    # Lists of its own: this machine may be of another kind.
    cat >"$apt/conf" <<END
APT::Architecture "${2##*.}";
APT::Architectures { "${2##*.}"; };
APT::Sandbox::User "root";
Dir::State "$apt/state";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
END
    APT_CONFIG=$apt/conf
    export APT_CONFIG
    apt-get update -qq
    grep '^#' "$2" >"$2.new"
    lines "$2" | while read -r package _ _ licence places; do
        apt-cache show --no-all-versions "$package" |
            sed -n 's/^Version: /version /p; s/^SHA256: /sum /p' >"$2.shown"
        printf '%s %s %s %s %s\n' "$package" "$(sed -n 's/^version //p' "$2.shown")" \
            "$(sed -n 's/^sum //p' "$2.shown")" "$licence" "$places" >>"$2.new"
    done
    rm -f "$2.shown"
    mv "$2.new" "$2"
    exit
fi

list=$1
mkdir -p "$2" "$3"
store=$(cd "$2" && pwd -P)
tree=$(cd "$3" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$tree/var/lib/dpkg/status.d"
lines "$list" >"$work/list"
while read -r package version sum licence places; do
    file=$store/$sum.deb
    if [ ! -f "$file" ]; then
        mkdir "$work/fetched"
        if ! (cd "$work/fetched" && apt-get download -qq -o APT::Sandbox::User=root "$package=$version" >&2); then
            echo "$package $version cannot be had; if there is a newer one: $0 --renew $list" >&2
            exit 1
        fi
        mv "$work"/fetched/*.deb "$file"
        rmdir "$work/fetched"
    fi
    if [ "$(sha256sum "$file" | cut -c 1-64)" != "$sum" ]; then
        rm -f "$file"
        echo "$package $version is not the one of the list: its SHA-256 is another" >&2
        exit 1
    fi
    mkdir "$work/one"
    dpkg-deb -x "$file" "$work/one"
    dpkg-deb -f "$file" >"$tree/var/lib/dpkg/status.d/$package"
    # Links become files, because Jib knows none; one that begins at the root means the package's, not this machine's.
    find "$work/one" -type l -lname '/*' | while read -r link; do
        ln -s -f "$work/one$(readlink "$link")" "$link"
    done
    (
        cd "$work/one"
        for place in $(echo "$places" | tr ',' ' ') usr/share/doc/*/copyright; do
            case $place in *'*'*) continue ;; esac
            cp -r -L --parents "$place" "$tree"
        done
    ) || {
        echo "$package $version has not what the list keeps of it" >&2
        exit 1
    }
    rm -rf "$work/one"
done <"$work/list"
rm -rf "$tree/usr/share/man" "$tree/usr/share/info" "$tree/usr/share/locale" "$tree/usr/share/lintian"
find "$tree/usr/share/doc" -type f ! -name copyright -delete
# Nothing in it may give rights to who starts it.
find "$tree" -type f -exec chmod u-s,g-s {} +
mkdir -p "$tree/etc" "$tree/run" "$tree/proc" "$tree/sys" "$tree/dev"
printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'shisa:x:10001:10001:Shisa:/var/lib/shisa:/bin/sh' >"$tree/etc/passwd"
printf '%s\n' 'root:x:0:' 'shisa:x:10001:' >"$tree/etc/group"
printf '%s\n' 'passwd: files' 'group: files' 'hosts: files dns' >"$tree/etc/nsswitch.conf"
