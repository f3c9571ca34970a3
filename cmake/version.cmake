# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# The version stands here and nowhere else.
set(AXESS_VERSION 0.1.0)
