# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# lint.sh TREE DEBS: looks at the packages in the folder DEBS from outside: lintian, what the libraries export, where
# they are searched for, what is in which package. ./dev package calls it.
set -euo pipefail

tree=$1 debs=$2
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
failures=0
complain() {
    printf 'FAIL  %s\n' "$1"
    failures=$((failures + 1))
}

packages=(libaxess0 libaxess-metrics0 libaxess-dev axess-plugin-sqlite axess-plugin-postgresql axess-plugin-mysql
    axess-plugin-valkey axess-cli axess-worker axess-console)
for package in "${packages[@]}"; do
    deb=$(compgen -G "$debs/${package}_*.deb") || { complain "there is no $package"; continue; }
    dpkg-deb -x "$deb" "$work/$package"
    dpkg-deb -f "$deb" >"$work/$package.control"
done
[[ $(find "$debs" -name '*.deb' | wc -l) -eq ${#packages[@]} ]] || complain 'there are packages that nobody knows'

lintian --fail-on error,warning --allow-root --no-cfg --color never "$debs"/*.deb || complain 'lintian has complaints'

# holds PACKAGE PATTERN: a file of that package.
holds() { [[ -n $(find "$work/$1" -path "$work/$1/$2" -print -quit) ]] || complain "$1 does not hold $2"; }
# needs PACKAGE FIELD WORD: a relation.
needs() { grep -qE "^$2: (.*, )?$3( |,|\$)" "$work/$1.control" || complain "$1 does not say $2: $3"; }

holds libaxess0 'usr/lib/*/libaxess.so.0'
holds libaxess-metrics0 'usr/lib/*/libaxess-metrics.so.0'
holds libaxess-dev 'usr/include/axess/sessionstore.h'
holds libaxess-dev 'usr/lib/*/cmake/Axess/AxessConfig.cmake'
holds libaxess-dev 'usr/lib/*/pkgconfig/axess.pc'
holds libaxess-dev 'usr/lib/*/libaxess.so'
holds libaxess-dev usr/bin/axess-conformance
holds libaxess-dev usr/share/man/man1/axess-conformance.1.gz
holds libaxess-dev usr/share/bash-completion/completions/axess-conformance
holds libaxess-dev usr/share/zsh/vendor-completions/_axess-conformance
for backend in sqlite postgresql mysql valkey; do
    holds "axess-plugin-$backend" "usr/lib/*/axess/plugins/axess_${backend%ql}*.so"
    needs "axess-plugin-$backend" Depends libaxess0
done
holds axess-cli usr/bin/axessctl
holds axess-cli usr/share/man/man1/axessctl.1.gz
holds axess-cli usr/share/bash-completion/completions/axessctl
holds axess-cli usr/share/zsh/vendor-completions/_axessctl
holds axess-worker usr/lib/systemd/system/axess-worker.service
holds axess-worker etc/axess/worker.env
holds axess-worker usr/share/man/man8/axess-worker.8.gz
holds axess-console usr/bin/axess-console
holds axess-console usr/share/applications/org.axess.Console.desktop
holds axess-console usr/share/metainfo/org.axess.Console.metainfo.xml
holds axess-console usr/share/icons/hicolor/scalable/apps/org.axess.Console.svg
holds axess-console usr/share/icons/hicolor/256x256/apps/org.axess.Console.png
needs libaxess0 Depends libqca-qt6-plugins
needs axess-plugin-sqlite Depends libqt6sql6-sqlite
needs axess-plugin-postgresql Depends libqt6sql6-psql
needs axess-plugin-mysql Depends libqt6sql6-mysql
needs axess-worker Depends axess-cli
needs axess-console Depends qt6-svg-plugins
needs axess-console Depends qt6-translations-l10n
needs libaxess-dev Depends libaxess0
! grep -q prometheus "$work/libaxess0.control" || complain 'libaxess0 wants prometheus-cpp'

# Only what is declared for others leaves a library: names of Axess, and none that is there for its own tests. Types that
# cross the border, and what the standard library's templates make of them, come along.
exports() { nm -DC --defined-only "$1" | cut -d' ' -f3-; }
for library in "$work"/libaxess0/usr/lib/*/libaxess.so.0 "$work"/libaxess-metrics0/usr/lib/*/libaxess-metrics.so.0; do
    others=$(exports "$library" | grep -vE '(\bAxess::|\bqt_|^(std|guard variable|typeinfo|vtable|void|bool|QtPrivate|QtMetaContainerPrivate|QMeta|QtMetaTypePrivate)\b)' || true)
    [[ -z $others ]] || complain "$(basename "$library") exports what is not its own: $(head -n 5 <<<"$others" | tr '\n' ' ')"
    while IFS= read -r name; do
        complain "$(basename "$library") exports $name"
    done < <(exports "$library" | grep -E '^(Axess::(Primitives::|KeyRing::|KeyMaterial::|sealEnvelope)|QCA::)' | head -n 5)
done
for plugin in "$work"/axess-plugin-*/usr/lib/*/axess/plugins/*.so; do
    number=$(nm -D --defined-only "$plugin" | grep -c ' T ' || true)
    ((number <= 2)) || complain "$(basename "$plugin") exports $number functions, and only Qt's two are needed"
done
while IFS= read -r file; do
    [[ -z $(readelf -d "$file" | grep -E 'R(UN)?PATH') ]] || complain "${file#"$work"/} searches for libraries in a place of its own"
    ! grep -qaF -- "$tree" "$file" || complain "${file#"$work"/} names the folder that it was built in"
done < <(find "$work" -type f \( -name '*.so*' -o -path '*/usr/bin/*' \))
! grep -rqF -- "$tree" "$work"/*/usr/lib/*/cmake "$work"/*/usr/lib/*/pkgconfig || complain 'the development files name the folder that it was built in'
[[ $(readelf -d "$work"/libaxess0/usr/lib/*/libaxess.so.0 | grep SONAME) == *'[libaxess.so.0]'* ]] || complain 'the SONAME is another'

for page in "$work"/*/usr/share/man/man?/*.gz; do
    warnings=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null || true)
    [[ -z $warnings ]] || complain "$(basename "$page"): $warnings"
done
for completion in "$work"/*/usr/share/bash-completion/completions/*; do
    shellcheck -s bash -e SC1091,SC2034 "$completion" || complain "the completion $(basename "$completion") is not sound"
done
for script in "$tree"/installer/debian/axess-worker/{postinst,prerm,postrm}; do
    shellcheck "$script" || complain "$(basename "$script") is not sound"
done
bash "$tree/tests/install/desktop.sh" "$tree" "$tree/build/package/installer" || complain 'the desktop entry is not sound'
((failures == 0)) || exit 1
printf 'The %s packages are sound.\n' "${#packages[@]}"
