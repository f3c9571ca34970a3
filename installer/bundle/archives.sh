# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# archives.sh TREE BUNDLE FOLDER VERSION: packs a bundle into FOLDER, as a plain archive and as one that unpacks itself and starts the
# setup. SOURCE_DATE_EPOCH is the time of everything in them, so that packing twice gives the same bytes.
set -euo pipefail

tree=$1 bundle=$2 folder=$3 version=$4
here=$tree/installer/bundle
name=axess-console-$version-linux-x86_64
source "$tree/cmake/dev/say.sh"
work=$(mktemp -d "$folder/work-XXXXXX")
trap 'rm -rf -- "$work"' EXIT

same=(--sort=name "--mtime=@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu)
# More threads of xz give other bytes than one, but not than another number of them.
tar "${same[@]}" --transform "s,^\.,$name," -C "$bundle" -cf - . | xz -3 -T2 >"$work/$name.tar.xz"

# makeself's own start keeps options for itself that it does not know, and tells of checksums and of this folder.
header=/usr/share/makeself/makeself-header.sh
awk -v signature="$here/signature.sh.in" '
    /^[ \t]*-\*\)$/ { print "    -*)\n\tbreak ;;"; skip = 5; }
    skip > 0 { skip--; next }
    /Build command was/ { next }
    /MS_Check "\\\$0"/ { while ((getline line < signature) > 0) print line; close(signature); }
    /Error in SHA256 checksums|Unexpected archive size/ {
        sub(/echo .*/, "echo \"\\$1 is damaged; get it once more.\" >\\&2; rmdir \"\\$tmpdir\" 2>/dev/null");
    }
    { print }' "$header" >"$work/header.sh"
grep -q 'is damaged; get it once more' "$work/header.sh" && [[ $(grep -c 'cannot be verified without gpg' "$work/header.sh") -eq 2 ]] &&
    ! grep -q 'Unrecognized flag' "$work/header.sh" || fail 1 "This makeself is another than installer/bundle/archives.sh knows."

mkdir -- "$work/content"
cp -a -- "$bundle" "$work/content/axess-console"
install -m 0755 -- "$here/start.sh" "$work/content/start.sh"
cat >"$work/help" <<'EOF'


 Axess Console:
  $0                                   asks with windows
  $0 --unattended [--prefix FOLDER]    asks nothing and needs no display
  $0 -- --help                         names the other options
EOF
makeself --quiet --tar-quietly --xz --complevel 3 --threads 2 --sha256 --nomd5 --nocrc --nox11 --export-conf --header "$work/header.sh" \
    --help-header "$work/help" --packaging-date "$(LC_ALL=C date -u -d "@$SOURCE_DATE_EPOCH")" \
    --tar-format gnu --tar-extra "--sort=name --mtime=@$SOURCE_DATE_EPOCH --owner=0 --group=0 --numeric-owner" \
    "$work/content" "$work/$name.run" "Axess Console $version" sh ./start.sh
! grep -qaF -- "$folder" "$work/$name.run" || fail 1 "The installer names the folder that it was made in."
chmod 0755 -- "$work/$name.run"
mv -- "$work/$name.tar.xz" "$work/$name.run" "$folder/"
(cd -- "$folder" && sha256sum -- "$name.tar.xz" "$name.run" >SHA256SUMS)
