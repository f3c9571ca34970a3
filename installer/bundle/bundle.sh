# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# bundle.sh TREE BUILD FOLDER: makes in FOLDER the console with everything it needs, to be put anywhere; BUILD is a build of
# the preset "package".
set -euo pipefail

tree=$1 build=$2 bundle=$3
here=$tree/installer/bundle
libraries=/usr/lib/x86_64-linux-gnu
programs=(axess-console axess-setup axessctl)
source "$tree/cmake/dev/say.sh"
source "$here/libraries.sh"
source "$here/notices.sh"

[[ $(uname -m) == x86_64 ]] || fail 1 "Bundles are made on x86_64; this is $(uname -m)."
rm -rf -- "$bundle" "$bundle.origins"
mkdir -p -- "$bundle"/{bin,lib,libexec,plugins/axess,share,translations}

libc=$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")

for program in "${programs[@]}"; do
    install -m 0755 -- "$build/bin/$program" "$bundle/libexec/$program"
    sed -e "s/@LIBC@/$libc/; s/@MAJOR@/${libc%%.*}/g; s/@MINOR@/${libc#*.}/g" "$here/launcher.sh" >"$bundle/bin/$program"
    chmod 0755 -- "$bundle/bin/$program"
done
install -m 0644 -- "$build"/plugins/axess/*.so "$bundle/plugins/axess/"
while read -r folder file; do
    file=${file//%Q/$libraries/qt6/plugins}
    file=${file//%L/$libraries}
    [[ -e $file ]] || fail 1 "There is no $file; install its package, or mend installer/bundle/opened.txt."
    install -D -m 0644 -t "$bundle/$folder" -- "$file"
    printf '%s\n' "$file" >>"$bundle.origins"
done < <(lines "$here/opened.txt")
bring_libraries "$bundle" "$here/hostlibraries.txt" "$build/lib"
# What the build itself made is nobody else's.
sed -i "\\|^$build/|d" "$bundle.origins"
bring_libc "$bundle"
point_inside "$bundle"

translations=("/usr/share/qt6/translations"/qtbase_*.qm)
[[ -e ${translations[0]} ]] || fail 1 "Qt's translations are not installed."
install -m 0644 -t "$bundle/translations" -- "${translations[@]}"
printf '%s\n' "${translations[@]}" >>"$bundle.origins"
# Qt looks beside the program; for a program that the bundle's own loader started, that is beside the loader.
printf '[Paths]\nPrefix = ..\n' >"$bundle/libexec/qt.conf"
printf '[Paths]\nPrefix = ../..\n' >"$bundle/lib/libc/qt.conf"

install -m 0644 -- "$tree/resources/icons/axess-console.svg" "$bundle/share/org.axess.Console.svg"
install -m 0644 -- "$build/installer/console/256.png" "$bundle/share/org.axess.Console.png"
install -m 0644 -- "$tree/installer/console/org.axess.Console.desktop" "$bundle/share/org.axess.Console.desktop"
install -m 0644 -- "$here/components.txt" "$bundle/share/components.txt"
install -m 0644 -- "$tree/LICENSES/GPL-3.0-or-later.txt" "$bundle/share/licence.txt"
install -m 0644 -- "$tree/LICENSES/Apache-2.0.txt" "$bundle/share/licence-Apache-2.0.txt"
notices "$bundle.origins" >"$bundle/share/notices.txt"
printf 'name=axess-console\nversion=%s\narchitecture=x86_64\nlibc=%s\n' "$version" "$libc" >"$bundle/bundle.info"

find "$bundle" -type d -exec chmod 0755 {} +
(cd -- "$bundle" && find . -type f ! -path ./manifest.sha256 -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum --) >"$bundle.manifest"
mv -- "$bundle.manifest" "$bundle/manifest.sha256"
rm -f -- "$bundle.origins"
