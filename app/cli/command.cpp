#include "cli/command.h"

#include "cli/output.h"
#include "cli/refusal.h"
#include "places.h"

#include <QFileInfo>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

Command::Command(const QString &verb, const QString &description, QStringList positional, const QList<QCommandLineOption> &options,
                 bool lists)
    : m_verb(verb)
    , m_positional(std::move(positional))
    , m_lists(lists)
{
    m_parser.setApplicationDescription(description);
    m_parser.addHelpOption();
    m_parser.addOption({u"database"_s, u"A file, or postgresql://user@host/database; the user's own office when left out."_s, u"where"_s});
    if (lists)
        m_parser.addOption({u"json"_s, u"JSON instead of a table."_s});
    for (const QCommandLineOption &option : options)
        m_parser.addOption(option);
    m_parser.addPositionalArgument(verb, description, verb);
    for (const QString &name : std::as_const(m_positional))
        m_parser.addPositionalArgument(name, QString());
}

bool Command::parse(const QStringList &arguments)
{
    const QStringList words = QStringList{u"ringback-engine"_s} + arguments;
    if (!m_parser.parse(words)) {
        m_error = m_parser.errorText();
        return false;
    }
    if (m_parser.isSet(u"help"_s))
        m_parser.showHelp(Ok); // ends the program
    if (m_parser.positionalArguments().size() != m_positional.size()) {
        m_error = u"ringback-engine %1 %2: what follows the verb is missing or too much; see --help"_s.arg(m_verb, m_positional.join(u' '));
        return false;
    }
    return true;
}

std::optional<qint64> Command::number(const QString &option, qint64 least, qint64 most)
{
    bool ok = false;
    const qint64 number = m_parser.value(option).toLongLong(&ok);
    if (ok && number >= least && number <= most)
        return number;
    m_error = u"--%1 takes a whole number from %2 to %3"_s.arg(option).arg(least).arg(most);
    return std::nullopt;
}

std::optional<Instant> Command::time(const QString &option, const QByteArray &zone, Instant now)
{
    const std::optional<Instant> at = readTime(m_parser.value(option), zone, now);
    if (!at)
        m_error = u"--%1 takes a time: \"18:30\" or \"2026-11-24 15:30\" in the office's zone, or ISO 8601 with a zone"_s.arg(option);
    return at;
}

Result<store::Address> Command::address() const
{
    return store::Address::parse(m_parser.isSet(u"database"_s) ? m_parser.value(u"database"_s) : officeFile());
}

Result<std::unique_ptr<store::Database>> Command::open(const Clock &clock, bool make) const
{
    const Result<store::Address> where = address();
    if (!where)
        return failure(where);
    if (!make && where->dialect == store::Dialect::Sqlite && !QFileInfo::exists(where->file))
        return failure(ErrorKind::NotFound, u"there is no database at %1; make one with init"_s.arg(where->file));
    return openOffice(*where, clock);
}

int usageError(const Command &command)
{
    complain(command.error());
    return BadUsage;
}

int dataError(const Error &error)
{
    complain(error.what);
    return NoData;
}

QCommandLineOption asOption()
{
    return {u"as"_s, u"Who does it: a staff id of the setup."_s, u"staff"_s};
}

} // namespace ringback::app::cli
