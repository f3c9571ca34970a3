// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>

#include <hiredis/hiredis.h>

#include <memory>
#include <vector>

namespace Axess {

/// A look into an answer of the server. Valid as long as the ValkeyReply.
class ValkeyView
{
public:
    ValkeyView() = default;
    explicit ValkeyView(const redisReply *reply)
        : m_reply(reply)
    { }

    bool isNull() const { return !m_reply || m_reply->type == REDIS_REPLY_NIL; }
    bool isError() const { return m_reply && m_reply->type == REDIS_REPLY_ERROR; }
    bool isList() const { return m_reply && m_reply->type == REDIS_REPLY_ARRAY; }
    bool isInteger() const { return m_reply && m_reply->type == REDIS_REPLY_INTEGER; }

    /// Text or bytes; empty for anything else.
    QByteArrayView bytes() const
    {
        return m_reply && m_reply->str ? QByteArrayView(m_reply->str, qsizetype(m_reply->len))
                                       : QByteArrayView();
    }
    QByteArray copy() const { return bytes().toByteArray(); }
    /// An integer, also one written as text; 0 for anything else.
    qint64 integer() const { return isInteger() ? m_reply->integer : bytes().toLongLong(); }

    int size() const { return isList() ? int(m_reply->elements) : 0; }
    ValkeyView operator[](int i) const { return i < size() ? ValkeyView(m_reply->element[i]) : ValkeyView(); }

private:
    const redisReply *m_reply = nullptr;
};

/// An answer of the server.
class ValkeyReply
{
public:
    ValkeyReply() = default;
    explicit ValkeyReply(redisReply *reply)
        : m_reply(reply)
    { }

    ValkeyView view() const { return ValkeyView(m_reply.get()); }
    const ValkeyView *operator->() const
    {
        m_view = view();
        return &m_view;
    }
    ValkeyView operator[](int i) const { return view()[i]; }

private:
    struct Free
    {
        void operator()(redisReply *reply) const { freeReplyObject(reply); }
    };
    std::unique_ptr<redisReply, Free> m_reply;
    mutable ValkeyView m_view;
};

using ValkeyReplies = std::vector<ValkeyReply>;

} // namespace Axess
