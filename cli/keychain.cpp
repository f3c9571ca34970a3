// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "keychain.h"

#include <axess/randomsource.h>

#include <qt6keychain/keychain.h>

#include <QtCore/qeventloop.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

const QString service = u"axess"_s;

// Ends when the job does; it deletes itself no sooner than we have looked at it.
void perform(QKeychain::Job &job)
{
    job.setAutoDelete(false);
    job.setInsecureFallback(false);
    QEventLoop loop;
    QObject::connect(&job, &QKeychain::Job::finished, &loop, &QEventLoop::quit);
    job.start();
    loop.exec();
}

std::unexpected<Error> failed(const QKeychain::Job &job, const QString &name)
{
    const auto told = [&](ErrorCode code, const QString &sentence) {
        return std::unexpected(Error(code, u"The keychain's entry “%1”: %2"_s.arg(name, sentence)));
    };
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return told(ErrorCode::KeyMissing,
                    u"there is none; `axessctl key generate --keychain %1` makes one"_s.arg(name));
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return told(ErrorCode::Denied, u"it may not be read"_s);
    default:
        return told(ErrorCode::Unavailable,
                    u"no keychain answers here (%1). One runs in a desktop session; on a server use "
                    "--root-key-file"_s.arg(job.errorString()));
    }
}

} // namespace

Result<RootKey> Keychain::rootKey(const QString &name)
{
    QKeychain::ReadPasswordJob job(service);
    job.setKey(name);
    perform(job);
    if (job.error() != QKeychain::NoError)
        return failed(job, name);
    QByteArray text = job.textData().toLatin1();
    QByteArray bytes = QByteArray::fromHex(text);
    const bool isKey = text.size() == 2 * RootKey::Size && bytes.size() == RootKey::Size;
    SecretBytes key {QByteArrayView(bytes)};
    text.fill('\0');
    bytes.fill('\0');
    if (!isKey)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"The keychain's entry “%1” is no root key of 64 hexadecimal digits"_s.arg(name)));
    return RootKey::fromBytes(std::move(key));
}

Result<void> Keychain::generate(RandomSource &random, const QString &name)
{
    const auto standing = rootKey(name);
    if (standing || standing.error().code() == ErrorCode::InvalidArgument)
        return std::unexpected(
            Error(ErrorCode::Conflict,
                  u"The keychain has an entry “%1” already; a key is never overwritten"_s.arg(name)));
    if (standing.error().code() != ErrorCode::KeyMissing)
        return std::unexpected(standing.error());
    const auto key = SecretBytes::random(random, RootKey::Size);
    if (!key)
        return std::unexpected(key.error());
    QKeychain::WritePasswordJob job(service);
    job.setKey(name);
    job.setTextData(QString::fromLatin1(key->view().toByteArray().toHex()));
    perform(job);
    return job.error() == QKeychain::NoError ? Result<void>() : failed(job, name);
}
