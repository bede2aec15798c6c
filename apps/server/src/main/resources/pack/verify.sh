#!/bin/sh
# Verifies this evidence pack with coreutils, sed, grep, find and OpenSSL 3 alone.
#   sh verify.sh [VKEY ...]     VKEY: key of a log, if you got it from elsewhere than this pack
set -eu
export LC_ALL=C
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bad() { echo "NG: $1" >&2; exit 1; }
sha() { sha256sum | cut -c1-64; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
raw() { printf %s "$1" | tr a-f A-F | basenc -d --base16; }

# NOTE VKEY: the log's Ed25519 key signs the text before the empty line (C2SP signed-note).
signed() {
    sed '/^$/,$d' "$1" >"$work/text"
    { raw 302a300506032b6570032100; printf %s "${2#*+*+}" | base64 -d | tail -c 32; } >"$work/key"
    sed '1,/^$/d' "$1" | grep -F "— ${2%%+*} " | cut -d' ' -f3 | base64 -d | tail -c +5 >"$work/signature"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key" -rawin -in "$work/text" \
        -sigfile "$work/signature" >/dev/null 2>&1 || bad "$1 is not signed by $2"
}

# RECORD NOTE: its content gives the commitment of its entry, its entry and path the root in NOTE (C2SP tlog-proof).
proven() {
    if [ -f "$1.content" ]; then
        grep -qF "\"commitment\":\"$(sha <"$1.content")\"" "$1.entry.json" || bad "$1.content is not what $1.entry.json commits to"
    fi
    node=$(sed -n 's/^index \([0-9]*\)$/\1/p' "$1.tlog-proof")
    last=$(($(sed -n 2p "$2") - 1))
    hash=$({ printf '\000'; cat "$1.entry.json"; } | sha)
    for line in $(sed '/^$/,$d; 1d; /^index /d' "$1.tlog-proof"); do
        sibling=$(printf %s "$line" | base64 -d | hex)
        if [ $((node % 2)) = 1 ] || [ "$node" = "$last" ]; then
            hash=$(raw "01$sibling$hash" | sha)
            while [ $((node % 2)) = 0 ] && [ "$node" != 0 ]; do node=$((node / 2)); last=$((last / 2)); done
        else
            hash=$(raw "01$hash$sibling" | sha)
        fi
        node=$((node / 2)); last=$((last / 2))
    done
    [ "$last" = 0 ] && [ "$hash" = "$(sed -n 3p "$2" | base64 -d | hex)" ] || bad "$1 is not in the log"
}

# 1. Every file is the one that the manifest names, and there is no other.
sed -n 's/^{"name":"\([A-Za-z0-9._/-]*\)","sha256":"\([0-9a-f]*\)".*/\2  \1/p' manifest.json >"$work/sums"
[ -s "$work/sums" ] || bad "manifest.json names no files"
sha256sum --strict --quiet -c "$work/sums" || bad "files are not as manifest.json says"
{ cut -c67- "$work/sums"; printf 'manifest.%s\n' content entry.json json tlog-proof; } | sort >"$work/named"
find . ! -type d | cut -c3- | sort | comm -3 - "$work/named" >"$work/other"
[ ! -s "$work/other" ] || bad "manifest.json does not name, or there is not: $(cat "$work/other")"

# 2. The checkpoints are signed; the manifest itself is recorded in a log.
sed '1,/^$/d' manifest.tlog-proof >"$work/note"
for folder in logs/*; do
    vkey=$(cat "$folder/vkey")
    signed "$folder/checkpoint" "$vkey"
    [ "$(sed -n 1p "$folder/checkpoint")" = "${vkey%%+*}" ] || bad "$folder/checkpoint is of another log"
    if [ "$(sed -n 1p "$work/note")" = "${vkey%%+*}" ]; then signed "$work/note" "$vkey" && : >"$work/sealed"; fi
    if [ $# = 0 ]; then echo "key of $folder, came with the pack: compare its fingerprint $(printf %s "$vkey" | sha)"; fi
    known=$#
    for given in "$@"; do [ "$given" != "$vkey" ] || known=0; done
    [ "$known" = 0 ] || bad "$folder/vkey is none of the keys given"
done
[ -f "$work/sealed" ] || bad "the manifest is recorded in a log whose key is not here"
grep -qF "\"manifest\":\"$(sha <manifest.json)\"" manifest.content || bad "manifest.json is not the one that was recorded"
proven manifest "$work/note"

# 3. Every record is in its log.
count=0
for entry in records/*.entry.json; do
    record=${entry%.entry.json}
    number=${record#records/}
    sed '1,/^$/d' "$record.tlog-proof" | cmp -s - "logs/${number%-*}/checkpoint" || bad "$record.tlog-proof has another checkpoint"
    grep -qx "index ${number#*-}" "$record.tlog-proof" || bad "$record.tlog-proof is for another record"
    proven "$record" "logs/${number%-*}/checkpoint"
    count=$((count + 1))
done
echo "OK: $(wc -l <"$work/sums") files are as they were packed, $count records are in the log as they were written"
