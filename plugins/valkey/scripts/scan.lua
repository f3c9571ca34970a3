-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- Looks through the server's keys. KEYS: any of the slot, so that a cluster sends this to who has it.
-- ARGV: cursor, pattern, count.
return redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])
