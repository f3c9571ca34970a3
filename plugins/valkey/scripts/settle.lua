-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- What stands where a write may have landed whose answer was lost. Answers the row.
stamp()
return redis.call('GET', KEYS[7])
