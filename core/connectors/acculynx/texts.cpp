#include "connectors/acculynx/texts.h"

#include "base/time.h"
#include "calls/emailaddress.h"
#include "connectors/bounded.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace ringback::connectors::acculynx {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxNote = 1000;
constexpr qsizetype maxName = 100;
constexpr qsizetype maxSource = 50;
constexpr Milliseconds appointmentLength = std::chrono::hours(1); // ours have no end

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

QString tenDigits(const calls::PhoneNumber &number)
{
    const QString &e164 = number.e164();
    return e164.startsWith("+1"_L1) && e164.size() == 12 ? e164.mid(2) : QString();
}

QString marked(const LeadWriteHeader &header)
{
    const QString mark = u'[' + header.marker + u']';
    const QString text = header.text.trimmed();
    if (text.isEmpty())
        return mark;
    const qsizetype room = maxNote - mark.size() - 1;
    return (text.size() > room ? bounded(text, room - 1) + u'…' : bounded(text, room)) + u' ' + mark;
}

QJsonObject contactOf(const LeadFacts &facts)
{
    // AccuLynx finds people by their names only, so that a placeholder holds the number.
    const QStringList words = bounded(facts.name, maxName).simplified().split(u' ', Qt::SkipEmptyParts);
    QString first = u"Unknown"_s;
    QString last = facts.number.display();
    if (!words.isEmpty())
        first = words.size() == 1 ? words.constFirst() : words.mid(0, words.size() - 1).join(u' ');
    if (words.size() > 1)
        last = words.constLast();
    QJsonObject contact{{u"firstName"_s, first}, {u"lastName"_s, last}, {u"crossReference"_s, facts.tag}};
    const QJsonObject phone{{u"number"_s, tenDigits(facts.number)}, {u"type"_s, u"Mobile"_s}, {u"primary"_s, true}};
    contact.insert(u"phoneNumbers"_s, QJsonArray{phone});
    if (calls::isEmailAddress(facts.email)) { // else the whole contact would be refused
        const QJsonObject email{{u"address"_s, facts.email}, {u"type"_s, u"Personal"_s}, {u"primary"_s, true}};
        contact.insert(u"emailAddresses"_s, QJsonArray{email});
    }
    return contact;
}

QByteArray jobBody(const LeadWriteHeader &header, const QString &leadSource, const QString &priority)
{
    QJsonObject job{{u"contact"_s, QJsonObject{{u"id"_s, header.link.record}}},
                    {u"priority"_s, priorities().contains(priority) ? priority : priorities().constFirst()},
                    {u"notes"_s, marked(header)}};
    if (!leadSource.isEmpty())
        job.insert(u"leadSource"_s, QJsonObject{{u"id"_s, leadSource}});
    return json(job);
}

QByteArray appointmentBody(const SetStatus &status, Instant at)
{
    const auto utc = [](Instant time) {
        return toDateTime(time).toString(Qt::ISODate); // with its Z
    };
    return json({{u"startDate"_s, utc(at)}, {u"endDate"_s, utc(at + appointmentLength)}, {u"notes"_s, marked(status.header)}});
}

QString referenceSource(const LeadFacts &facts)
{
    return bounded(facts.tag.isEmpty() ? u"ringback"_s : facts.tag, maxSource);
}

QStringList priorities()
{
    return {u"Urgent"_s, u"High"_s, u"Normal"_s};
}

} // namespace ringback::connectors::acculynx
