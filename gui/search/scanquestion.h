// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "search/searchtexts.h"
#include "widgets/messagestrip.h"

namespace Axess {

/// Asks before a store in production is looked through row by row. Once for each search.
class ScanQuestion : public MessageStrip
{
    Q_OBJECT

public:
    explicit ScanQuestion(QWidget *parent = nullptr);

    /// Whether it may run at once. If not it is asked, and `allowed` says when it may.
    bool mayRun(const SessionSearch &search);
    bool isAsking() const { return m_asked.has_value(); }
    void takeBack(); ///< It is not wanted any more.
    void setEstimate(const std::optional<StoreEstimate> &estimate);

Q_SIGNALS:
    void allowed();

private:
    void tell();
    void allow();

    std::optional<StoreEstimate> m_estimate;
    std::optional<SessionSearch> m_asked;
    std::optional<SessionSearch> m_allowed;
};

} // namespace Axess
