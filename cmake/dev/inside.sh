# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# inside.sh TREE VERB ARGUMENT…: runs a verb where the packages are.
set -euo pipefail

tree=$1 verb=$2
shift 2
parts=$tree/cmake/dev
source "$parts/say.sh"
source "$parts/cmake.sh"
source "$parts/verbs/$verb.sh"
