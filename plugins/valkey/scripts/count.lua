-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- KEYS: sessions. Answers key ids and how many rows each has.
local counts, answer = {}, {}
for _, session in ipairs(KEYS) do
    local key = redis.call('GETRANGE', session, 13, 16)
    if key ~= '' then counts[key] = (counts[key] or 0) + 1 end
end
for key, count in pairs(counts) do
    answer[#answer + 1] = key
    answer[#answer + 1] = count
end
return answer
