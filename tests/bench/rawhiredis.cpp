// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rawrows.h"
#include "rawserver.h"

#include <hiredis/hiredis.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

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

bool isOk(const Reply &reply)
{
    return reply && reply->type == REDIS_REPLY_STATUS && qstrcmp(reply->str, "OK") == 0;
}

Context connectTo(const StoreUrl &url)
{
    const StoreUrl::Host host = url.hosts().constFirst();
    Context context(redisConnect(host.name.toUtf8().constData(), host.port));
    if (!context || context->err)
        return nullptr;
    const Reply signedIn(static_cast<redisReply *>(redisCommand(
        context.get(), "AUTH %s %s", url.user().toUtf8().constData(), url.password().toUtf8().constData())));
    return isOk(signedIn) ? std::move(context) : nullptr;
}

class HiredisCaller final : public Caller
{
public:
    HiredisCaller(const StoreUrl &url, const QByteArray &prefix, int first, int count)
        : m_context(connectTo(url))
        , m_prefix(prefix)
        , m_first(first)
        , m_count(count)
    { }

    bool perform(Operation operation) override
    {
        if (!m_context)
            return false;
        const QByteArray key = m_prefix + RawRows::id(m_first + m_next++ % m_count);
        if (operation == Operation::Load)
            return load(key);
        return operation == Operation::Save ? save(key) : touch(key);
    }

private:
    bool save(const QByteArray &key)
    {
        return isOk(Reply(static_cast<redisReply *>(
            redisCommand(m_context.get(), "SET %b %b PX 3600000", key.constData(), std::size_t(key.size()),
                         m_payload.constData(), std::size_t(m_payload.size())))));
    }

    bool load(const QByteArray &key)
    {
        const Reply reply(static_cast<redisReply *>(
            redisCommand(m_context.get(), "GET %b", key.constData(), std::size_t(key.size()))));
        return reply && reply->type == REDIS_REPLY_STRING
            && QByteArray(reply->str, qsizetype(reply->len)).size() == PayloadBytes;
    }

    bool touch(const QByteArray &key)
    {
        const Reply reply(static_cast<redisReply *>(
            redisCommand(m_context.get(), "PEXPIRE %b 3600000", key.constData(), std::size_t(key.size()))));
        return reply && reply->type == REDIS_REPLY_INTEGER && reply->integer == 1;
    }

    Context m_context;
    QByteArray m_prefix;
    QByteArray m_payload = QByteArray(PayloadBytes, 's');
    int m_first = 0;
    int m_count = 1;
    int m_next = 0;
};

class Hiredis final : public Subject
{
public:
    Hiredis(const StoreUrl &url, int rows)
        : m_url(url)
        , m_prefix(url.option(u"prefix"_s).value_or(QString()).toUtf8() + "raw:")
        , m_rows(rows)
    { }

    QString name() const override { return u"raw hiredis loop"_s; }
    bool can(Operation operation) const override { return operation <= Operation::Touch; }
    std::unique_ptr<Caller> caller(int index, int callers) override { return callerOf(index, callers); }

    bool fill()
    {
        const auto caller = callerOf(0, 1);
        for (int row = 0; row < m_rows; ++row) {
            if (!caller->perform(Operation::Save))
                return false;
        }
        return true;
    }

private:
    std::unique_ptr<HiredisCaller> callerOf(int index, int callers) const
    {
        const int share = m_rows / callers;
        return std::make_unique<HiredisCaller>(m_url, m_prefix, index * share, share);
    }

    StoreUrl m_url;
    QByteArray m_prefix;
    int m_rows;
};

} // namespace

std::unique_ptr<Subject> rawHiredisSubject(const StoreUrl &url, int rows)
{
    auto subject = std::make_unique<Hiredis>(url, rows);
    return subject->fill() ? std::move(subject) : nullptr;
}
