#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# smalldisk.sh SIZE FOLDER COMMAND…: runs a server that finds what is in FOLDER on a disk of this size, in memory.
# Called in a mount namespace of its own, so that nobody else sees it and it is gone with the server.
set -euo pipefail

size=$1 folder=$2
shift 2
small=$(dirname -- "$folder")/../small
mkdir -- "$small"
mount -t tmpfs -o "size=$size" small "$small"
cp -a -- "$folder/." "$small/"
chown --reference="$folder" -- "$small"
chmod --reference="$folder" -- "$small"
mount --bind -- "$small" "$folder"
exec "$@"
