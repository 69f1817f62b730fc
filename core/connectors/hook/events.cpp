#include "connectors/hook/events.h"

#include "base/time.h"
#include "connectors/bounded.h"

#include <QCryptographicHash>

namespace ringback::connectors::hook {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxText = 20'000;
constexpr qsizetype maxWord = 256;

QString noteType(calls::LeadNote note)
{
    switch (note) {
    case calls::LeadNote::MissedCall:
        return u"call.repeated"_s;
    case calls::LeadNote::TextSent:
        return u"text.sent"_s;
    case calls::LeadNote::Reply:
        return u"reply.received"_s;
    case calls::LeadNote::Voicemail:
        return u"voicemail.received"_s;
    case calls::LeadNote::Outcome:
        break;
    }
    return u"note.added"_s;
}

// What only events of one type have.
struct OwnMembers {
    const QMap<QString, QString> &choices;
    QJsonObject &event;

    void operator()(const PutLead &) const {}
    void operator()(const AddNote &) const {}
    void operator()(const SetStatus &write) const
    {
        event.insert(u"closed"_s, write.closes);
        event.insert(u"appointment_at"_s, write.appointmentAt ? toIso(*write.appointmentAt) : QString());
    }
    void operator()(const PutTask &write) const
    {
        event.insert(u"task_id"_s, write.header.marker);
        event.insert(u"title"_s, bounded(write.title, maxWord));
        event.insert(u"due_at"_s, toIso(write.dueAt));
        event.insert(u"assignee"_s, choices.value(u"user."_s + write.assignee, write.assignee));
        event.insert(u"priority"_s, write.isPriority);
    }
    void operator()(const CloseTask &write) const
    {
        event.insert(u"task_id"_s, write.header.link.task);
        event.insert(u"outcome"_s, bounded(write.outcome, maxWord));
    }
};

} // namespace

QStringList eventTypes()
{
    return {u"lead.created"_s, u"call.repeated"_s,  u"text.sent"_s,    u"reply.received"_s, u"voicemail.received"_s,
            u"note.added"_s,   u"status.changed"_s, u"task.created"_s, u"task.completed"_s};
}

QString eventTypeOf(const LeadWrite &write)
{
    struct {
        QString operator()(const PutLead &) const { return u"lead.created"_s; }
        QString operator()(const AddNote &note) const { return noteType(note.note); }
        QString operator()(const SetStatus &) const { return u"status.changed"_s; }
        QString operator()(const PutTask &) const { return u"task.created"_s; }
        QString operator()(const CloseTask &) const { return u"task.completed"_s; }
    } const typeOf;
    return std::visit(typeOf, write);
}

QString leadIdOf(const LeadWriteHeader &header)
{
    if (!header.link.record.isEmpty())
        return header.link.record;
    const QByteArray of = header.facts.number.e164().toLatin1() + ' ' + QByteArray::number(toMs(header.facts.calledAt));
    const QByteArray digest = QCryptographicHash::hash(of, QCryptographicHash::Sha256).toHex();
    return u"lead-"_s + QString::fromLatin1(digest.constData(), 16);
}

QJsonObject eventOf(const LeadWrite &write, const QMap<QString, QString> &choices)
{
    const LeadWriteHeader &header = std::visit([](const auto &each) -> const LeadWriteHeader & { return each.header; }, write);
    const LeadFacts &facts = header.facts;
    QJsonObject event{{u"event_id"_s, header.marker},
                      {u"type"_s, eventTypeOf(write)},
                      {u"created_at"_s, toIso(header.at)},
                      {u"lead_id"_s, leadIdOf(header)},
                      {u"phone"_s, facts.number.e164()},
                      {u"name"_s, bounded(facts.name, maxWord)},
                      {u"email"_s, bounded(facts.email, maxWord)},
                      {u"language"_s, facts.language},
                      {u"kind"_s, calls::word(facts.kind)},
                      {u"line"_s, bounded(facts.line, maxWord)},
                      {u"source"_s, bounded(facts.lineSource, maxWord)},
                      {u"tag"_s, bounded(facts.tag, maxWord)},
                      {u"status"_s, choices.value(u"status."_s + facts.status, facts.status)},
                      {u"missed_calls"_s, facts.missedCalls},
                      {u"called_at"_s, toIso(facts.calledAt)},
                      {u"time_zone"_s, QString::fromUtf8(facts.zone)},
                      {u"note"_s, bounded(header.text, maxText)},
                      {u"test"_s, false}};
    const OwnMembers ownMembers{.choices = choices, .event = event};
    std::visit(ownMembers, write);
    return event;
}

QJsonObject pingOf(const QString &id, Instant now)
{
    return {{u"event_id"_s, id}, {u"type"_s, u"ping"_s}, {u"created_at"_s, toIso(now)}, {u"test"_s, true}};
}

} // namespace ringback::connectors::hook
