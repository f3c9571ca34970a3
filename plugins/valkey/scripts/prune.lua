-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- What leads to no session leaves a registry, unless somebody is about to write it, and the catalogue of users says what
-- the registry does.
-- KEYS: registry, joining, users, names. ARGV: whether to repair, user's name, time, ids.
-- Answers whether the catalogue was wrong, then the ids that had to go.
local repairs, name, now = ARGV[1] == '1', ARGV[2], tonumber(ARGV[3])
local function last() return redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES') end
local latest, isNamed, deadline = redis.call('ZSCORE', KEYS[3], name), redis.call('ZSCORE', KEYS[4], name), last()
local isWrong
if #deadline == 0 then
    isWrong = latest or isNamed
else
    isWrong = not latest or not isNamed or tonumber(latest) < tonumber(deadline[2])
end
local answer, joining = {isWrong and 1 or 0}, {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. string.format('%.0f', now - 60000), '+inf')) do
    if #member < 32 then joining[member:sub(1, 16)] = true end
end
for i = 4, #ARGV do
    if not joining[ARGV[i]] and redis.call('ZSCORE', KEYS[1], ARGV[i]) then
        answer[#answer + 1] = ARGV[i]
        if repairs then redis.call('ZREM', KEYS[1], ARGV[i]) end
    end
end
if repairs then
    deadline = last()
    if #deadline == 0 then
        redis.call('ZREM', KEYS[3], name)
        redis.call('ZREM', KEYS[4], name)
    else
        redis.call('ZADD', KEYS[3], 'GT', deadline[2], name)
        redis.call('ZADD', KEYS[4], 0, name)
    end
end
return answer
