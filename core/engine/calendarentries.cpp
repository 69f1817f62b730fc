#include "engine/calendarentries.h"

#include "base/time.h"
#include "engine/wording.h"
#include "store/gateways.h"
#include "store/leadwritegateway.h"
#include "templates/template.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace ringback::engine {

using namespace Qt::StringLiterals;
using calls::CallbackTask;
using calls::Message;
using calls::TaskState;
using connectors::CalendarEntry;

namespace {

// A glance at a phone, not a conversation.
constexpr qsizetype longestQuote = 300;
constexpr qsizetype markLetters = 12;

using Sentences = QHash<QString, QString>;
using Words = QHash<QString, QString>;

Sentences read(const QString &language)
{
    QFile file(u":/calendar_entries/%1.json"_s.arg(language));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the sentences for calendars are missing");
    const QJsonObject document = QJsonDocument::fromJson(file.readAll()).object();
    Sentences sentences;
    for (auto sentence = document.constBegin(); sentence != document.constEnd(); ++sentence)
        sentences.insert(sentence.key(), sentence.value().toString());
    return sentences;
}

const Sentences &sentencesIn(const QString &language)
{
    static const Sentences english = read(u"en"_s);
    static const Sentences spanish = read(u"es"_s);
    return language == "es"_L1 ? spanish : english;
}

QString quoted(const QString &text)
{
    return text.size() > longestQuote ? text.left(longestQuote - 1) + u'…' : text;
}

bool hasLeft(const Message &message)
{
    using State = calls::DeliveryState;
    return message.state == State::Accepted || message.state == State::Sent || message.state == State::Delivered;
}

// What one entry is written from.
struct Source {
    const Office &office;
    const CallbackTask &task;
    const calls::FollowUp &followUp;
    const calls::Contact &contact;
    QByteArray zone;

    [[nodiscard]] QString say(const QString &key, const Words &words = {}) const
    {
        const Result<QString> said = templates::fill(sentencesIn(office.setup.company.language).value(key), words);
        Q_ASSERT_X(said, "calendarentries", "a sentence of ours does not fill in");
        return said ? *said : QString();
    }
    [[nodiscard]] QString timeOf(Instant at) const { return officeTime(at, zone, office.setup.company.language); }
    [[nodiscard]] QString lineName() const;
    [[nodiscard]] QString why() const;
    [[nodiscard]] QString quote(const QString &key, const Message &message) const;
};

QString Source::lineName() const
{
    const Result<calls::PhoneNumber> dialled = calls::PhoneNumber::parse(followUp.line);
    const calls::Line *const line = dialled ? office.setup.line(*dialled) : nullptr;
    return line && !line->label.isEmpty() ? line->label : dialled ? dialled->display() : followUp.line;
}

QString Source::why() const
{
    const QString time = timeOf(followUp.lastCallAt);
    if (followUp.missedCalls == 0)
        return say(u"wrote_first"_s, {{u"time"_s, time}});
    if (followUp.missedCalls == 1)
        return say(u"missed"_s, {{u"time"_s, time}});
    return say(u"missed_calls"_s, {{u"count"_s, QString::number(followUp.missedCalls)}, {u"time"_s, time}});
}

QString Source::quote(const QString &key, const Message &message) const
{
    const bool isEmail = message.channel == calls::Channel::Email && !message.subject.isEmpty();
    const QString text = (isEmail ? message.subject : message.body).trimmed();
    return say(key, {{u"time"_s, timeOf(message.sentAt.value_or(message.createdAt))}, {u"text"_s, text.isEmpty() ? u"…"_s : quoted(text)}});
}

template <class T>
Result<T> needed(const Result<std::optional<T>> &found)
{
    if (!found)
        return failure(found);
    if (!*found)
        return failure(ErrorKind::NotFound, u"what a callback is about is not there"_s);
    return **found;
}

// What has been said so far: our last word, and theirs.
Result<QStringList> said(store::Database &database, const Source &source)
{
    const Result<QList<Message>> messages = store::MessageGateway(database).ofFollowUp(source.followUp.id);
    if (!messages)
        return failure(messages);
    const auto last = [&](calls::Direction direction) -> const Message * {
        const Message *newest = nullptr;
        for (const Message &each : *messages) {
            const bool counts = each.direction == direction && (direction == calls::Direction::In || hasLeft(each));
            if (counts && (newest == nullptr || newest->createdAt <= each.createdAt))
                newest = &each;
        }
        return newest;
    };
    QStringList lines;
    const Message *const ours = last(calls::Direction::Out);
    const Message *const theirs = last(calls::Direction::In);
    if (ours)
        lines.append(source.quote(ours->channel == calls::Channel::Email ? u"email_sent"_s : u"text_sent"_s, *ours));
    if (theirs)
        lines.append(source.quote(u"reply"_s, *theirs));
    return lines;
}

Result<QString> linkOf(store::Database &database, const calls::FollowUpId &followUp)
{
    const Result<QList<store::LeadLinkRow>> links = store::LeadLinkGateway(database).ofCase(followUp);
    if (!links)
        return failure(links);
    const auto found = std::find_if(links->cbegin(), links->cend(), [](const auto &each) { return !each.link.url.isEmpty(); });
    return found == links->cend() ? QString() : found->link.url;
}

} // namespace

QStringList entrySentences()
{
    return sentencesIn(u"en"_s).keys();
}

QString personOf(const CallbackTask &task)
{
    switch (task.state) {
    case TaskState::Open:
        return task.assignedTo;
    case TaskState::Claimed:
        return task.claimedBy;
    case TaskState::Done:
    case TaskState::Cancelled:
        return {};
    }
    Q_UNREACHABLE();
}

QString entryUid(const calls::TaskId &task, const QString &calendar)
{
    const QByteArray mark = QCryptographicHash::hash(calendar.toUtf8(), QCryptographicHash::Sha256).toHex().left(markLetters);
    return task.text() + u'-' + QString::fromLatin1(mark) + QString::fromUtf16(connectors::entryDomain);
}

Result<CalendarEntry> entryOf(store::Database &database, const Office &office, const CallbackTask &task, const QString &calendar)
{
    const Result<calls::FollowUp> followUp = needed(store::FollowUpGateway(database).find(task.followUp));
    if (!followUp)
        return failure(followUp);
    const Result<calls::Contact> contact = needed(store::ContactGateway(database).findById(followUp->contact));
    if (!contact)
        return failure(contact);
    const calls::Staff *const person = office.setup.person(personOf(task));
    const QByteArray zone = person && !person->timeZone.isEmpty() ? person->timeZone : office.setup.company.timeZone;
    const Source source{.office = office, .task = task, .followUp = *followUp, .contact = *contact, .zone = zone};
    const Result<QStringList> messages = said(database, source);
    const Result<QString> link = linkOf(database, task.followUp);
    if (!messages || !link)
        return messages ? failure(link) : failure(messages);

    // A second try, and a time that was asked for: then is when to call. Else it is to be done by its time.
    const std::optional<Instant> waitsFor = task.appointmentAt ? task.appointmentAt : task.readyAt;
    const QString number = contact->number.display();
    QStringList lines{source.say(u"number"_s, {{u"number"_s, number}}), source.say(u"line"_s, {{u"line"_s, source.lineName()}}),
                      source.why()};
    if (task.attempt > 1)
        lines.append(source.say(u"again"_s, {{u"count"_s, QString::number(task.attempt)}}));
    if (!task.note.trimmed().isEmpty())
        lines.append(source.say(u"note"_s, {{u"note"_s, quoted(task.note.trimmed())}}));
    lines += *messages;
    if (waitsFor)
        lines.append(source.say(u"due"_s, {{u"due"_s, source.timeOf(task.dueAt)}}));
    lines.append(task.state == TaskState::Claimed ? source.say(u"claimed"_s) : source.say(u"to_claim"_s));

    const Instant from = waitsFor.value_or(task.dueAt);
    return CalendarEntry{.uid = entryUid(task.id, calendar),
                         .from = from,
                         .to = from + entryLength,
                         .zone = zone,
                         .title =
                             source.say(u"title"_s, {{u"name"_s, contact->name.trimmed().isEmpty() ? number : contact->name.trimmed()}}),
                         .text = lines.join(u'\n'),
                         .url = *link,
                         .revision = 0,
                         .alarmBefore = waitsFor ? std::optional<Milliseconds>(alarmBefore) : std::nullopt};
}

QString toJson(const CalendarEntry &entry)
{
    QJsonObject document{{u"from"_s, toIso(entry.from)}, {u"to"_s, toIso(entry.to)}, {u"zone"_s, QString::fromLatin1(entry.zone)},
                         {u"title"_s, entry.title},      {u"text"_s, entry.text},    {u"url"_s, entry.url}};
    if (entry.alarmBefore)
        document.insert(u"alarm_seconds"_s, qint64(entry.alarmBefore->count() / 1000));
    return QString::fromUtf8(QJsonDocument(document).toJson(QJsonDocument::Compact));
}

std::optional<CalendarEntry> entryOfJson(const QString &json)
{
    const QJsonObject document = QJsonDocument::fromJson(json.toUtf8()).object();
    const auto timeOf = [&](QLatin1StringView key) {
        return QDateTime::fromString(document.value(key).toString(), Qt::ISODateWithMs);
    };
    const QDateTime from = timeOf("from"_L1);
    const QDateTime to = timeOf("to"_L1);
    if (!from.isValid() || !to.isValid())
        return std::nullopt;
    CalendarEntry entry{.uid = {},
                        .from = fromMs(from.toMSecsSinceEpoch()),
                        .to = fromMs(to.toMSecsSinceEpoch()),
                        .zone = document.value("zone"_L1).toString().toLatin1(),
                        .title = document.value("title"_L1).toString(),
                        .text = document.value("text"_L1).toString(),
                        .url = document.value("url"_L1).toString()};
    if (const QJsonValue alarm = document.value("alarm_seconds"_L1); alarm.isDouble())
        entry.alarmBefore = std::chrono::seconds(alarm.toInteger());
    return entry;
}

} // namespace ringback::engine
