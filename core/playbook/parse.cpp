#include "playbook/document.h"

#include "playbook/schema.h"
#include "playbook/semantics.h"

#include <QJsonArray>

#include <cmath>

namespace ringback::playbook {

using namespace Qt::StringLiterals;

namespace {

// `10 s`, `90 min`, `4 h`: the schema has let nothing else through.
seconds duration(const QString &text)
{
    const qint64 count = text.section(u' ', 0, 0).toLongLong();
    const QString unit = text.section(u' ', 1);
    if (unit == "h"_L1)
        return std::chrono::hours(count);
    if (unit == "min"_L1)
        return minutes(count);
    return seconds(count);
}

// What the document leaves out keeps the value that the struct begins with.
template <class Rep, class Period>
void read(const QJsonObject &from, QLatin1StringView key, std::chrono::duration<Rep, Period> &into)
{
    if (from.contains(key))
        into = std::chrono::duration_cast<std::chrono::duration<Rep, Period>>(duration(from.value(key).toString()));
}

void read(const QJsonObject &from, QLatin1StringView key, bool &into)
{
    into = from.value(key).toBool(into);
}

void read(const QJsonObject &from, QLatin1StringView key, int &into)
{
    into = from.value(key).toInt(into);
}

void read(const QJsonObject &from, QLatin1StringView key, QString &into)
{
    into = from.value(key).toString(into);
}

QMap<QString, QString> readWords(const QJsonValue &value)
{
    QMap<QString, QString> words;
    const QJsonObject object = value.toObject();
    for (auto word = object.begin(); word != object.end(); ++word)
        words.insert(word.key(), word.value().toString());
    return words;
}

QStringList readPhrases(const QJsonValue &value)
{
    QStringList phrases;
    const QJsonArray list = value.toArray();
    for (const auto &phrase : list)
        phrases.append(phrase.toString());
    return phrases;
}

template <class Item>
QList<Item> readList(const QJsonValue &value, Item (*readItem)(const QJsonObject &))
{
    QList<Item> items;
    const QJsonArray list = value.toArray();
    for (const auto &item : list)
        items.append(readItem(item.toObject()));
    return items;
}

StopsOn readStop(const QString &text)
{
    for (const StopsOn stop : {StopsOn::Replied, StopsOn::Reached, StopsOn::Claimed, StopsOn::Closed}) {
        if (word(stop) == text)
            return stop;
    }
    return StopsOn::OptedOut;
}

Screening readScreening(const QJsonObject &from)
{
    Screening screening;
    read(from, "short_ring"_L1, screening.shortRing);
    read(from, "withheld_numbers"_L1, screening.withheldNumbers);
    read(from, "listed_as_spam"_L1, screening.listedAsSpam);
    read(from, "short_calls_to_surface"_L1, screening.shortCallsToSurface);
    read(from, "complaints_to_block"_L1, screening.complaintsToBlock);
    return screening;
}

std::optional<QuietHours> readQuietHours(const QJsonValue &value)
{
    if (value.isNull())
        return std::nullopt;
    const QJsonObject from = value.toObject();
    QuietHours hours{.start = QTime::fromString(from.value("start"_L1).toString(), u"HH:mm"_s),
                     .end = QTime::fromString(from.value("end"_L1).toString(), u"HH:mm"_s)};
    read(from, "state_rules"_L1, hours.stateRules);
    return hours;
}

LeadRules readLead(const QJsonObject &from)
{
    LeadRules lead;
    read(from, "tag"_L1, lead.tag);
    read(from, "new_status"_L1, lead.newStatus);
    read(from, "reached_status"_L1, lead.reachedStatus);
    lead.unknownCaller = calls::fromWord<calls::ContactKind>(from.value("unknown_caller"_L1).toString()).value_or(lead.unknownCaller);
    return lead;
}

Template readTemplate(const QJsonObject &from)
{
    return {
        .id = from.value("id"_L1).toString(),
        .text = readWords(from.value("text"_L1)),
        .subject = readWords(from.value("subject"_L1)),
    };
}

Step readStep(const QJsonObject &from)
{
    Step step;
    read(from, "id"_L1, step.id);
    step.action = from.value("action"_L1).toString() == word(StepAction::Email) ? StepAction::Email : StepAction::Text;
    read(from, "after"_L1, step.after);
    read(from, "true_for"_L1, step.trueFor);
    const QStringList stops = readPhrases(from.value("stops_on"_L1));
    for (const QString &stop : stops)
        step.stopsOn.append(readStop(stop));
    step.templates = readWords(from.value("templates"_L1));
    read(from, "needs_email"_L1, step.needsEmail);
    read(from, "unless_email_on_file"_L1, step.unlessEmailOnFile);
    return step;
}

Route readRoute(const QJsonObject &from)
{
    Route route;
    read(from, "team"_L1, route.team);
    read(from, "senior"_L1, route.senior);
    read(from, "priority"_L1, route.priority);
    read(from, "note"_L1, route.note);
    return route;
}

Escalation readEscalation(const QJsonObject &from)
{
    Escalation escalation;
    read(from, "after"_L1, escalation.after);
    read(from, "to"_L1, escalation.to);
    return escalation;
}

Callback readCallback(const QJsonObject &from)
{
    Callback callback;
    read(from, "due_in"_L1, callback.dueIn);
    read(from, "claim_idle_limit"_L1, callback.claimIdleLimit);
    const QJsonObject routes = from.value("routes"_L1).toObject();
    for (auto route = routes.begin(); route != routes.end(); ++route)
        callback.routes.insert(route.key(), readRoute(route.value().toObject()));
    callback.escalation = readList(from.value("escalation"_L1), readEscalation);
    return callback;
}

Outcome readOutcome(const QJsonObject &from)
{
    Outcome outcome;
    read(from, "id"_L1, outcome.id);
    outcome.label = readWords(from.value("label"_L1));
    read(from, "recovered"_L1, outcome.recovered);
    read(from, "closes"_L1, outcome.closes);
    read(from, "lead_status"_L1, outcome.leadStatus);
    read(from, "confirmation"_L1, outcome.confirmation);
    read(from, "asks_value"_L1, outcome.asksValue);
    read(from, "asks_time"_L1, outcome.asksTime);
    if (from.contains("retry_in"_L1))
        read(from, "retry_in"_L1, outcome.retryIn.emplace());
    read(from, "attempts"_L1, outcome.attempts);
    return outcome;
}

Storm readStorm(const QJsonObject &from)
{
    Storm storm;
    read(from, "misses_per_15_minutes"_L1, storm.missesPer15Minutes);
    read(from, "per_callback"_L1, storm.perCallback);
    return storm;
}

OptOut readOptOut(const QJsonObject &from)
{
    OptOut rules;
    rules.stop = readPhrases(from.value("stop"_L1));
    rules.start = readPhrases(from.value("start"_L1));
    rules.help = readPhrases(from.value("help"_L1));
    rules.likely = readPhrases(from.value("likely"_L1));
    rules.courtesy = readPhrases(from.value("courtesy"_L1));
    read(from, "stop_reply"_L1, rules.stopReply);
    read(from, "start_reply"_L1, rules.startReply);
    read(from, "help_reply"_L1, rules.helpReply);
    return rules;
}

MoneyRules readMoney(const QJsonObject &from, Findings &findings)
{
    const double amount = from.value("average_value"_L1).toDouble();
    const qint64 cents = std::llround(amount * 100);
    if (std::abs(amount * 100 - static_cast<double>(cents)) > 1e-3)
        findings.add(u"/money/average_value"_s, u"at most two digits after the point"_s);
    MoneyRules money{.averageValue = Money{cents}, .valueLabel = readWords(from.value("value_label"_L1))};
    read(from, "win_percent"_L1, money.winPercent);
    return money;
}

Playbook readPlaybook(const QJsonObject &from, Findings &findings)
{
    Playbook playbook;
    read(from, "id"_L1, playbook.id);
    read(from, "name"_L1, playbook.name);
    playbook.screening = readScreening(from.value("screening"_L1).toObject());
    read(from, "dedup_window"_L1, playbook.dedupWindow);
    read(from, "returning_window"_L1, playbook.returningWindow);
    read(from, "repeats_for_priority"_L1, playbook.repeatsForPriority);
    playbook.quietHours = readQuietHours(from.value("quiet_hours"_L1));
    read(from, "crm_head_start"_L1, playbook.crmHeadStart);
    playbook.lead = readLead(from.value("lead"_L1).toObject());
    playbook.templates = readList(from.value("templates"_L1), readTemplate);
    playbook.steps = readList(from.value("steps"_L1), readStep);
    playbook.callback = readCallback(from.value("callback"_L1).toObject());
    playbook.outcomes = readList(from.value("outcomes"_L1), readOutcome);
    playbook.storm = readStorm(from.value("storm"_L1).toObject());
    playbook.optOut = readOptOut(from.value("opt_out"_L1).toObject());
    playbook.money = readMoney(from.value("money"_L1).toObject(), findings);
    return playbook;
}

} // namespace

Result<Playbook> parse(const QByteArray &json)
{
    const Result<QJsonObject> document = readObject(json);
    if (!document)
        return failure(document);
    if (const Done valid = checkSchema(*document, u":/schemas/playbook.schema.json"_s); !valid)
        return failure(valid);

    Findings findings;
    Playbook playbook = readPlaybook(*document, findings);
    checkMeaning(playbook, findings);
    if (!findings.isEmpty())
        return tl::unexpected<Error>(findings.error());
    return playbook;
}

Result<Playbook> readDraft(const QByteArray &json)
{
    const Result<QJsonObject> document = readObject(json);
    if (!document)
        return failure(document);
    Findings unheard; // what is wrong with it is said when it is to be made live
    return readPlaybook(*document, unheard);
}

} // namespace ringback::playbook
