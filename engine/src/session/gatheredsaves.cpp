// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "gatheredsaves_p.h"

#include "sessionwriter_p.h"

#include <QtCore/qset.h>

#include <algorithm>
#include <exception>
#include <iterator>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

using Save = GatheredSaves::Save;
using Answer = Result<SessionRow>;

// As many calls are looked at for one batch as CallQueue looks at.
constexpr std::size_t mostSkipped = 256;

std::vector<Answer> saved(SessionStore &store, std::span<const Save> saves)
{
    std::vector<SessionRow> rows;
    for (const Save &save : saves)
        rows.push_back(save.row);
    return SessionWriter(store.core()).update(rows);
}

} // namespace

bool GatheredSaves::add(Save save)
{
    const std::lock_guard lock(m_mutex);
    m_waiting.push_back(std::move(save));
    if (m_workers >= m_mostWorkers)
        return false;
    ++m_workers;
    return true;
}

std::size_t GatheredSaves::waiting() const
{
    const std::lock_guard lock(m_mutex);
    return m_waiting.size();
}

std::vector<Save> GatheredSaves::take()
{
    const std::lock_guard lock(m_mutex);
    std::vector<Save> together;
    std::vector<Save> skipped;
    QSet<SessionId> ids;
    while (!m_waiting.empty() && together.size() < MostTogether && skipped.size() < mostSkipped) {
        Save next = std::move(m_waiting.front());
        m_waiting.pop_front();
        const bool isNew = !ids.contains(next.row.id);
        ids.insert(next.row.id);
        (isNew ? together : skipped).push_back(std::move(next));
    }
    m_waiting.insert(m_waiting.begin(), std::move_iterator(skipped.begin()),
                     std::move_iterator(skipped.end()));
    return together;
}

void GatheredSaves::work(const std::function<void()> &wantThread)
{
    std::vector<Save> saves = take();
    const auto late
        = std::ranges::stable_partition(saves, [](const Save &save) { return !save.begins.hasPassed(); });
    const std::span begun(saves.begin(), late.begin());
    std::exception_ptr thrown;
    std::vector<Answer> answers;
    try {
        answers = saved(*m_store, begun);
    } catch (...) {
        thrown = std::current_exception();
    }
    answers.resize(
        saves.size(),
        std::unexpected(Error(ErrorCode::Unavailable,
                              u"All threads were busy during the call's time; it was not begun"_s)));
    if (!isDone())
        wantThread();
    // All results before the first continuation, which may ask for another's.
    for (std::size_t i = 0; i < saves.size(); ++i) {
        if (thrown && i < begun.size())
            saves[i].promise.setException(thrown);
        else
            saves[i].promise.addResult(std::move(answers[i]));
    }
    for (Save &save : saves)
        save.promise.finish();
}

bool GatheredSaves::isDone()
{
    const std::lock_guard lock(m_mutex);
    if (!m_waiting.empty())
        return false;
    --m_workers;
    return true;
}

} // namespace Axess
