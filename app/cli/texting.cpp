#include "desk/texting.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/refusal.h"
#include "store/gateways.h"
#include "store/jobgateway.h"

#include <QJsonDocument>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 5'000;

const QCommandLineOption limitOption(u"limit"_s, u"So many; all when left out."_s, u"rows"_s, u"1000000000"_s);

Result<QJsonArray> optOutRows(store::Database &database, qint64 limit)
{
    const store::ContactGateway contacts(database);
    QJsonArray rows;
    std::optional<store::OptOut> last;
    while (rows.size() < limit) {
        const Result<QList<store::OptOut>> page = contacts.optOuts(last, static_cast<int>(std::min<qint64>(pageSize, limit - rows.size())));
        if (!page)
            return failure(page);
        if (page->isEmpty())
            break;
        for (const store::OptOut &optOut : *page) {
            rows.append(QJsonObject{{u"id"_s, optOut.number.e164()},
                                    {u"since"_s, toIso(optOut.since)},
                                    {u"source"_s, optOut.source},
                                    {u"by"_s, orNull(optOut.byWhom)},
                                    {u"likely"_s, optOut.isLikely()}});
        }
        last = page->last();
    }
    return rows;
}

Result<QJsonArray> reviewRows(store::Database &database, qint64 limit)
{
    const Result<QList<store::Job>> jobs = store::JobGateway(database).toReviewList(static_cast<int>(limit));
    if (!jobs)
        return failure(jobs);
    QJsonArray rows;
    for (const store::Job &job : *jobs) {
        const Result<std::optional<calls::Message>> message = store::MessageGateway(database).find(job.message);
        if (!message)
            return failure(message);
        if (!*message)
            return failure(ErrorKind::Corrupt, u"a job without its message"_s);
        rows.append(QJsonObject{{u"id"_s, job.message.text()},
                                {u"to"_s, (*message)->channel == calls::Channel::Email ? (*message)->email : (*message)->peer.e164()},
                                {u"channel"_s, calls::word((*message)->channel)},
                                {u"body"_s, (*message)->body},
                                {u"follow_up"_s, (*message)->followUp ? QJsonValue((*message)->followUp->text()) : QJsonValue::Null},
                                {u"attempts"_s, job.attempts},
                                {u"last_attempt_at"_s, orNull(job.inDoubtSince)},
                                {u"looked"_s, job.looks},
                                {u"last_error"_s, orNull(job.lastError)},
                                {u"choices"_s, QJsonArray{u"send_again"_s, u"was_sent"_s, u"drop"_s}}});
    }
    return rows;
}

using Change = desk::Answer<bool> (desk::Texting::*)(const QString &, const QString &);

// opt-out and opt-in.
int change(const QString &verb, const QString &description, Change what, const QString &done, const QString &already,
           const QStringList &arguments, const Clock &clock)
{
    Command command(verb, description, {u"NUMBER"_s}, {asOption()}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    IdSource ids(IdSource::systemSeed());
    desk::Texting texting(**database, clock, ids);
    const desk::Answer<bool> changed = (texting.*what)(command.positional(0), command.value(u"as"_s));
    if (!changed)
        return refusal(**database, changed.error());
    if (command.json())
        print(QString::fromUtf8(QJsonDocument(QJsonObject{{u"changed"_s, *changed}}).toJson()).trimmed());
    else
        print(*changed ? done : already);
    return Ok;
}

} // namespace

int listOptOuts(const QStringList &arguments, const Clock &clock)
{
    return list(
        u"opt-outs"_s, u"Lists the numbers that get no texts, the newest first."_s,
        {{u"NUMBER"_s, u"id"_s}, {u"SINCE"_s, u"since"_s}, {u"SOURCE"_s, u"source"_s}, {u"BY"_s, u"by"_s}, {u"TO READ"_s, u"likely"_s}},
        optOutRows, arguments, clock);
}

int listReviews(const QStringList &arguments, const Clock &clock)
{
    return list(u"reviews"_s, u"Lists the texts of which nobody can tell whether they left, the oldest first."_s,
                {{u"MESSAGE"_s, u"id"_s},
                 {u"TO"_s, u"to"_s},
                 {u"ATTEMPTS"_s, u"attempts"_s},
                 {u"LAST ATTEMPT"_s, u"last_attempt_at"_s},
                 {u"LOOKED"_s, u"looked"_s},
                 {u"ERROR"_s, u"last_error"_s},
                 {u"TEXT"_s, u"body"_s}},
                reviewRows, arguments, clock);
}

int optOut(const QStringList &arguments, const Clock &clock)
{
    return change(u"opt-out"_s, u"No more texts to a number, for the whole company."_s, &desk::Texting::optOut,
                  u"Noted: no more texts to this number."_s, u"This number had opted out before; nothing was changed."_s, arguments, clock);
}

int optIn(const QStringList &arguments, const Clock &clock)
{
    return change(u"opt-in"_s, u"Texts to a number are welcome again."_s, &desk::Texting::optIn, u"Noted: texts to this number again."_s,
                  u"This number had not opted out; nothing was changed."_s, arguments, clock);
}

int review(const QStringList &arguments, const Clock &clock)
{
    Command command(u"review"_s, u"Settles a text of which nobody can tell whether it left."_s, {u"MESSAGE"_s},
                    {asOption(),
                     {u"send-again"_s, u"It did not leave: send it, if the rules still allow it."_s},
                     {u"was-sent"_s, u"The caller has it."_s},
                     {u"drop"_s, u"It did not leave, and is not to."_s}},
                    true);
    if (!command.parse(arguments))
        return usageError(command);
    QList<desk::ReviewChoice> choices;
    if (command.isSet(u"send-again"_s))
        choices.append(desk::ReviewChoice::SendAgain);
    if (command.isSet(u"was-sent"_s))
        choices.append(desk::ReviewChoice::WasSent);
    if (command.isSet(u"drop"_s))
        choices.append(desk::ReviewChoice::Drop);
    if (choices.size() != 1) {
        complain(u"review needs one of --send-again, --was-sent and --drop."_s);
        return BadUsage;
    }
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    IdSource ids(IdSource::systemSeed());
    const desk::Answer<bool> settled =
        desk::Texting(**database, clock, ids).review(command.positional(0), command.value(u"as"_s), choices.first());
    if (!settled)
        return refusal(**database, settled.error());
    if (command.json())
        print(QString::fromUtf8(QJsonDocument(QJsonObject{{u"id"_s, command.positional(0)}}).toJson()).trimmed());
    else
        print(u"Settled."_s);
    return Ok;
}

} // namespace ringback::app::cli
