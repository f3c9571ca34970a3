-- SPDX-FileCopyrightText: 2026 The Axess authors
-- SPDX-License-Identifier: Apache-2.0

-- What the scripts of the event log share. An event: at (8 bytes), kind, reason, id (16), tenant and user (a size each).
local function encoded(name)
    return (name:gsub('[^A-Za-z0-9_.~-]', function(c) return string.format('%%%02X', c:byte()) end))
end
-- Where the events of this one's user are kept; nothing for a guest.
local function historyOf(event, base)
    local tenantSize = event:byte(27)
    local userSize = event:byte(28 + tenantSize)
    if userSize == 0 then return nil end
    local tenant = event:sub(28, 27 + tenantSize)
    local user = event:sub(29 + tenantSize, 28 + tenantSize + userSize)
    return base .. ':' .. encoded(tenant) .. ':' .. encoded(user)
end
