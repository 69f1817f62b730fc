#include "connectors/jobber/inputs.h"

#include "base/time.h"
#include "connectors/bounded.h"
#include "connectors/jobber/records.h"

#include <QJsonArray>
#include <QTimeZone>

namespace ringback::connectors::jobber {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxTitle = 120;
constexpr qsizetype maxText = 8000;
constexpr qsizetype maxWord = 100;
constexpr Milliseconds appointmentTakes = std::chrono::hours(1);
constexpr Milliseconds callbackTakes = std::chrono::minutes(30);
constexpr QLatin1String statusSlot("status.");

// Of the playbooks that come with Ringback; an office's own are known once it has chosen a tag for them.
const QStringList &usualStatuses()
{
    static const QStringList statuses{
        u"needs_callback"_s, u"estimate_scheduled"_s, u"inspection_scheduled"_s,
        u"job_booked"_s,     u"customer_helped"_s,    u"left_voicemail"_s,
        u"no_answer"_s,      u"no_interest"_s,        u"lost"_s,
        u"not_served"_s,     u"not_a_lead"_s,         u"wrong_number"_s,
        u"spam"_s,
    };
    return statuses;
}

QString chosen(const settings::LeadConnection &connection, const QString &slot, const QString &otherwise)
{
    const QString choice = connection.choices.value(slot).trimmed();
    return bounded(choice.isEmpty() ? otherwise : choice, maxWord);
}

// `Pat Q Doe`: the last word is the family's.
void nameInto(QJsonObject &input, const QString &name)
{
    const QString whole = bounded(name.simplified(), maxWord);
    const qsizetype blank = whole.lastIndexOf(u' ');
    input.insert(u"firstName"_s, blank < 0 ? whole : whole.left(blank));
    if (blank >= 0)
        input.insert(u"lastName"_s, whole.mid(blank + 1));
}

QJsonObject localTime(Instant at, const QByteArray &zone)
{
    QTimeZone where(zone);
    if (!where.isValid())
        where = QTimeZone::utc();
    const QDateTime local = toDateTime(at).toTimeZone(where);
    return {{u"date"_s, local.date().toString(Qt::ISODate)},
            {u"time"_s, local.time().toString(u"HH:mm:ss"_s)},
            {u"timezone"_s, QString::fromLatin1(where.id())}};
}

} // namespace

QString markerOf(const LeadWriteHeader &header)
{
    return u"[%1]"_s.arg(header.marker);
}

QString marked(const LeadWriteHeader &header)
{
    const QString text = bounded(header.text.trimmed(), maxText);
    return text.isEmpty() ? markerOf(header) : text + u'\n' + markerOf(header);
}

QString sourceOf(const settings::LeadConnection &connection, const LeadFacts &facts)
{
    return chosen(connection, u"source"_s, facts.tag);
}

QString tagOf(const settings::LeadConnection &connection, const LeadFacts &facts)
{
    return chosen(connection, u"tag"_s, facts.tag);
}

QString statusTagOf(const settings::LeadConnection &connection, const QString &status)
{
    return chosen(connection, statusSlot + status, QString(status).replace(u'_', u' '));
}

QStringList otherStatusTags(const settings::LeadConnection &connection, const QString &status)
{
    QStringList others;
    const QString own = statusTagOf(connection, status);
    const auto add = [&](const QString &other) {
        const QString tag = statusTagOf(connection, other);
        if (other != status && !tag.isEmpty() && tag.compare(own, Qt::CaseInsensitive) != 0 && !others.contains(tag))
            others.append(tag);
    };
    for (const QString &usual : usualStatuses())
        add(usual);
    for (auto choice = connection.choices.cbegin(); choice != connection.choices.cend(); ++choice) {
        if (choice.key().startsWith(statusSlot))
            add(choice.key().mid(statusSlot.size()));
    }
    return others;
}

bool archives(const settings::LeadConnection &connection, const QString &status)
{
    const QString list = chosen(connection, u"archive"_s, u"no_interest"_s);
    for (const QString &each : list.split(u',')) {
        if (each.trimmed() == status)
            return true;
    }
    return false;
}

QJsonObject clientInput(const settings::LeadConnection &connection, const LeadFacts &facts)
{
    QJsonObject input;
    if (facts.name.trimmed().isEmpty()) {
        input.insert(u"firstName"_s, QString::fromUtf16(unknownFirst));
        input.insert(u"lastName"_s, QString::fromUtf16(unknownLast));
    } else {
        nameInto(input, facts.name);
    }
    const QJsonObject phone{{u"number"_s, facts.number.e164()}, {u"description"_s, u"MAIN"_s}, {u"primary"_s, true}};
    input.insert(u"phones"_s, QJsonArray{phone});
    if (!facts.email.isEmpty()) {
        const QJsonObject email{{u"address"_s, facts.email}, {u"description"_s, u"MAIN"_s}, {u"primary"_s, true}};
        input.insert(u"emails"_s, QJsonArray{email});
    }
    // It can be said only now: Jobber takes no source for a client that is there. Left out, it is the app's name.
    if (const QString source = sourceOf(connection, facts); !source.isEmpty())
        input.insert(u"sourceAttribution"_s, QJsonObject{{u"sourceText"_s, source}});
    return input;
}

QStringList tagsOf(const QJsonObject &client)
{
    QStringList tags;
    for (const auto &tag : client.value("tags"_L1).toObject().value("nodes"_L1).toArray())
        tags.append(tag.toObject().value("label"_L1).toString());
    return tags;
}

QJsonObject clientEdit(const settings::LeadConnection &connection, const LeadFacts &facts, const QJsonObject &client)
{
    QJsonObject edit;
    const QString tag = tagOf(connection, facts);
    if (!tag.isEmpty() && !tagsOf(client).contains(tag, Qt::CaseInsensitive))
        edit.insert(u"tagsToAdd"_s, QJsonArray{tag});
    const std::optional<calls::LeadRecord> known = recordOf(client);
    if (!known)
        return edit;
    if (!known->numbers.contains(facts.number)) {
        const QJsonObject phone{
            {u"number"_s, facts.number.e164()}, {u"description"_s, u"OTHER"_s}, {u"primary"_s, known->numbers.isEmpty()}};
        edit.insert(u"phonesToAdd"_s, QJsonArray{phone});
    }
    if (!facts.email.isEmpty() && client.value("emails"_L1).toArray().isEmpty()) {
        const QJsonObject email{{u"address"_s, facts.email}, {u"description"_s, u"MAIN"_s}, {u"primary"_s, true}};
        edit.insert(u"emailsToAdd"_s, QJsonArray{email});
    }
    if (known->name.isEmpty() && !facts.name.trimmed().isEmpty()) { // our own placeholder
        nameInto(edit, facts.name);
        if (!edit.contains(u"lastName"_s))
            edit.insert(u"lastName"_s, QString()); // else it stays `caller`
    }
    return edit;
}

QJsonObject requestInput(const LeadWriteHeader &header, const QString &client)
{
    // The title is all of a request that can be read back.
    const QString first = header.text.section(u'\n', 0, 0).trimmed();
    const QString title = bounded(first.isEmpty() ? header.facts.number.display() : first, maxTitle) + u' ' + markerOf(header);
    QJsonObject input{{u"clientId"_s, client}, {u"title"_s, title}};
    if (!header.text.trimmed().isEmpty()) {
        const QString label = header.facts.tag.isEmpty() ? u"Ringback"_s : bounded(header.facts.tag, maxWord);
        const QJsonObject item{{u"label"_s, label}, {u"answerText"_s, bounded(header.text.trimmed(), maxText)}};
        const QJsonObject section{{u"label"_s, u"Ringback"_s}, {u"items"_s, QJsonArray{item}}};
        const QJsonObject form{{u"sections"_s, QJsonArray{section}}};
        input.insert(u"requestDetails"_s, QJsonObject{{u"form"_s, form}});
    }
    return input;
}

QJsonObject assessmentInput(const LeadWriteHeader &header, Instant at)
{
    const QJsonObject schedule{{u"startAt"_s, localTime(at, header.facts.zone)},
                               {u"endAt"_s, localTime(at + appointmentTakes, header.facts.zone)}};
    return {{u"instructions"_s, marked(header)}, {u"schedule"_s, schedule}};
}

QJsonObject taskInput(const settings::LeadConnection &connection, const PutTask &put)
{
    LeadWriteHeader header = put.header;
    if (!header.link.url.isEmpty()) // a task has no page of its own
        header.text = header.text.trimmed() + u'\n' + header.link.url;
    // Jobber knows no priority: the mark is what a list shows.
    const QString mark = put.isPriority ? u"\u203C "_s : QString();
    QJsonObject input{{u"title"_s, mark + bounded(put.title, maxTitle)},
                      {u"instructions"_s, marked(header)},
                      {u"startAt"_s, toIso(put.dueAt)},
                      {u"endAt"_s, toIso(put.dueAt + callbackTakes)},
                      {u"allDay"_s, false},
                      {u"teamReminderOffset"_s, 0}};
    const QString user = put.assignee.isEmpty() ? QString() : connection.choices.value(u"user."_s + put.assignee).trimmed();
    if (!user.isEmpty())
        input.insert(u"assignedTo"_s, QJsonArray{user});
    return input;
}

QJsonObject spellingsOf(const calls::PhoneNumber &number)
{
    const QString &e164 = number.e164();
    if (e164.size() != 12 || !e164.startsWith("+1"_L1)) {
        const QString digits = e164.mid(1);
        return {{u"digits"_s, digits}, {u"brackets"_s, number.display()}, {u"dashes"_s, e164}, {u"dots"_s, digits}};
    }
    const QString area = e164.mid(2, 3);
    const QString office = e164.mid(5, 3);
    const QString rest = e164.mid(8);
    return {{u"digits"_s, area + office + rest},
            {u"brackets"_s, u"(%1) %2-%3"_s.arg(area, office, rest)},
            {u"dashes"_s, u"%1-%2-%3"_s.arg(area, office, rest)},
            {u"dots"_s, u"%1.%2.%3"_s.arg(area, office, rest)}};
}

} // namespace ringback::connectors::jobber
