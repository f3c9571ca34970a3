// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "command.h"

#include <axess/version.h>

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>

using namespace Qt::StringLiterals;

namespace {

const QStringList optionsWithValue {u"--store"_s, u"--root-key-file"_s, u"--root-key-keychain"_s};

void addGlobalOptions(QCommandLineParser &parser)
{
    parser.addOption({u"store"_s,
                      u"The store, such as sqlite:shop.db; else AXESS_STORE or the configuration file."_s,
                      u"URL"_s});
    parser.addOption(
        {u"root-key-file"_s,
         u"The 32-byte root key; else AXESS_ROOT_KEY_FILE, AXESS_ROOT_KEY or AXESS_ROOT_KEY_COMMAND."_s,
         u"FILE"_s});
    parser.addOption({u"root-key-keychain"_s,
                      u"The root key in the desktop's keychain (`key generate --keychain` makes one)."_s,
                      u"NAME"_s});
    parser.addOption({u"json"_s, u"Print the result as JSON; times are UTC milliseconds."_s});
    parser.addOption({{u"h"_s, u"help"_s}, u"Say how this is used."_s});
    parser.addOption({u"version"_s, u"Print the version."_s});
}

// The positions of the first words that are neither options nor the values of global ones.
QList<qsizetype> commandWords(const QStringList &arguments)
{
    QList<qsizetype> words;
    for (qsizetype i = 1; i < arguments.size() && words.size() < 2; ++i) {
        if (optionsWithValue.contains(arguments[i]))
            ++i;
        else if (!arguments[i].startsWith(u'-'))
            words.append(i);
    }
    return words;
}

struct Choice
{
    Command *command = nullptr;
    QStringList arguments; ///< Without the command's words.
};

Choice choose(const CommandList &commands, const QStringList &arguments)
{
    const QList<qsizetype> words = commandWords(arguments);
    for (qsizetype count = words.size(); count > 0; --count) {
        QStringList name;
        for (qsizetype i = 0; i < count; ++i)
            name.append(arguments[words[i]]);
        const auto found = std::ranges::find(commands, name.join(u' '), &Command::name);
        if (found == commands.end())
            continue;
        QStringList rest = arguments;
        for (qsizetype i = count; i > 0; --i)
            rest.removeAt(words[i - 1]);
        return {found->get(), rest};
    }
    return {};
}

QString overview(const CommandList &commands)
{
    QString text = u"Usage: axessctl [--store URL] [--root-key-file FILE] [--json] COMMAND\n\n"
                   "Looks after a store of sessions.\n\nCommands:\n"_s;
    for (const auto &command : commands)
        text += u"  "_s + command->name().leftJustified(18) + command->summary() + u'\n';
    text += u"\n`axessctl COMMAND --help` says more. Exit codes: 0 ok, 1 error, 2 usage, 3 partial, 4 "
            u"refused, "
            "5 cancelled.\n"_s;
    return text;
}

ExitCode usage(const Output &output, const QString &sentence)
{
    output.failure(Axess::Error(Axess::ErrorCode::InvalidArgument, sentence));
    return ExitCode::Usage;
}

ExitCode runChosen(const Choice &choice, Output &output)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(choice.command->summary());
    addGlobalOptions(parser);
    choice.command->describe(parser);
    if (!parser.parse(choice.arguments))
        return usage(output, parser.errorText());
    if (parser.isSet(u"help"_s)) {
        QString help = parser.helpText();
        help.replace(u" [options]"_s, u' ' + choice.command->name() + u" [options]"_s);
        std::fputs(help.toUtf8().constData(), stdout);
        return ExitCode::Ok;
    }
    const QStringList given = parser.optionNames();
    for (const QString &option : given) {
        if (given.count(option) > 1)
            return usage(output, u"--%1 was given more than once"_s.arg(option));
    }
    Context context(parser, parser.positionalArguments(), output);
    return choice.command->run(context);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"axessctl"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(AXESS_VERSION_STRING));
    watchForCancel();

    const QStringList arguments = QCoreApplication::arguments();
    Output output(arguments.contains(u"--json"_s) ? Output::Format::Json : Output::Format::Text);
    const CommandList commands = allCommands();
    const Choice choice = choose(commands, arguments);
    if (choice.command)
        return int(runChosen(choice, output));

    if (arguments.contains(u"--version"_s)) {
        std::fprintf(stdout, "axessctl %s\n", AXESS_VERSION_STRING);
        return int(ExitCode::Ok);
    }
    const QList<qsizetype> words = commandWords(arguments);
    if (arguments.contains(u"--help"_s) || arguments.contains(u"-h"_s)) {
        std::fputs(overview(commands).toUtf8().constData(), stdout);
        return int(ExitCode::Ok);
    }
    if (words.isEmpty())
        return int(usage(output, u"Say what to do; `axessctl --help` lists the commands"_s));
    return int(
        usage(output, u"There is no command “%1”; `axessctl --help` lists them"_s.arg(arguments[words[0]])));
}
