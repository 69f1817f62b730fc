#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"

#include <QCommandLineOption>
#include <QCommandLineParser>
#include <QStringList>

#include <memory>

/// The verbs of `ringback-engine`. Scripts rely on their words, their JSON and their exit codes.
namespace ringback::app::cli {

enum Exit {
    Ok = 0,
    Found = 1, ///< verify found an edited row; drill lost or doubled something; doctor found what needs attention
    BadUsage = 2, ///< unknown verb, option, person, task or outcome
    Refused = 3, ///< somebody else was first
    NoData = 4, ///< the database or a file cannot be used
};

/// What a verb was called with.
class Command final {
public:
    /// `positional` names what must follow the verb: `TASK`. The options --database, and --json where `lists`, come by themselves.
    Command(const QString &verb, const QString &description, QStringList positional, const QList<QCommandLineOption> &options, bool lists);

    /// Reads the words after the verb. False when they are wrong; what to print stands in error().
    [[nodiscard]] bool parse(const QStringList &arguments);

    [[nodiscard]] QString error() const { return m_error; }
    [[nodiscard]] QString value(const QString &option) const { return m_parser.value(option); }
    [[nodiscard]] bool isSet(const QString &option) const { return m_parser.isSet(option); }
    [[nodiscard]] QString positional(int index) const { return m_parser.positionalArguments().value(index); }
    [[nodiscard]] bool json() const { return m_lists && m_parser.isSet(QStringLiteral("json")); }
    /// A whole number within bounds, or the default. Empty when it is none; error() says so.
    [[nodiscard]] std::optional<qint64> number(const QString &option, qint64 least, qint64 most);

    /// A time to come or past, as readTime() takes it. Empty when it is none; error() says so.
    [[nodiscard]] std::optional<Instant> time(const QString &option, const QByteArray &zone, Instant now);

    /// The named database, or the user's own. Errors: Invalid.
    [[nodiscard]] Result<store::Address> address() const;
    /// It, opened and up to date. It must exist already unless `make`. Errors: NotFound, as the store.
    [[nodiscard]] Result<std::unique_ptr<store::Database>> open(const Clock &clock, bool make = false) const;

private:
    QString m_verb;
    QStringList m_positional;
    bool m_lists;
    QCommandLineParser m_parser;
    QString m_error;
};

/// Says what is wrong with the words after the verb. The exit code.
[[nodiscard]] int usageError(const Command &command);
/// Says why the database or a file cannot be used. The exit code.
[[nodiscard]] int dataError(const Error &error);

/// `--as STAFF`
[[nodiscard]] QCommandLineOption asOption();

using Verb = int (*)(const QStringList &arguments, const Clock &clock);

int initOffice(const QStringList &arguments, const Clock &clock);
int importFile(const QStringList &arguments, const Clock &clock);
int importContactsFile(const QStringList &arguments, const Clock &clock);
int importOptOutsFile(const QStringList &arguments, const Clock &clock);
int exportSetup(const QStringList &arguments, const Clock &clock);
int storeSecret(const QStringList &arguments, const Clock &clock);
int claim(const QStringList &arguments, const Clock &clock);
int release(const QStringList &arguments, const Clock &clock);
int complete(const QStringList &arguments, const Clock &clock);
int snooze(const QStringList &arguments, const Clock &clock);
int bringBack(const QStringList &arguments, const Clock &clock);
int handOver(const QStringList &arguments, const Clock &clock);
int undo(const QStringList &arguments, const Clock &clock);
int optOut(const QStringList &arguments, const Clock &clock);
int optIn(const QStringList &arguments, const Clock &clock);
int review(const QStringList &arguments, const Clock &clock);
int storm(const QStringList &arguments, const Clock &clock);
int blocklist(const QStringList &arguments, const Clock &clock);
int block(const QStringList &arguments, const Clock &clock);
int unblock(const QStringList &arguments, const Clock &clock);

int connections(const QStringList &arguments, const Clock &clock);
int leads(const QStringList &arguments, const Clock &clock);
int calendars(const QStringList &arguments, const Clock &clock);
int signIn(const QStringList &arguments, const Clock &clock);

int status(const QStringList &arguments, const Clock &clock);
int listCalls(const QStringList &arguments, const Clock &clock);
int listFollowUps(const QStringList &arguments, const Clock &clock);
int listTasks(const QStringList &arguments, const Clock &clock);
int listMessages(const QStringList &arguments, const Clock &clock);
int listOptOuts(const QStringList &arguments, const Clock &clock);
int listReviews(const QStringList &arguments, const Clock &clock);
int listAudit(const QStringList &arguments, const Clock &clock);
int verify(const QStringList &arguments, const Clock &clock);

int serve(const QStringList &arguments, const Clock &clock);
int replay(const QStringList &arguments, const Clock &clock);
int backup(const QStringList &arguments, const Clock &clock);
int restore(const QStringList &arguments, const Clock &clock);
int copy(const QStringList &arguments, const Clock &clock);
int doctor(const QStringList &arguments, const Clock &clock);

int drill(const QStringList &arguments, const Clock &clock);
int practice(const QStringList &arguments, const Clock &clock);

} // namespace ringback::app::cli
