// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "accountgrants_p.h"

#include <QtCore/qfileinfo.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

std::unexpected<Error> refused(ErrorCode code, const QString &sentence)
{
    return std::unexpected(Error(code, sentence));
}

// Whoever reads the lines has to see all of them: a line break would hide the rest of one.
bool isPlain(const QString &name)
{
    return std::ranges::none_of(name.toUcs4(), [](char32_t character) {
        const auto category = QChar::category(character);
        return category == QChar::Other_Control || category == QChar::Other_Format
            || category == QChar::Other_Surrogate || category == QChar::Separator_Line
            || category == QChar::Separator_Paragraph;
    });
}

// As valkey-cli reads it.
QString valkeyWord(const QString &word)
{
    QString quoted;
    for (const QChar character : word) {
        if (character == u'"' || character == u'\\')
            quoted += u'\\';
        quoted += character;
    }
    return u'"' + quoted + u'"';
}

// The text itself, in a pattern of keys.
QString valkeyLiteral(const QString &text)
{
    QString literal;
    for (const QChar character : text) {
        if (u"\\*?[]"_s.contains(character))
            literal += u'\\';
        literal += character;
    }
    return literal;
}

QString shellWord(const QString &word)
{
    return u'\'' + QString(word).replace(u"'"_s, u"'\\''"_s) + u'\'';
}

} // namespace

Result<AccountGrants> accountGrants(const StoreUrl &url, AccountMode mode, const AccountName &account)
{
    if (account.name.isEmpty() || !isPlain(account.name) || !isPlain(account.host))
        return refused(ErrorCode::InvalidArgument,
                       u"An account has a name, without line breaks or other control characters"_s);
    if (!isPlain(url.path()) || !isPlain(url.option(u"prefix"_s).value_or(QString())))
        return refused(ErrorCode::InvalidArgument,
                       u"The store's URL holds line breaks or other control characters"_s);
    const QString &backend = url.backend();
    if (backend == "postgres"_L1)
        return postgresGrants(url, mode, account);
    if (backend == "mysql"_L1)
        return mysqlGrants(url, mode, account);
    if (backend == "valkey"_L1)
        return valkeyGrants(url, mode, account);
    if (backend == "sqlite"_L1)
        return sqliteGrants(url, mode, account);
    if (backend == "memory"_L1)
        return refused(ErrorCode::Unsupported,
                       u"A store in memory has no accounts: whoever runs in its program may do everything"_s);
    return refused(ErrorCode::Unsupported,
                   u"Axess does not know how the backend “%1” keeps accounts apart"_s.arg(backend));
}

// ACLs know keys and commands. A session with its payload is one value, and a script that ends one is as free
// as one that writes: so there are readers and others.
Result<AccountGrants> valkeyGrants(const StoreUrl &url, AccountMode mode, const AccountName &account)
{
    // `default` is who signs in without a name: every application may be.
    if (account.name.contains(u' ') || account.name == "default"_L1)
        return refused(ErrorCode::InvalidArgument,
                       u"A user of Valkey has no space in its name, and “default” is everybody's"_s);
    const QString prefix = valkeyLiteral(url.option(u"prefix"_s).value_or(u"axess:"_s));
    const QString reach = u"resetkeys %1 resetchannels %2"_s.arg(valkeyWord(u'~' + prefix + u'*'),
                                                                 valkeyWord(u'&' + prefix + u'*'));
    const bool writes = mode != AccountMode::Viewer;
    const QString read = u"+@read +@connection -@dangerous -scan -randomkey +eval +evalsha +script|load "
                         u"+info +time +role +subscribe"
                         " +cluster|slots +cluster|shards"_s;
    const QString write
        = u" +@string +@sortedset +@hash +@list +@stream +@keyspace -@dangerous -randomkey +wait +publish"
          " +scan +info +role"_s;
    AccountGrants grants;
    grants.place = u"In valkey-cli, on every node"_s;
    grants.lines = {u"ACL SETUSER %1 reset on %2 -@all %3%4"_s.arg(valkeyWord(account.name), reach, read,
                                                                   writes ? write : QString())};
    grants.notes
        = {u"`reset` takes the password, too: add one, as in `ACL SETUSER … >PASSWORD`, and write it "
           "down for the servers' next start by `ACL SAVE` or `CONFIG REWRITE`"_s,
           u"Valkey cannot keep payloads from who may read: the seal alone protects the data"_s,
           u"It keeps no databases apart, and nobody from making the server busy by a script"_s};
    if (writes)
        grants.notes.append(
            u"Above viewer its ACLs cannot separate: this account can write and remove everything "
            "of the store, whatever the console lets it do"_s);
    return grants;
}

// A file is one: who may write to it may write all of it.
Result<AccountGrants> sqliteGrants(const StoreUrl &url, AccountMode mode, const AccountName &account)
{
    const QString file = QFileInfo(url.path()).absoluteFilePath();
    const QString group = shellWord(account.name);
    const bool writes = mode != AccountMode::Viewer;
    QStringList files;
    for (const QString &ending : {u""_s, u"-wal"_s, u"-shm"_s, u"-axess-lock"_s})
        files.append(shellWord(file + ending));
    const QString folder = shellWord(QFileInfo(file).absolutePath());
    AccountGrants grants;
    grants.place = u"In a shell, as the owner of the file"_s;
    // What SQLite makes beside the file gets the file's mode, and the folder's group.
    grants.lines
        = {u"chgrp -- %1 %2 && chmod -- %3 %2"_s.arg(group, folder, writes ? u"g=rwxs"_s : u"g=rxs"_s),
           u"for file in %1; do if [ -e \"$file\" ]; then chgrp -- %2 \"$file\" && chmod -- %3 "
           "\"$file\"; fi; done"_s.arg(files.join(u' '), group, writes ? u"0660"_s : u"0640"_s)};
    grants.notes = {u"The account is a group of this machine, and a file has one: an application that got in "
                    u"by another is "
                    "shut out. The store wants a folder of its own, without the root key"_s,
                    u"A file cannot keep payloads from who may read it: the seal alone protects the data"_s};
    if (writes)
        grants.notes.append(
            u"Above viewer a file cannot separate: this group can write and remove everything of "
            "the store, whatever the console lets it do"_s);
    else
        grants.notes.append(u"Read it by a program that opens the store for reading only, such as "
                            u"`axess-console --access-mode "
                            "viewer`: `axessctl` opens it for writing"_s);
    return grants;
}

} // namespace Axess
