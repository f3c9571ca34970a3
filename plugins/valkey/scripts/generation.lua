-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- KEYS: generation. ARGV: at least. Numbers as digits: they may be longer than Lua's.
local standing = redis.call('GET', KEYS[1]) or '0'
local isLess = #standing < #ARGV[1]
if #standing == #ARGV[1] and standing ~= ARGV[1] then
    for i = 1, #standing do
        if standing:byte(i) ~= ARGV[1]:byte(i) then
            isLess = standing:byte(i) < ARGV[1]:byte(i)
            break
        end
    end
end
if isLess then redis.call('SET', KEYS[1], ARGV[1]) end
return 1
