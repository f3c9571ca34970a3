# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# installers.sh TREE WORK: makes the console's installer and archive, twice, looks at them from outside, and makes the bare roots of
# Debian 12 and 13 below WORK that bundle.sh and run.sh use.
set -euo pipefail

tree=$1 work=$2
here=$tree/tests/install
version=$(sed -n 's/^ *set(AXESS_VERSION \(.*\))$/\1/p' "$tree/cmake/version.cmake")
made=$tree/build/package/installers/$version
name=axess-console-$version-linux-x86_64
source "$here/bareroot.sh"
source "$tree/installer/bundle/libraries.sh"

step() { printf '%(%T)T  %s\n' -1 "$*"; }
fail() { printf 'FAIL  %s\n' "${*: -1}"; exit 1; }

for suite in bookworm trixie; do drop_folder "$work/$suite"; done
mkdir -p -- "$work"

step 'Making the installer, twice'
for round in first second; do
    "$tree/dev" installer >"$work/installer.log" 2>&1 || { tail -n 40 "$work/installer.log"; fail 'no installer'; }
    cp -- "$made/SHA256SUMS" "$work/$round.sums"
done
cmp "$work/first.sums" "$work/second.sums" || fail 'made twice, the archives have different bytes'
size=$(stat -c %s "$made/$name.run")
((size <= 90000000)) || fail "the installer has $size bytes, and 90 MB are allowed"
step "The installer has $((size / 1000000)) MB"

step 'What is in the archive'
rm -rf -- "$work/look"
mkdir -- "$work/look"
tar -xJf "$made/$name.tar.xz" -C "$work/look"
bundle=$work/look/$name
(cd -- "$bundle" && sha256sum --quiet -c manifest.sha256) || fail 'the manifest is not that of the files'
listed=$(wc -l <"$bundle/manifest.sha256")
there=$(find "$bundle" -type f ! -name manifest.sha256 | wc -l)
((listed == there)) || fail "the manifest names $listed files, and there are $there"
for file in plugins/platforms/libq{xcb,offscreen,wayland-generic}.so plugins/sqldrivers/libqsql{ite,psql,mysql}.so \
    plugins/axess/axess_{sqlite,postgres,mysql,valkey}.so plugins/crypto/libqca-ossl.so plugins/tls/libqopensslbackend.so \
    lib/lib{pq.so.5,mariadb.so.3,hiredis.so.1.1.0,stdc++.so.6,gcc_s.so.1,glib-2.0.so.0} translations/qtbase_de.qm; do
    [[ -e $bundle/$file ]] || fail "the bundle has no $file"
done
for notice in libqt6core6t64 libssl3t64 libpq5; do
    grep -qx "$notice, from .*" "$bundle/share/notices.txt" || fail "the notices say nothing of $notice"
done
while IFS= read -r file; do
    is_elf "$file" || continue
    [[ $(readelf -d "$file" | grep -c 'Library rpath: \[$ORIGIN') -eq 1 ]] || fail "$file does not search beside itself first"
    ! grep -qaF -- "$tree" "$file" || fail "$file names the folder that it was built in"
done < <(find "$bundle/libexec" "$bundle/lib" "$bundle/plugins" -type f ! -path '*/lib/libc/*')

step 'How long the console takes to start'
bash "$here/starttime.sh" "$bundle" "$tree/build/package/bin/axess-console" || fail 'the bundle starts too slowly'
rm -rf -- "$work/look"

mapfile -t packages < <(lines "$here/hostpackages.txt")
for suite in bookworm trixie; do
    step "A bare root: $suite"
    root=$work/$suite
    make_bare_root "${packages[@]}"
    ! compgen -G "$root/usr/lib/*/libQt6*" || fail "$suite has Qt"
    as_root install -d -o 1000 -g 1000 /try/ann
    as_root useradd --uid 1000 --home-dir /try/ann ann
    install -D -t "$root/made" -- "$made/$name.run" "$made/$name.tar.xz"
done
