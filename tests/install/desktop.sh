# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# desktop.sh TREE MADE: whether desktops and software centres understand the console's entry. MADE is the build's
# folder `installer`.
set -euo pipefail

tree=$1 made=$2
entry=$tree/installer/console/org.axess.Console.desktop
metainfo=$made/console/org.axess.Console.metainfo.xml

desktop-file-validate "$entry"
appstreamcli validate --no-net --no-color --explain "$metainfo"

# The picture that it shows is one that there is, and the name of the program's window is the entry's.
pictures=$(grep -oP '(?<=/)docs/pictures/[^<]+' "$metainfo")
[[ -n $pictures ]]
while IFS= read -r picture; do [[ -s $tree/$picture ]]; done <<<"$pictures"
grep -q 'setDesktopFileName(u"org.axess.Console"_s)' "$tree/gui/app/main.cpp"
