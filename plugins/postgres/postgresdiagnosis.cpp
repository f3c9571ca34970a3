// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "postgresdiagnosis.h"

#include "postgreserrors.h"

#include <QtCore/qregularexpression.h>

#include <libpq-fe.h>

#include <algorithm>
#include <clocale>
#include <memory>
#include <poll.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

struct Sign
{
    const char *text; ///< As libpq and OpenSSL say it in English.
    ErrorCode code;
    const char *sentence;
};

// Failures on this side have no code. The first that fits.
constexpr Sign Signs[] = {
    {"could not translate host name", ErrorCode::Unavailable,
     "The server's name is not known here; check the host of the store's URL and the name service."},
    {"does not match host name", ErrorCode::Denied,
     "The server's certificate is for another name; use the name that it was made for as the URL's host."},
    // libpq does not say which of both it is.
    {"certificate verify failed", ErrorCode::Denied,
     "The server's certificate has expired, or is not signed by whom the store trusts; renew it, or name its "
     "authority as sslrootcert."},
    {"root certificate file", ErrorCode::InvalidArgument,
     "The file of the option sslrootcert cannot be read."},
    {"certificate file", ErrorCode::InvalidArgument, "The file of the option sslcert cannot be read."},
    {"private key file", ErrorCode::InvalidArgument,
     "The file of the option sslkey cannot be read, or others may read it."},
    {"server does not support SSL", ErrorCode::Denied,
     "The server speaks no TLS; turn it on there, or set sslmode=disable if the way to it is safe."},
    {"Connection refused", ErrorCode::Unavailable,
     "Nothing listens there; check host and port, and whether the server runs."},
    {"No such file or directory", ErrorCode::Unavailable,
     "There is no such socket; check the option socket, and whether the server runs."},
    {"session is read-only", ErrorCode::Unavailable, "None of the servers lets write now."},
    {"timeout expired", ErrorCode::Unavailable, "The server did not answer in time."},
    {"expected authentication request", ErrorCode::InvalidArgument,
     "What listens there is not PostgreSQL; check the port of the store's URL."},
    {"received invalid response to SSL negotiation", ErrorCode::InvalidArgument,
     "What listens there is not PostgreSQL; check the port of the store's URL."},
    {"server closed the connection unexpectedly", ErrorCode::Unavailable,
     "The server closed the connection at once; is it PostgreSQL, and does it run well?"},
    {"no password supplied", ErrorCode::Denied,
     "The server wants a password; give one in the URL or by AXESS_STORE_PASSWORD_FILE."},
};

// libpq's messages and the system's in English, in this thread alone.
class EnglishThread
{
public:
    EnglishThread()
        : m_english(newlocale(LC_ALL_MASK, "C", nullptr))
        , m_before(uselocale(m_english))
    { }
    ~EnglishThread()
    {
        uselocale(m_before);
        freelocale(m_english);
    }
    Q_DISABLE_COPY_MOVE(EnglishThread)

private:
    locale_t m_english;
    locale_t m_before;
};

bool waitFor(int socket, short events, const Deadline &deadline)
{
    pollfd waited {socket, events, 0};
    return poll(&waited, 1, int(std::max<qint64>(1, deadline.remaining().count()))) > 0;
}

PostgresOptions::Keywords allKeywords(const PostgresOptions &options)
{
    PostgresOptions::Keywords all {{u"host"_s, options.hosts},
                                   {u"port"_s, options.ports},
                                   {u"dbname"_s, options.database},
                                   {u"user"_s, options.user},
                                   {u"password"_s, options.password}};
    return all + options.keywords;
}

} // namespace

PostgresDiagnosis::PostgresDiagnosis(const PostgresOptions &options, const Deadline &deadline)
    : m_options(options)
    , m_deadline(deadline)
{ }

Error PostgresDiagnosis::explain(const Error &failure) const
{
    const auto said = saidByLibrary();
    if (!said)
        return failure;
    // As verbose messages give it: "FATAL:  28P01: password authentication failed …".
    static const QRegularExpression code(u"(?:FATAL|ERROR|PANIC):\\s+([0-9A-Z]{5}): ([^\\n]*)"_s);
    if (const auto match = code.match(*said); match.hasMatch())
        return PostgresErrors::error({match.captured(1), match.captured(2)}, SqlStage::Statement);
    const auto sign = std::ranges::find_if(
        Signs, [&](const Sign &entry) { return said->contains(QLatin1StringView(entry.text)); });
    if (sign == std::end(Signs))
        return Error(ErrorCode::Unavailable, u"The server cannot be reached (libpq: %1)."_s.arg(*said));
    return Error(sign->code, u"%1 (libpq: %2)"_s.arg(QLatin1StringView(sign->sentence), *said));
}

std::optional<QString> PostgresDiagnosis::saidByLibrary() const
{
    const EnglishThread english;
    QList<QByteArray> texts;
    for (const auto &[name, value] : allKeywords(m_options))
        texts << name.toUtf8() << value.toUtf8();
    std::vector<const char *> names;
    std::vector<const char *> values;
    for (qsizetype i = 0; i < texts.size(); i += 2) {
        names.push_back(texts[i].constData());
        values.push_back(texts[i + 1].constData());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);

    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
        PQconnectStartParams(names.data(), values.data(), 0), &PQfinish);
    PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
    PostgresPollingStatusType status = PGRES_POLLING_WRITING;
    while (PQstatus(connection.get()) != CONNECTION_BAD && status != PGRES_POLLING_OK
           && status != PGRES_POLLING_FAILED) {
        const short events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        if (m_deadline.hasPassed() || !waitFor(PQsocket(connection.get()), events, m_deadline))
            return u"timeout expired"_s;
        status = PQconnectPoll(connection.get());
    }
    if (status == PGRES_POLLING_OK)
        return std::nullopt;
    return QString::fromUtf8(PQerrorMessage(connection.get())).simplified();
}

} // namespace Axess
