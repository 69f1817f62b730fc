#include "cli/command.h"
#include "cli/output.h"
#include "systemclock.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

struct Entry {
    QString verb;
    QString what;
    ringback::app::cli::Verb run;
};

const QList<Entry> &verbs()
{
    namespace cli = ringback::app::cli;
    static const QList<Entry> list = {
        {u"init"_s, u"make an office in a new database"_s, cli::initOffice},
        {u"import"_s, u"store a setup file; the same file again changes nothing"_s, cli::importFile},
        {u"import-contacts"_s, u"read existing customers from a CSV file"_s, cli::importContactsFile},
        {u"import-opt-outs"_s, u"read numbers that want no texts from a CSV file"_s, cli::importOptOutsFile},
        {u"export"_s, u"print the setup file"_s, cli::exportSetup},
        {u"secret"_s, u"store a secret in this computer's keychain, read from standard input"_s, cli::storeSecret},
        {u"serve"_s, u"take webhooks and do the follow-ups until told to stop"_s, cli::serve},
        {u"practice"_s, u"the same with made-up callers, printing the board"_s, cli::practice},
        {u"status"_s, u"how everything is doing"_s, cli::status},
        {u"calls"_s, u"list calls"_s, cli::listCalls},
        {u"follow-ups"_s, u"list follow-ups with their leads"_s, cli::listFollowUps},
        {u"tasks"_s, u"list callback tasks"_s, cli::listTasks},
        {u"messages"_s, u"list texts"_s, cli::listMessages},
        {u"opt-outs"_s, u"list the numbers that get no texts"_s, cli::listOptOuts},
        {u"reviews"_s, u"list texts of which nobody can tell whether they left"_s, cli::listReviews},
        {u"audit"_s, u"list the audit trail"_s, cli::listAudit},
        {u"claim"_s, u"claim a callback task"_s, cli::claim},
        {u"release"_s, u"put a claimed task back"_s, cli::release},
        {u"snooze"_s, u"put a callback task off to a time"_s, cli::snooze},
        {u"bring-back"_s, u"end the waiting of a task that was put off"_s, cli::bringBack},
        {u"hand-over"_s, u"give a callback task to a colleague"_s, cli::handOver},
        {u"complete"_s, u"complete a callback task with an outcome"_s, cli::complete},
        {u"undo"_s, u"take a completion back, within ten seconds"_s, cli::undo},
        {u"opt-out"_s, u"no more texts to a number"_s, cli::optOut},
        {u"opt-in"_s, u"texts to a number again"_s, cli::optIn},
        {u"review"_s, u"settle a text of which nobody can tell whether it left"_s, cli::review},
        {u"storm"_s, u"the storm switch: on, off, or say"_s, cli::storm},
        {u"blocklist"_s, u"list the numbers that are blocked; blocklist import FILE reads more"_s, cli::blocklist},
        {u"block"_s, u"nobody is bothered with calls of a number any more"_s, cli::block},
        {u"unblock"_s, u"calls of a number are welcome, whatever lists say"_s, cli::unblock},
        {u"connections"_s, u"list the phone systems; test one, or point its webhooks here"_s, cli::connections},
        {u"leads"_s, u"list the lead systems; test one, choose a record, try again"_s, cli::leads},
        {u"calendars"_s, u"list the calendars of the staff; test one, try again"_s, cli::calendars},
        {u"sign-in"_s, u"list who signs in; reset a sign-in, or end a wait after wrong tries"_s, cli::signIn},
        {u"verify"_s, u"check the audit trail; exit code 1 when a row was edited"_s, cli::verify},
        {u"replay"_s, u"what a playbook would have done with the calls that happened"_s, cli::replay},
        {u"backup"_s, u"copy the database while the office works"_s, cli::backup},
        {u"restore"_s, u"put a backup in the place of the database"_s, cli::restore},
        {u"copy"_s, u"move an office to another database: a file to PostgreSQL, or back"_s, cli::copy},
        {u"doctor"_s, u"what is wrong and what to do; exit code 1 when something is"_s, cli::doctor},
        {u"drill"_s, u"a storm of made-up calls against the practice phone company"_s, cli::drill},
    };
    return list;
}

QString usage()
{
    QString text = u"ringback-engine VERB …   (each verb has --help)\n\n"_s;
    for (const Entry &entry : verbs())
        text += u"  "_s + entry.verb.leftJustified(17) + entry.what + u'\n';
    text +=
        u"\nExit codes: 0 done, 1 verify, drill, doctor or a test found something, 2 bad arguments, 3 refused, 4 database or file problem.\n"_s;
    return text;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"Ringback"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(RINGBACK_VERSION));
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    const QString verb = arguments.value(0);
    if (verb == "--help"_L1 || verb == "help"_L1 || verb == "-h"_L1) {
        ringback::app::cli::print(usage());
        return ringback::app::cli::Ok;
    }
    if (verb == "--version"_L1) {
        ringback::app::cli::print(u"ringback-engine "_s + QCoreApplication::applicationVersion());
        return ringback::app::cli::Ok;
    }
    const auto entry = std::find_if(verbs().cbegin(), verbs().cend(), [&](const Entry &candidate) { return candidate.verb == verb; });
    if (entry == verbs().cend()) {
        ringback::app::cli::complain(verb.isEmpty() ? usage() : u"There is no verb \"%1\".\n\n%2"_s.arg(verb, usage()));
        return ringback::app::cli::BadUsage;
    }
    const ringback::app::SystemClock clock;
    return entry->run(arguments.mid(1), clock);
}
