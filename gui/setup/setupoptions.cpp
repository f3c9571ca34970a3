// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/setupoptions.h"

#include "cli/profiles/profileformat.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qdir.h>
#include <QtCore/qstandardpaths.h>

#include <unistd.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

struct Parser
{
    QCommandLineParser parser;
    QCommandLineOption unattended {u"unattended"_s, SetupOptions::tr("Ask nothing and need no display.")};
    QCommandLineOption prefix {u"prefix"_s, SetupOptions::tr("Install into this folder."), u"FOLDER"_s};
    QCommandLineOption everybody {u"system"_s,
                                  SetupOptions::tr("Install for everybody on this machine, in /opt.")};
    QCommandLineOption without {u"without"_s, SetupOptions::tr("Leave this component out; may be repeated."),
                                u"COMPONENT"_s};
    QCommandLineOption profiles {
        u"profiles"_s,
        SetupOptions::tr(
            "Put these connections in place for everybody who uses this machine; unattended only."),
        u"FILE"_s};
    QCommandLineOption noMenu {u"no-menu-entry"_s,
                               SetupOptions::tr("Make no entry in the menu of programs.")};
    QCommandLineOption noCommand {u"no-command"_s, SetupOptions::tr("Make no command axess-console.")};
    QCommandLineOption uninstall {u"uninstall"_s,
                                  SetupOptions::tr("Remove the installation that this program belongs to.")};
    QCommandLineOption progress {u"progress"_s, SetupOptions::tr("Report progress in lines.")};
    QCommandLineOption help {{u"h"_s, u"help"_s}, SetupOptions::tr("Show this help.")};
    QCommandLineOption version {{u"v"_s, u"version"_s}, SetupOptions::tr("Show the version.")};

    Parser()
    {
        parser.setApplicationDescription(
            SetupOptions::tr("Installs Axess Console, in place of an older one, and removes it."));
        progress.setFlags(QCommandLineOption::HiddenFromHelp);
        parser.addOptions({unattended, prefix, everybody, without, profiles, noMenu, noCommand, uninstall,
                           progress, help, version});
    }
};

std::unexpected<Error> refused(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

SetupOptions::Act actOf(const Parser &known)
{
    using Act = SetupOptions::Act;
    if (known.parser.isSet(known.help))
        return Act::ShowHelp;
    if (known.parser.isSet(known.version))
        return Act::ShowVersion;
    const bool unattended = known.parser.isSet(known.unattended);
    if (known.parser.isSet(known.uninstall))
        return unattended ? Act::Uninstall : Act::AskToUninstall;
    return unattended ? Act::Install : Act::ShowWizard;
}

QString absolute(const QString &path, const SetupPlaces &places)
{
    const QDir from(places.folder.isEmpty() ? QDir::currentPath() : places.folder);
    return QDir::cleanPath(from.absoluteFilePath(path));
}

// Before anything is installed: a console would leave a file out that it does not understand.
Result<QByteArray> readProfiles(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return refused(SetupOptions::tr("%1 cannot be read: %2.").arg(path, file.errorString()));
    const QByteArray content = file.read(ProfileFormat::MostBytes + 1);
    const auto profiles = ProfileFormat::fromJson(content);
    if (!profiles)
        return refused(SetupOptions::tr("%1 holds no connections that a console understands: %2")
                           .arg(path, profiles.error().message()));
    if (profiles->isEmpty())
        return refused(SetupOptions::tr("%1 holds no connections.").arg(path));
    return content;
}

} // namespace

SetupPlaces SetupPlaces::ofThisProcess()
{
    return {
        .home = QDir::homePath(),
        .dataHome = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation),
        .isRoot = ::geteuid() == 0,
        .hasDisplay = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
            || qEnvironmentVariableIsSet("QT_QPA_PLATFORM"),
        // An archive that unpacks itself starts the program elsewhere, and tells from where it was started.
        .folder = qEnvironmentVariableIsSet("MS_BUNDLE") ? qEnvironmentVariable("USER_PWD") : QString()};
}

QString SetupPlaces::usualPrefix(bool forEverybody) const
{
    return forEverybody ? u"/opt/axess-console"_s : home + u"/.local/opt/axess-console"_s;
}

void SetupPlaces::setFolders(InstallOptions &options, bool forEverybody) const
{
    options.menuFolder = forEverybody ? u"/usr/local/share/applications"_s : dataHome + u"/applications"_s;
    options.commandFolder = forEverybody ? u"/usr/local/bin"_s : home + u"/.local/bin"_s;
    options.profileFolder = forEverybody ? u"/etc/axess/console.d"_s : QString();
}

Result<SetupOptions> SetupOptions::parse(const QStringList &arguments, const SetupPlaces &places,
                                         const Bundle &bundle)
{
    Parser known;
    if (!known.parser.parse(arguments))
        return refused(known.parser.errorText());
    if (const QStringList loose = known.parser.positionalArguments(); !loose.isEmpty())
        return refused(tr("\"%1\" is not expected; --help names the options.").arg(loose.constFirst()));

    SetupOptions options {
        .act = actOf(known), .install = {}, .reportsProgress = known.parser.isSet(known.progress)};
    const bool asks = options.act == Act::ShowWizard || options.act == Act::AskToUninstall;
    if (asks && !places.hasDisplay)
        return refused(tr("There is no display; add --unattended."));
    const bool everybody = known.parser.isSet(known.everybody) || places.isRoot;
    InstallOptions &install = options.install;
    install.prefix = known.parser.isSet(known.prefix) ? absolute(known.parser.value(known.prefix), places)
                                                      : places.usualPrefix(everybody);
    places.setFolders(install, everybody);
    install.menuEntry = !known.parser.isSet(known.noMenu);
    install.command = !known.parser.isSet(known.noCommand);
    if (known.parser.isSet(known.profiles)) {
        if (options.act != Act::Install)
            return refused(tr("--profiles goes with --unattended."));
        if (!everybody)
            return refused(
                tr("--profiles is for everybody who uses this machine; add --system, as administrator."));
        auto content = readProfiles(absolute(known.parser.value(known.profiles), places));
        if (!content)
            return std::unexpected(content.error());
        install.profiles = std::move(*content);
    }
    install.components = bundle.components();
    for (const QString &component : known.parser.values(known.without)) {
        if (!install.components.remove(component) && !bundle.components().contains(component)) {
            QStringList names = bundle.components().values();
            names.sort();
            return refused(tr("There is no component \"%1\", but: %2.").arg(component, names.join(u", "_s)));
        }
    }
    return options;
}

QString SetupOptions::help()
{
    return Parser().parser.helpText();
}

QStringList SetupOptions::argumentsFor(const InstallOptions &install, const QSet<QString> &allComponents)
{
    QStringList arguments {u"--unattended"_s, u"--progress"_s, u"--prefix"_s, install.prefix};
    QStringList left = (allComponents - install.components).values();
    left.sort();
    for (const QString &component : std::as_const(left))
        arguments << u"--without"_s << component;
    if (!install.menuEntry)
        arguments << u"--no-menu-entry"_s;
    if (!install.command)
        arguments << u"--no-command"_s;
    return arguments;
}

} // namespace Axess
