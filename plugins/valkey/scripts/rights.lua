-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- Which commands this user may not call. KEYS: one of ours. ARGV: commands whose first argument is a key.
local lacking = {}
for _, name in ipairs(ARGV) do
    if not redis.acl_check_cmd(name, KEYS[1]) then lacking[#lacking + 1] = name end
end
return lacking
