// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rawjobs.h"

#include "rawrows.h"
#include "subject.h"

#include <hiredis/hiredis.h>

#include <algorithm>
#include <chrono>
#include <memory>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr int BatchRows = 1000;

struct CloseContext
{
    void operator()(redisContext *context) const { redisFree(context); }
};
struct FreeReply
{
    void operator()(redisReply *reply) const { freeReplyObject(reply); }
};
using Context = std::unique_ptr<redisContext, CloseContext>;
using Reply = std::unique_ptr<redisReply, FreeReply>;

Reply nextReply(redisContext *context)
{
    void *reply = nullptr;
    redisGetReply(context, &reply);
    return Reply(static_cast<redisReply *>(reply));
}

class Pipeline
{
public:
    Pipeline(const StoreUrl &url, int rows)
        : m_prefix(url.option(u"prefix"_s).value_or(QString()).toUtf8())
        , m_rows(rows)
    {
        const StoreUrl::Host host = url.hosts().constFirst();
        m_context.reset(redisConnect(host.name.toUtf8().constData(), host.port));
        if (!m_context || m_context->err)
            return;
        const Reply signedIn(static_cast<redisReply *>(redisCommand(m_context.get(), "AUTH %s %s",
                                                                    url.user().toUtf8().constData(),
                                                                    url.password().toUtf8().constData())));
        m_ready = signedIn && signedIn->type == REDIS_REPLY_STATUS;
    }

    bool fill()
    {
        for (int first = 0; m_ready && first < m_rows; first += BatchRows)
            m_ready = put(first, QList<QByteArray>(sizeAt(first), QByteArray(PayloadBytes, 'p')), "raw:");
        return m_ready;
    }

    double rateInto(const QByteArray &target)
    {
        const auto begun = std::chrono::steady_clock::now();
        for (int first = 0; m_ready && first < m_rows; first += BatchRows) {
            const QList<QByteArray> values = read(first);
            m_ready = values.size() == sizeAt(first) && put(first, values, target);
        }
        const auto took = std::chrono::steady_clock::now() - begun;
        return m_ready ? m_rows / std::chrono::duration<double>(took).count() : 0;
    }

private:
    int sizeAt(int first) const { return std::min(BatchRows, m_rows - first); }
    QByteArray key(const QByteArray &kind, int row) const { return m_prefix + kind + RawRows::id(row); }

    QList<QByteArray> read(int first)
    {
        for (int row = first; row < first + sizeAt(first); ++row) {
            const QByteArray name = key("raw:", row);
            redisAppendCommand(m_context.get(), "GET %b", name.constData(), std::size_t(name.size()));
        }
        QList<QByteArray> values;
        for (int row = first; row < first + sizeAt(first); ++row) {
            const Reply reply = nextReply(m_context.get());
            if (reply && reply->type == REDIS_REPLY_STRING)
                values.append(QByteArray(reply->str, qsizetype(reply->len)));
        }
        return values;
    }

    bool put(int first, const QList<QByteArray> &values, const QByteArray &kind)
    {
        for (int i = 0; i < values.size(); ++i) {
            const QByteArray name = key(kind, first + i);
            redisAppendCommand(m_context.get(), "SET %b %b PX 3600000", name.constData(),
                               std::size_t(name.size()), values[i].constData(),
                               std::size_t(values[i].size()));
        }
        bool isDone = true;
        for (int i = 0; i < values.size(); ++i) {
            const Reply reply = nextReply(m_context.get());
            isDone = isDone && reply && reply->type == REDIS_REPLY_STATUS;
        }
        return isDone;
    }

    Context m_context;
    QByteArray m_prefix;
    int m_rows;
    bool m_ready = false;
};

} // namespace

RawJobRates rawValkeyJobs(const StoreUrl &url, int rows)
{
    Pipeline pipeline(url, rows);
    if (!pipeline.fill())
        return {};
    const double reseal = pipeline.rateInto("raw:");
    return {reseal, pipeline.rateInto("raw2:")};
}
