// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "accountgrants_p.h"

#include "session/documentbox_p.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qregularexpression.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qsizetype LongestPostgresName = 63;

QString quoted(const QString &name, QChar mark)
{
    return mark + QString(name).replace(mark, QString(2, mark)) + mark;
}

class PostgresGrants
{
public:
    PostgresGrants(const QString &schema, const QString &role)
        : m_schema(quoted(schema, u'"'))
        , m_role(quoted(role, u'"'))
        , m_name(role)
    {
        for (const QString &name : QStringList {u"axess_session"_s} + StoreTables::beside())
            m_tables.append(table(name));
        // Of names that are as long as the role's, the server would keep the beginning alone.
        m_policy = u"axess_support_"_s
            + QString::fromLatin1(
                       QCryptographicHash::hash(role.toUtf8(), QCryptographicHash::Sha256).first(8).toHex());
    }

    QStringList lines(AccountMode mode) const
    {
        QStringList lines {u"BEGIN;"_s, notTheOwner(),
                           u"REVOKE ALL ON %1 FROM %2;"_s.arg(m_tables.join(u", "_s), m_role),
                           u"REVOKE ALL ON SEQUENCE %1 FROM %2;"_s.arg(positions(), m_role)};
        for (const QString &act : {u"insert"_s, u"update"_s})
            lines.append(u"DROP POLICY IF EXISTS %1_%2 ON %3;"_s.arg(m_policy, act, documents()));
        if (mode == AccountMode::Admin)
            lines.append(ownership());
        else
            lines += rights(mode);
        if (mode == AccountMode::Support)
            lines += auditing();
        return lines << u"COMMIT;"_s;
    }

private:
    QString table(const QString &name) const { return m_schema + u'.' + name; }
    QString sessions() const { return table(u"axess_session"_s); }
    QString documents() const { return table(u"axess_document"_s); }
    QString positions() const { return table(u"axess_event_position_seq"_s); }

    QString grant(const QString &rights, const QString &on) const
    {
        return u"GRANT %1 ON %2 TO %3;"_s.arg(rights, on, m_role);
    }

    QStringList rights(AccountMode mode) const
    {
        QStringList lines {grant(u"USAGE"_s, u"SCHEMA "_s + m_schema)};
        if (mode == AccountMode::Operator)
            return lines << grant(u"SELECT, INSERT, UPDATE, DELETE"_s, m_tables.join(u", "_s))
                         << grant(u"SELECT, USAGE"_s, u"SEQUENCE "_s + positions());
        lines << grant(u"SELECT (%1)"_s.arg(StoreTables::readColumns()), sessions())
              << grant(u"SELECT"_s, m_tables.sliced(1).join(u", "_s))
              << grant(u"SELECT"_s, u"SEQUENCE "_s + positions());
        if (mode == AccountMode::Support)
            lines << grant(u"UPDATE (%1)"_s.arg(StoreTables::markColumns()), sessions())
                  << grant(u"INSERT (%1)"_s.arg(StoreTables::eventColumns()), table(u"axess_event"_s))
                  << grant(u"INSERT"_s, table(u"axess_audit"_s));
        return lines;
    }

    // The audit trail's head stands among the documents, and so do the keys. The policies first: without the
    // one for everybody nobody but the owner would see a document.
    QStringList auditing() const
    {
        const QString head = u"(name = '%1')"_s.arg(DocumentName::AuditHead);
        return {
            u"DROP POLICY IF EXISTS axess_everybody ON %1;"_s.arg(documents()),
            u"CREATE POLICY axess_everybody ON %1 USING (true) WITH CHECK (true);"_s.arg(documents()),
            u"CREATE POLICY %1_insert ON %2 AS RESTRICTIVE FOR INSERT TO %3 WITH CHECK %4;"_s.arg(
                m_policy, documents(), m_role, head),
            u"CREATE POLICY %1_update ON %2 AS RESTRICTIVE FOR UPDATE TO %3 USING %4 WITH CHECK %4;"_s.arg(
                m_policy, documents(), m_role, head),
            u"ALTER TABLE %1 ENABLE ROW LEVEL SECURITY;"_s.arg(documents()),
            grant(u"INSERT, UPDATE"_s, documents()),
        };
    }

    // `doing` knows the owner of the tables and whether that is a superuser. The tag stands in neither text.
    QString block(const QString &doing) const
    {
        QString tag = u"axess"_s;
        while (m_name.contains(u'$' + tag))
            tag += u'x';
        return u"DO $%1$ DECLARE owner name; is_super boolean; BEGIN SELECT rolname, rolsuper INTO owner, "
               u"is_super"
               " FROM pg_roles JOIN pg_class ON relowner = pg_roles.oid WHERE pg_class.oid = to_regclass(%2);"
               " %3 END $%1$;"_s.arg(tag, text(sessions()), doing);
    }

    // The tables' owner would lose what it works by; who had a share of it, as an admin has, gives that back.
    QString notTheOwner() const
    {
        return block(
            u"IF owner = %1 THEN RAISE EXCEPTION 'The tables belong to this role: choose another for"
            " people'; END IF; IF EXISTS (SELECT 1 FROM pg_auth_members JOIN pg_roles AS given ON"
            " given.oid = roleid JOIN pg_roles AS held ON held.oid = member WHERE given.rolname = owner"
            " AND held.rolname = %1) THEN EXECUTE format('REVOKE %I FROM %I', owner, %1); END IF;"_s.arg(
                text(m_name)));
    }

    // Only who is the owner, or of it, may alter a table. Of a superuser's tables nobody gets a share: it
    // would be one of all that the superuser may.
    QString ownership() const
    {
        return block(
            u"IF is_super THEN RAISE EXCEPTION 'The tables belong to the superuser %, whose members may do"
            " everything on this server; give them to a role of their own first: ALTER TABLE … OWNER TO',"
            " owner; END IF; EXECUTE format('GRANT %I TO %I', owner, %1);"_s.arg(text(m_name)));
    }

    static QString text(const QString &text) { return quoted(text, u'\''); }

    const QString m_schema;
    const QString m_role;
    const QString m_name;
    QStringList m_tables;
    QString m_policy;
};

QString takesMarksAway()
{
    return u"Past our programs it can take any revocation away, whatever its grace; a removed session and an "
           u"ended "
           "epoch stay ended"_s;
}

// Database patterns of grants: `_` and `%` mean others, too.
QString mysqlPattern(const QString &database)
{
    return QString(database).replace(u"_"_s, u"\\_"_s).replace(u"%"_s, u"\\%"_s);
}

} // namespace

namespace StoreTables {

QString readColumns()
{
    return u"id, tenant_id, user_id, level, created, authenticated_at, absolute_deadline, idle_deadline,"
           " last_seen, sweep_at, store_epoch, tenant_epoch, revision, write_id, token_hash, key_id,"
           " change_count, payload_bytes, client_address, client_agent, client_label, revocation_mark,"
           " revoked_at, revocation_grace, revocation_reason"_s;
}

QString markColumns()
{
    return u"revocation_mark, revoked_at, revocation_grace, revocation_reason, change_count"_s;
}

QString eventColumns()
{
    return u"at, kind, end_reason, session_id, tenant_id, user_id, detail"_s;
}

QStringList beside()
{
    return {u"axess_schema"_s, u"axess_user"_s,  u"axess_document"_s,
            u"axess_event"_s,  u"axess_audit"_s, u"axess_tombstone"_s};
}

} // namespace StoreTables

Result<AccountGrants> postgresGrants(const StoreUrl &url, AccountMode mode, const AccountName &account)
{
    // The server takes the first two for everybody and nobody, in quotes, too.
    const bool isWord = account.name == "public"_L1 || account.name == "none"_L1;
    if (isWord || account.name.toUtf8().size() > LongestPostgresName)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"A role of PostgreSQL has at most 63 bytes and is neither “public” nor “none”"_s));
    const QString schema = url.option(u"schema"_s).value_or(u"public"_s);
    static const QRegularExpression plainName(u"^[a-z_][a-z0-9_]*$"_s);
    if (!plainName.match(schema).hasMatch())
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"The option schema of the store's URL names no schema"_s));
    AccountGrants grants;
    grants.place = u"In psql, as a superuser, in the database of the store"_s;
    grants.lines = PostgresGrants(schema, account.name).lines(mode);
    grants.notes
        = {u"The role has to exist: CREATE ROLE … LOGIN PASSWORD '…'; what it has by other roles it keeps"_s};
    if (!url.option(u"schema"_s))
        grants.notes.append(
            u"Where the tables stand in another schema than “public”, name it: `?schema=…` in the URL"_s);
    if (mode == AccountMode::Support)
        grants.notes
            << takesMarksAway()
            << u"It can spoil the audit trail that it writes, so that no act can be recorded any more"_s;
    if (mode == AccountMode::Support)
        grants.notes.append(
            u"Documents are under row security from now on: a role that makes backups and does "
            "not own the tables needs BYPASSRLS"_s);
    if (mode < AccountMode::Operator)
        grants.notes.append(
            u"It reads small values that applications keep in the store, unless they are sealed"_s);
    return grants;
}

Result<AccountGrants> mysqlGrants(const StoreUrl &url, AccountMode mode, const AccountName &account)
{
    const QString to = u" TO %1@%2;"_s.arg(quoted(account.name, u'`'), quoted(account.host, u'`'));
    const QString all = quoted(mysqlPattern(url.path()), u'`') + u".*"_s;
    const QString database = quoted(url.path(), u'`') + u'.';
    const QString sessions = database + u"axess_session"_s;
    AccountGrants grants;
    grants.place = u"In mariadb or mysql, as root"_s;
    grants.notes
        = {u"The account has to exist: CREATE USER … IDENTIFIED BY '…'; what it has already it keeps, as "
           "`axessctl grants MODE --check` tells"_s};
    // Else a MariaDB that is set so makes an account that is not there: for everybody, without a password.
    grants.lines = {u"SET SESSION sql_mode = CONCAT(@@sql_mode, /*M! ',NO_AUTO_CREATE_USER', */ '');"_s};
    if (mode == AccountMode::Admin) {
        grants.lines << u"GRANT ALL PRIVILEGES ON "_s + all + to;
        return grants;
    }
    const bool isOperator = mode == AccountMode::Operator;
    grants.lines << u"GRANT CREATE TEMPORARY TABLES ON "_s + all + to
                 << (isOperator ? u"GRANT SELECT, INSERT, UPDATE, DELETE ON "_s
                                : u"GRANT SELECT (%1) ON "_s.arg(StoreTables::readColumns()))
            + sessions + to;
    QStringList tables = StoreTables::beside();
    tables.append(u"axess_gate"_s);
    for (const QString &table : std::as_const(tables))
        grants.lines.append(
            (isOperator ? u"GRANT SELECT, INSERT, UPDATE, DELETE ON "_s : u"GRANT SELECT ON "_s) + database
            + table + to);
    if (mode == AccountMode::Support)
        grants.lines << u"GRANT UPDATE (%1) ON "_s.arg(StoreTables::markColumns()) + sessions + to
                     << u"GRANT INSERT (%1) ON "_s.arg(StoreTables::eventColumns()) + database
                + u"axess_event"_s + to;
    if (mode == AccountMode::Support)
        grants.notes
            << takesMarksAway()
            << u"What it does stands in the sessions' history, and not in the audit trail: that would "
               "need a right to write keys, which this server cannot keep apart"_s;
    if (!isOperator)
        grants.notes
            << u"It reads small values that applications keep in the store, unless they are sealed"_s
            << u"MySQL, unlike MariaDB, lets follow all events only who may also lock tables: GRANT LOCK "
               "TABLES ON %1%2"_s.arg(all, to);
    return grants;
}

} // namespace Axess
