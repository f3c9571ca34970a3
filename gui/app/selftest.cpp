// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/selftest.h"

#include "app/appearance.h"
#include "app/storewindow.h"

#include <axess/backendregistry.h>
#include <axess/sessionstore.h>

#include <QtCore/qdir.h>
#include <QtCore/qlibraryinfo.h>
#include <QtCore/qtranslator.h>
#include <QtGui/qimagereader.h>

#include <cstdio>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

void say(const QString &line)
{
    std::fprintf(stdout, "%s\n", qUtf8Printable(line));
    std::fflush(stdout);
}

std::unexpected<Error> broken(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Unsupported, sentence));
}

Result<void> checkBackends()
{
    BackendRegistry registry;
    if (!registry.problems().isEmpty())
        return broken(registry.problems().constFirst());
    for (const BackendDescriptor &descriptor : registry.backends()) {
        const auto loaded = registry.backend(descriptor.backend);
        if (!loaded)
            return std::unexpected(loaded.error());
        say(u"backend %1: ok"_s.arg(descriptor.backend));
    }
    return {};
}

// The console's own texts are in the program; Qt's come from a package of their own, which may be missing.
Result<void> checkTexts()
{
    const QStringList own = QDir(u":/i18n"_s).entryList({u"*.qm"_s});
    if (own.isEmpty())
        return broken(u"The program holds no texts"_s);
    for (const QString &file : own) {
        if (!QTranslator().load(file, u":/i18n"_s))
            return broken(u"The texts %1 cannot be read"_s.arg(file));
    }
    const bool qts = QTranslator().load(u"qtbase_de"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    say(u"texts: ok, Qt's own %1"_s.arg(qts ? u"ok"_s : u"are not installed"_s));
    return {};
}

Result<void> checkPictures()
{
    const QStringList files = QDir(u":/icons"_s).entryList({u"*.svg"_s});
    for (const QString &file : files) {
        QImageReader reader(u":/icons/"_s + file);
        if (reader.read().isNull())
            return broken(
                u"The picture %1 cannot be read (%2); on Debian the package qt6-svg-plugins helps"_s.arg(
                    file, reader.errorString()));
    }
    say(u"pictures: %1 ok"_s.arg(files.size()));
    return {};
}

Result<std::shared_ptr<SessionStore>> storeInMemory()
{
    SystemRandom random;
    auto key = SecretBytes::random(random, RootKey::Size);
    if (!key)
        return std::unexpected(key.error());
    const auto url = StoreUrl::parse(u"memory:"_s);
    if (!url)
        return std::unexpected(url.error());
    return SessionStore::initialise(*url, RootKey::fromBytes(std::move(*key)));
}

} // namespace

SelfTest::SelfTest(QObject *parent)
    : QObject(parent)
{
    connect(&m_ticks, &QTimer::timeout, this, &SelfTest::look);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { Q_EMIT finished(u"The main window did not fill in time"_s); });
    m_deadline.setSingleShot(true);
}

SelfTest::~SelfTest() = default;

void SelfTest::start(std::chrono::milliseconds deadline)
{
    const auto sound = checkFiles().and_then([this] { return openWindow(); });
    if (!sound) {
        Q_EMIT finished(sound.error().message());
        return;
    }
    m_deadline.start(deadline);
    m_ticks.start(50ms);
}

Result<void> SelfTest::checkFiles()
{
    return checkBackends().and_then(checkTexts).and_then(checkPictures);
}

Result<void> SelfTest::openWindow()
{
    const auto store = storeInMemory();
    if (!store)
        return std::unexpected(store.error());
    say(u"cryptography: ok"_s);
    m_appearance = std::make_unique<Appearance>();
    m_window = std::make_unique<StoreWindow>(*store, StoreAddress {u"memory:"_s, {}}, *m_appearance);
    m_window->show();
    return {};
}

void SelfTest::look()
{
    if (!m_window->isVisible() || !m_window->isSettled())
        return;
    m_ticks.stop();
    m_deadline.stop();
    say(u"window: ok"_s);
    Q_EMIT finished({});
}

} // namespace Axess
