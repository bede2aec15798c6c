#!/bin/sh
# Makes the Debian package, and the image for containers: make.sh HOME JDK FOLDER [KEY [image]]. Called by ./shisa package,
# after the build.
#
# The same commit, JDK and libraries give the same bytes: times are those of the commit, owners are root, orders are sorted.
# The start-up cache is not in it, because the JVM writes another one each time and it belongs to one kind of processor.
# The bill of materials that the build made, with the run time and what else comes along, goes into the package and beside it.
set -eu
export LC_ALL=C TZ=UTC
umask 022
home=$1
jdk=$2
out=$3
key=${4:-}
case $key in '' | /*) ;; *) key=$PWD/$key ;; esac
image=${5:-}

# What the server, the database's driver, PDF and office files, and people's languages need of the JDK.
MODULES=java.se,jdk.charsets,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.localedata,jdk.management,jdk.naming.dns,jdk.unsupported,jdk.zipfs

commit=$(git -C "$home" rev-parse HEAD)
SOURCE_DATE_EPOCH=$(git -C "$home" log -1 --format=%ct)
export SOURCE_DATE_EPOCH
number=$(sed -n 's:^  <version>\(.*\)-SNAPSHOT</version>$:\1:p' "$home/pom.xml" | head -n 1)
version=$number~$(date -d "@$SOURCE_DATE_EPOCH" +%Y%m%d).$(printf %.8s "$commit")
if [ -n "$(git -C "$home" status --porcelain --untracked-files=no)" ]; then version=$version+changed; fi
architecture=$(dpkg --print-architecture)
name=shisa_${version}_$architecture

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
place=$tree/usr/lib/shisa
doc=$tree/usr/share/doc/shisa
mkdir -p "$place/apps/server/target" "$place/apps/cli/target" "$doc" "$tree/DEBIAN" "$tree/etc/shisa" \
    "$tree/usr/lib/systemd/system" "$tree/usr/bin" "$out"
cp "$home/shisa" "$home/pom.xml" "$place/"
echo "$version" >"$place/version"
cp -r "$home/apps/server/target/app" "$place/apps/server/target/app"
cp -r "$home/apps/cli/target/app" "$place/apps/cli/target/app"
rm -f "$place/apps/server/target/app/shisa.aot"
"$jdk/bin/java" "$home/ops/package/Proxies.java" "$place/apps/server/target/app/shisa.jar"
echo package >"$place/apps/server/target/app/built"
: >"$place/apps/cli/target/app/built"
cp -r "$home/demo" "$place/demo"
cp -r "$home/docs" "$home/ops/proxy" "$home/ops/prometheus" "$home/README.md" "$home/README.ja.md" "$home/SECURITY.md" \
    "$home/ARCHITECTURE.md" "$home/NOTICE" "$doc/"
cp "$home/LICENSE" "$doc/copyright"
ln -s ../lib/shisa/shisa "$tree/usr/bin/shisa"
sed -e 's#/opt/shisa/docs#/usr/share/doc/shisa/docs#; s#/opt/shisa#/usr/lib/shisa#g' "$home/ops/systemd/shisa.service" \
    >"$tree/usr/lib/systemd/system/shisa.service"
# Debugging words are left out of classes only: the libraries have none, and objcopy is not on every machine.
"$jdk/bin/jlink" --add-modules "$MODULES" --include-locales=en,ja --strip-java-debug-attributes --no-header-files \
    --no-man-pages --output "$place/runtime"
# bill OUT [more]: the bill of materials with what this brings along
bill() {
    at=$1
    shift
    "$jdk/bin/java" -cp "$place/apps/server/target/app/lib/*" "$home/ops/package/Bill.java" \
        "$home/apps/server/target/classes/META-INF/sbom/application.cdx.json" "$place/runtime/release" "$at" "$@"
}
bill "$place/sbom.cdx.json"
ln -s ../../../lib/shisa/sbom.cdx.json "$doc/sbom.cdx.json"
cp "$place/sbom.cdx.json" "$out/$name.deb.cdx.json"
cat >"$tree/etc/shisa/shisa.env" <<'END'
# Settings of the service, such as SHISA_JAVA_OPTIONS=-Xmx1g or SHISA_LOG_FORMAT=json.
END
echo /etc/shisa/shisa.env >"$tree/DEBIAN/conffiles"
cat >"$tree/DEBIAN/control" <<END
Package: shisa
Version: $version
Architecture: $architecture
Maintainer: The Shisa authors <shisa@localhost>
Installed-Size: $(find "$tree" -type f -printf '%s\n' | awk '{ sum += int(($1 + 1023) / 1024) } END { print sum }')
Depends: libc6, libgcc-s1, libstdc++6, passwd, util-linux, coreutils, sed, grep, findutils
Recommends: systemd
Section: web
Priority: optional
Description: from security policy to patch, for makers of IoT products
 Takes a maker through Japan's guides for product security, with proof. Brings
 its own Java run time and PostgreSQL; data are in /var/lib/shisa.
END
cat >"$tree/DEBIAN/postinst" <<'END'
#!/bin/sh
set -e
if [ "$1" = configure ]; then
    getent passwd shisa >/dev/null ||
        useradd --system --user-group --home-dir /var/lib/shisa --shell /usr/sbin/nologin shisa
    install -d -m 0700 -o shisa -g shisa /var/lib/shisa
    if [ -d /run/systemd/system ]; then
        systemctl daemon-reload
        [ -z "$2" ] || systemctl try-restart shisa.service
    fi
fi
END
cat >"$tree/DEBIAN/prerm" <<'END'
#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then systemctl disable --now shisa.service; fi
END
cat >"$tree/DEBIAN/postrm" <<'END'
#!/bin/sh
set -e
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
# Nobody loses a ledger and open cases to a package manager.
if [ "$1" = purge ] && [ -d /var/lib/shisa ]; then
    case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    ja*) echo "Shisaのデータは /var/lib/shisa に残っています。不要なら、確かめてから rm -r /var/lib/shisa で消してください。" >&2 ;;
    *) echo "The data of Shisa stay in /var/lib/shisa; whoever is sure removes them: rm -r /var/lib/shisa" >&2 ;;
    esac
fi
END
chmod 755 "$tree/DEBIAN/postinst" "$tree/DEBIAN/prerm" "$tree/DEBIAN/postrm"
chmod -R u=rwX,go=rX "$tree"
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
# Libraries are compressed already; xz would take minutes for little.
dpkg-deb --root-owner-group -Zgzip --build "$tree" "$out/$name.deb" >/dev/null

made=$name.deb
if [ -n "$image" ]; then
    # One layer for each that changes at its own pace. Links become files, because Jib knows none.
    list=$home/ops/image/packages.$architecture
    layers=$work/layers
    mkdir -p "$layers/runtime/usr/lib/shisa" "$layers/libraries/usr/lib/shisa/apps/server/target/app" \
        "$layers/shisa/usr/lib" "$layers/shisa/usr/share/doc"
    "$home/ops/image/base.sh" "$list" "$home/target/debian" "$layers/system"
    cp -r -L "$place/runtime" "$layers/runtime/usr/lib/shisa/"
    cp -r "$place/apps/server/target/app/lib" "$layers/libraries/usr/lib/shisa/apps/server/target/app/"
    cp -r "$place" "$layers/shisa/usr/lib/"
    rm -r "$layers/shisa/usr/lib/shisa/runtime" "$layers/shisa/usr/lib/shisa/apps/server/target/app/lib"
    bill "$out/$name.oci.cdx.json" "$list" "$architecture" "$(cut -d . -f 1 "$layers/system/etc/debian_version")"
    cp "$out/$name.oci.cdx.json" "$layers/shisa/usr/lib/shisa/sbom.cdx.json"
    rm "$doc/sbom.cdx.json"
    cp -r "$doc" "$layers/shisa/usr/share/doc/"
    cp "$out/$name.oci.cdx.json" "$layers/shisa/usr/share/doc/shisa/sbom.cdx.json"
    # A tag has no "~" and no "+".
    "$jdk/bin/java" -jar "$home/ops/image/target/app/shisa-image.jar" "$out/$name.oci.tar" \
        "shisa:$(echo "$version" | tr '~+' '--')" "$architecture" "$commit" "$SOURCE_DATE_EPOCH" \
        "system=$layers/system" "runtime=$layers/runtime" "libraries=$layers/libraries" "shisa=$layers/shisa"
    made="$made $name.oci.tar"
fi

# What they were made of: a statement of in-toto with SLSA's predicate, in an envelope (DSSE) whose signature covers it.
sum() { sha256sum "$1" | cut -c 1-64; }
{
    printf '{"_type":"https://in-toto.io/Statement/v1","subject":['
    comma=
    for each in $made; do
        printf '%s{"name":"%s","digest":{"sha256":"%s"}}' "$comma" "$each" "$(sum "$out/$each")"
        comma=,
    done
    printf '],'
    printf '"predicateType":"https://slsa.dev/provenance/v1","predicate":{"buildDefinition":{'
    printf '"buildType":"https://shisa.dev/package/v1","externalParameters":{"commit":"%s"},' "$commit"
    printf '"internalParameters":{"modules":"%s"},"resolvedDependencies":[' "$MODULES"
    printf '{"name":"source","digest":{"gitCommit":"%s"}}' "$commit"
    printf ',{"name":"jdk %s","digest":{"sha256":"%s"}}' \
        "$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$jdk/release")" "$(sum "$jdk/lib/modules")"
    for jar in "$place"/apps/server/target/app/lib/*.jar "$place"/apps/cli/target/app/*.jar; do
        printf ',{"name":"%s","digest":{"sha256":"%s"}}' "$(basename "$jar")" "$(sum "$jar")"
    done
    if [ -n "$image" ]; then
        grep -v '^#' "$list" | while read -r package number digest _; do
            printf ',{"name":"%s %s","digest":{"sha256":"%s"}}' "$package" "$number" "$digest"
        done
    fi
    printf ']},"runDetails":{"builder":{"id":"https://shisa.dev/package/by-hand"},"metadata":{}}}}'
} >"$work/statement"
type=application/vnd.in-toto+json
if [ -n "$key" ]; then
    {
        printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c <"$work/statement")"
        cat "$work/statement"
    } >"$work/signed"
    openssl pkeyutl -sign -inkey "$key" -rawin -in "$work/signed" -out "$work/signature"
    printf '{"payloadType":"%s","payload":"%s","signatures":[{"sig":"%s"}]}\n' \
        "$type" "$(base64 -w 0 "$work/statement")" "$(base64 -w 0 "$work/signature")" >"$out/$name.intoto.jsonl"
else
    cp "$work/statement" "$out/$name.statement.json"
fi
cd "$out"
sha256sum "$name".* | grep -v 'SHA256SUMS' >"$name.SHA256SUMS"
if [ -n "$key" ]; then
    openssl pkeyutl -sign -inkey "$key" -rawin -in "$name.SHA256SUMS" -out "$name.SHA256SUMS.sig"
fi
for each in $made; do
    echo "$out/$each"
done
