// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace Axess {

/// The places of the pages in the navigation rail; Ctrl and the number plus one chooses.
enum PageNumber {
    OverviewPageNumber,
    SessionsPageNumber,
    UsersPageNumber,
    HistoryPageNumber,
    LivePageNumber,
    KeysPageNumber,
    OperatorLogPageNumber,
    PageCount,
};

} // namespace Axess
