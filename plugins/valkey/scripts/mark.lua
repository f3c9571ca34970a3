-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- What revoking and restoring share.
local function remark(id, row, flag, at, grace, mark, reason)
    local from = reasonFrom(row)
    local marked = row:sub(1, REVOKED) .. string.char(flag) .. row:sub(REVOKED + 2, 11) .. struct.pack('>I2', #reason)
        .. row:sub(KEY + 1, CHANGE) .. pack(number(row, CHANGE) + 1) .. row:sub(STORE_EPOCH + 1, MARK_AT) .. pack(at)
        .. pack(grace) .. mark .. row:sub(WRITE + 1, from) .. reason .. row:sub(from + short(row, 11) + 1)
    redis.call('SET', KEYS[7], marked, 'KEEPTTL')
    redis.call('ZADD', KEYS[1], digits(dueOf(marked)), id .. tenantOf(row))
end
