-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- KEYS: created. ARGV: what the keys of the bucket's sessions begin with. Answers key ids and how many rows each has.
local counts, answer = {}, {}
local hex = string.rep('%02x', 16)
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    local key = redis.call('GETRANGE', ARGV[1] .. hex:format(id:byte(1, 16)), 13, 16)
    if key ~= '' then counts[key] = (counts[key] or 0) + 1 end
end
for key, count in pairs(counts) do
    answer[#answer + 1] = key
    answer[#answer + 1] = count
end
return answer
