// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/metricsserver.h>

#include <axess/storecollector.h>

#include <QtCore/qregularexpression.h>

#include <prometheus/exposer.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

struct ListeningPlace
{
    QString host;
    quint16 port = 0;

    QString text() const { return u"%1:%2"_s.arg(host).arg(port); }
};

// The server under us takes more than addresses, such as options behind a port: nothing else may reach it.
Result<ListeningPlace> placeOf(const QString &address)
{
    static const QRegularExpression form(u"^(localhost|[0-9.]*|\\[[0-9a-fA-F:.]+\\]):([0-9]{1,5})$"_s);
    const auto match = form.match(address);
    const uint port = match.captured(2).toUInt();
    if (!match.hasMatch() || port > 0xffff)
        return std::unexpected(Error(
            ErrorCode::InvalidArgument,
            u"\"%1\" is no place to listen at: say address:port, such as 127.0.0.1:9464"_s.arg(address)));
    const QString host = match.captured(1);
    const bool isLoopback = host.isEmpty() || host == u"localhost"_s;
    return ListeningPlace {isLoopback ? u"127.0.0.1"_s : host, quint16(port)};
}

} // namespace

class MetricsServer::Private
{
public:
    ListeningPlace place;
    std::shared_ptr<StoreCollector> collector;
    std::unique_ptr<prometheus::Exposer> exposer;
};

MetricsServer::MetricsServer(std::unique_ptr<Private> made)
    : d(std::move(made))
{ }

MetricsServer::~MetricsServer() = default;

Result<std::unique_ptr<MetricsServer>> MetricsServer::start(std::shared_ptr<const SessionStore> store,
                                                            const QString &address)
{
    const auto place = placeOf(address);
    if (!place)
        return std::unexpected(place.error());
    auto made = std::make_unique<Private>();
    made->place = *place;
    made->collector = std::make_shared<StoreCollector>(std::move(store));
    try {
        made->exposer = std::make_unique<prometheus::Exposer>(place->text().toStdString());
        made->exposer->RegisterCollectable(made->collector);
        const std::vector<int> ports = made->exposer->GetListeningPorts();
        if (!ports.empty())
            made->place.port = quint16(ports.front());
    } catch (const std::exception &) {
        return std::unexpected(Error(
            ErrorCode::Denied,
            u"Nothing can be served at %1: the port is taken, or it or the address is not ours to use"_s.arg(
                place->text())));
    }
    return std::unique_ptr<MetricsServer>(new MetricsServer(std::move(made)));
}

QString MetricsServer::url() const
{
    return u"http://%1/metrics"_s.arg(d->place.text());
}

} // namespace Axess
