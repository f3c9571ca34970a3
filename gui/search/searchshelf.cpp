// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "search/searchshelf.h"

#include <axess/sessionsearch.h>

#include <QtCore/qsettings.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr auto HistoryKey = "search/v1/history"_L1;
constexpr auto ViewsKey = "search/v1/views"_L1;

// The settings file may have been written by anybody.
bool isSearch(const QString &text)
{
    return !text.isEmpty() && ParsedSearch::read(text).isValid();
}

void writeViews(const QMap<QString, QString> &views)
{
    QSettings settings;
    settings.remove(ViewsKey);
    settings.beginWriteArray(ViewsKey, int(views.size()));
    int place = 0;
    for (const auto &[name, text] : views.asKeyValueRange()) {
        settings.setArrayIndex(place++);
        settings.setValue("name"_L1, name);
        settings.setValue("search"_L1, text);
    }
    settings.endArray();
}

} // namespace

QStringList SearchShelf::history()
{
    QStringList texts = QSettings().value(HistoryKey).toStringList();
    texts.removeIf([](const QString &text) { return !isSearch(text); });
    return texts.first(std::min(texts.size(), MostRemembered));
}

void SearchShelf::remember(const QString &text)
{
    if (!isSearch(text))
        return;
    QStringList texts = history();
    texts.removeAll(text);
    texts.prepend(text);
    QSettings().setValue(HistoryKey, texts.first(std::min(texts.size(), MostRemembered)));
}

void SearchShelf::forget()
{
    QSettings().remove(HistoryKey);
}

QMap<QString, QString> SearchShelf::views()
{
    QMap<QString, QString> views;
    QSettings settings;
    const int count = settings.beginReadArray(ViewsKey);
    for (int place = 0; place < std::min(count, int(MostViews)); ++place) {
        settings.setArrayIndex(place);
        const QString name = settings.value("name"_L1).toString();
        const QString text = settings.value("search"_L1).toString();
        if (!name.isEmpty() && isSearch(text))
            views.insert(name, text);
    }
    settings.endArray();
    return views;
}

void SearchShelf::save(const QString &name, const QString &text)
{
    QMap<QString, QString> all = views();
    if (name.isEmpty() || !isSearch(text) || (all.size() >= MostViews && !all.contains(name)))
        return;
    all.insert(name, text);
    writeViews(all);
}

void SearchShelf::remove(const QString &name)
{
    QMap<QString, QString> all = views();
    all.remove(name);
    writeViews(all);
}

} // namespace Axess
