#include "desk/signin.h"

#include "cli/command.h"
#include "cli/output.h"
#include "cli/refusal.h"
#include "desk/secretrules.h"
#include "store/credentialgateway.h"
#include "store/migrations.h"

#include <QFile>
#include <QJsonDocument>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <termios.h>
#include <unistd.h>
#endif

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostTyped = 4'096;

// Keeps what is typed from the screen, where there is one.
class NoEcho final {
public:
    NoEcho()
    {
#ifdef Q_OS_UNIX
        m_isTerminal = isatty(STDIN_FILENO) != 0 && tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_isTerminal)
            return;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
#endif
    }
    ~NoEcho()
    {
#ifdef Q_OS_UNIX
        if (m_isTerminal)
            (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
#endif
    }
    NoEcho(const NoEcho &) = delete;
    NoEcho &operator=(const NoEcho &) = delete;

    [[nodiscard]] bool isTerminal() const
    {
        return m_isTerminal;
    }

private:
    bool m_isTerminal = false;
#ifdef Q_OS_UNIX
    termios m_before{};
#endif
};

QString lineOf(QFile &input)
{
    QString line = QString::fromUtf8(input.readLine(mostTyped));
    while (line.endsWith(u'\n') || line.endsWith(u'\r'))
        line.chop(1);
    return line;
}

// From standard input, never from an argument, which every program on the machine can read. At a terminal it is asked twice.
std::optional<QString> readSecret()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly)) {
        complain(u"Standard input cannot be read."_s);
        return std::nullopt;
    }
    const NoEcho quiet;
    if (quiet.isTerminal())
        complain(u"The new one (it is not shown):"_s);
    const QString first = lineOf(input);
    if (quiet.isTerminal()) {
        complain(u"Once more:"_s);
        if (lineOf(input) != first) {
            complain(u"The two are not the same. Nothing was changed."_s);
            return std::nullopt;
        }
    }
    return first;
}

int refused(const desk::SignInRefusal &refusal)
{
    using Why = desk::SignInRefusal::Why;
    switch (refusal.why) {
    case Why::NoSuchPerson:
        complain(u"There is nobody of that id in the setup; see: ringback-engine export"_s);
        return BadUsage;
    case Why::NoOwnerYet:
        complain(u"Begin with an owner: ringback-engine sign-in reset OWNER"_s);
        return Refused;
    case Why::TooShort:
        complain(u"That is too short: a password has %1 characters or more, a PIN %2 digits or more."_s.arg(desk::shortestPassword)
                     .arg(desk::shortestPin));
        return BadUsage;
    case Why::TooLong:
        complain(
            u"That is too long: a password has %1 characters at most, a PIN %2 digits."_s.arg(desk::longestSecret).arg(desk::longestPin));
        return BadUsage;
    case Why::TooCommon:
    case Why::SimpleRun:
        complain(u"That is among the first that anybody would try."_s);
        return BadUsage;
    case Why::LikeName:
        complain(u"That is little more than the name of the person or the company."_s);
        return BadUsage;
    case Why::NotDigits:
        complain(u"A PIN has digits only."_s);
        return BadUsage;
    case Why::NotHere:
        complain(u"This login of the database may not change sign-ins: use one in the role ringback_admin."_s);
        return Refused;
    default:
        break;
    }
    return dataError({ErrorKind::Transient, u"Nothing was changed: %1"_s.arg(refusal.detail)});
}

Result<QJsonArray> rowsOf(store::Database &database, qint64 limit)
{
    const Result<QList<calls::SignInState>> states = store::CredentialGateway(database).states();
    if (!states)
        return failure(states);
    QJsonArray rows;
    for (const calls::SignInState &state : *states) {
        if (rows.size() >= limit)
            break;
        rows.append(QJsonObject{{u"id"_s, state.staff},
                                {u"kind"_s, calls::word(state.kind)},
                                {u"set_at"_s, toIso(state.setAt)},
                                {u"set_by"_s, state.setBy},
                                {u"must_change"_s, state.mustChange},
                                {u"failures"_s, state.failures},
                                {u"locked_until"_s, orNull(state.lockedUntil)}});
    }
    return rows;
}

int reset(const QStringList &arguments, const Clock &clock)
{
    Command command(u"sign-in reset"_s,
                    u"Gives somebody a new password, read from standard input. For a lost owner: who can write the database may do this."_s,
                    {u"STAFF"_s}, {{u"pin"_s, u"A PIN instead of a password."_s}}, false);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const std::optional<QString> typed = readSecret();
    if (!typed)
        return BadUsage;
    desk::SignIn signIn(**database, clock);
    const desk::SignInAnswer<void> recovered = signIn.recover(
        command.positional(0), {.kind = command.isSet(u"pin"_s) ? calls::SecretKind::Pin : calls::SecretKind::Password, .typed = *typed});
    if (!recovered)
        return refused(recovered.error());
    print(u"%1 can sign in with it now. The audit trail says that it was reset here."_s.arg(command.positional(0)));
    return Ok;
}

int endWait(const QStringList &arguments, const Clock &clock)
{
    Command command(u"sign-in unlock"_s, u"Ends the wait after too many wrong tries."_s, {u"STAFF"_s}, {}, false);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const desk::SignInAnswer<bool> cleared = desk::SignIn(**database, clock).clearLock(command.positional(0));
    if (!cleared)
        return refused(cleared.error());
    print(*cleared ? u"They may try again now."_s : u"Nothing has changed: there were no wrong tries."_s);
    return Ok;
}

int roles(const QStringList &arguments, const Clock &clock)
{
    Command command(u"sign-in roles"_s,
                    u"Grants PostgreSQL's roles of Ringback what this version needs; makes them where this login may."_s, {}, {}, false);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    const Result<store::DatabaseRoles> granted = store::grantRoles(**database);
    if (!granted)
        return dataError(granted.error());
    switch (*granted) {
    case store::DatabaseRoles::Granted:
        print(u"ringback_rep, ringback_admin, ringback_owner and ringback_engine have what they need."_s);
        return Ok;
    case store::DatabaseRoles::NotHere:
        complain(u"SQLite has no roles: whoever can write the file can do everything to it."_s);
        return Refused;
    case store::DatabaseRoles::Missing:
    case store::DatabaseRoles::NotGranted:
        break;
    }
    complain(u"The roles are not there, and this login may not make them; see \"Roles in PostgreSQL\" in docs/operations.md."_s);
    return Refused;
}

} // namespace

int signIn(const QStringList &arguments, const Clock &clock)
{
    if (arguments.value(0) == "reset"_L1)
        return reset(arguments.mid(1), clock);
    if (arguments.value(0) == "unlock"_L1)
        return endWait(arguments.mid(1), clock);
    if (arguments.value(0) == "roles"_L1)
        return roles(arguments.mid(1), clock);
    return list(u"sign-in"_s,
                u"Lists who signs in to consoles. Also: sign-in reset STAFF, sign-in unlock STAFF, sign-in roles. Without anybody, whoever "
                u"sits at a "
                "console may say who they are."_s,
                {{u"STAFF"_s, u"id"_s},
                 {u"WITH"_s, u"kind"_s},
                 {u"SINCE"_s, u"set_at"_s},
                 {u"SET BY"_s, u"set_by"_s},
                 {u"WRONG TRIES"_s, u"failures"_s},
                 {u"WAITS UNTIL"_s, u"locked_until"_s}},
                rowsOf, arguments, clock);
}

} // namespace ringback::app::cli
