#include "connectors/ringcentral/calllog.h"

#include "connectors/ringcentral/fields.h"

#include <QJsonDocument>
#include <QMap>

#include <algorithm>
#include <array>

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestCall = 7 * 24 * 3600; // s

enum class Outcome { NoCall, Unclear, Missed, Voicemail, Answered }; // the later outweighs the earlier

struct Row {
    const char16_t *result;
    Outcome outcome;
};

// In lower case. What is not here and comes up one day: Unclear, for a person to look at.
constexpr std::array table = {
    Row{u"missed", Outcome::Missed},
    Row{u"abandoned", Outcome::Missed},
    Row{u"no answer", Outcome::Missed},
    Row{u"busy", Outcome::Missed},
    Row{u"rejected", Outcome::Missed},
    Row{u"declined", Outcome::Missed},
    Row{u"hang up", Outcome::Missed},
    Row{u"call failed", Outcome::Missed},
    Row{u"call failure", Outcome::Missed},
    Row{u"answered not accepted", Outcome::Missed}, // something picked up, and nobody pressed 1
    Row{u"voicemail", Outcome::Voicemail},
    Row{u"sent to voicemail", Outcome::Voicemail},
    Row{u"accepted", Outcome::Answered},
    Row{u"call connected", Outcome::Answered},
    Row{u"answered elsewhere", Outcome::Answered},
    Row{u"blocked", Outcome::NoCall}, // the caller is on the account's block list: never texted
    Row{u"in progress", Outcome::NoCall},
    Row{u"callback requested", Outcome::NoCall},
    Row{u"reply", Outcome::NoCall},
    Row{u"stopped", Outcome::NoCall},
    Row{u"received", Outcome::NoCall}, // these are of faxes
    Row{u"partial receive", Outcome::NoCall},
    Row{u"receive error", Outcome::NoCall},
    Row{u"sent", Outcome::NoCall},
    Row{u"send error", Outcome::NoCall},
};

Outcome outcomeOf(const QString &result)
{
    const QString word = result.toLower();
    if (word.startsWith("fax"_L1))
        return Outcome::NoCall;
    const auto row = std::find_if(table.begin(), table.end(), [&](const Row &candidate) { return word == QStringView(candidate.result); });
    return row == table.end() ? Outcome::Unclear : row->outcome;
}

QString sessionOf(const QJsonObject &record)
{
    return textAt(record, "telephonySessionId"_L1, maxId);
}

bool isOut(const QJsonObject &record)
{
    return textAt(record, "direction"_L1).compare("outbound"_L1, Qt::CaseInsensitive) == 0;
}

bool isVoice(const QJsonObject &record)
{
    const QString type = textAt(record, "type"_L1);
    return type.isEmpty() || type.compare("voice"_L1, Qt::CaseInsensitive) == 0;
}

// With its other side: an extension's own calls have an extension there.
QJsonObject otherSide(const QJsonObject &record)
{
    return record.value(isOut(record) ? "to"_L1 : "from"_L1).toObject();
}

bool isInternal(const QJsonObject &record)
{
    const QJsonObject other = otherSide(record);
    const QString number = textAt(other, "phoneNumber"_L1);
    return isExtensionNumber(number) || !textAt(other, "extensionNumber"_L1).isEmpty() || !textAt(other, "extensionId"_L1).isEmpty();
}

bool isFinished(const QJsonObject &record)
{
    return record.value("finished"_L1).toBool(true) && textAt(record, "result"_L1).compare("in progress"_L1, Qt::CaseInsensitive) != 0;
}

Milliseconds lengthOf(const QJsonObject &record)
{
    const qint64 ms = record.value("durationMs"_L1).toInteger(-1);
    if (ms >= 0)
        return Milliseconds(std::min(ms, longestCall * 1000));
    return std::chrono::seconds(std::clamp<qint64>(record.value("duration"_L1).toInteger(), 0, longestCall));
}

std::optional<Instant> endOf(const QJsonObject &record)
{
    const std::optional<Instant> start = timeOf(record.value("startTime"_L1));
    if (!start)
        return std::nullopt;
    return *start + lengthOf(record);
}

// The number of ours; the record of a queue's or a menu's call may have it in a leg only.
QString lineOf(const QJsonObject &record)
{
    const QJsonObject ours = record.value(isOut(record) ? "from"_L1 : "to"_L1).toObject();
    for (const QString &number :
         {textAt(ours, "phoneNumber"_L1), textAt(ours, "dialedPhoneNumber"_L1), textAt(ours, "dialerPhoneNumber"_L1)}) {
        if (!number.isEmpty() && !isExtensionNumber(number))
            return normalised(number);
    }
    for (const QJsonValue &leg : record.value("legs"_L1).toArray()) {
        const QString number = textAt(leg.toObject().value(isOut(record) ? "from"_L1 : "to"_L1).toObject(), "phoneNumber"_L1);
        if (!number.isEmpty() && !isExtensionNumber(number))
            return normalised(number);
    }
    return {};
}

QJsonObject voicemailOf(const QJsonObject &record)
{
    const auto isVoicemail = [](const QJsonObject &message) {
        return textAt(message, "type"_L1).compare("voicemail"_L1, Qt::CaseInsensitive) == 0;
    };
    if (const QJsonObject message = record.value("message"_L1).toObject(); isVoicemail(message))
        return message;
    for (const QJsonValue &leg : record.value("legs"_L1).toArray()) {
        if (const QJsonObject message = leg.toObject().value("message"_L1).toObject(); isVoicemail(message))
            return message;
    }
    return {};
}

// What the verdict needs, and no more: a detailed record has kilobytes.
QJsonObject kept(const QJsonObject &record)
{
    QJsonObject less;
    for (const QLatin1String name : {"telephonySessionId"_L1, "type"_L1, "direction"_L1, "result"_L1, "reason"_L1, "startTime"_L1,
                                     "duration"_L1, "durationMs"_L1, "from"_L1, "to"_L1, "message"_L1}) {
        if (record.contains(name))
            less.insert(name, record.value(name));
    }
    QJsonArray legs;
    for (const QJsonValue &value : record.value("legs"_L1).toArray()) {
        QJsonObject leg;
        for (const QLatin1String name : {"partyId"_L1, "result"_L1, "from"_L1, "to"_L1, "message"_L1}) {
            if (value.toObject().contains(name))
                leg.insert(name, value.toObject().value(name));
        }
        if (legs.size() < 50)
            legs.append(leg);
    }
    if (!legs.isEmpty())
        less.insert("legs"_L1, legs);
    return less;
}

} // namespace

QList<calls::ProviderEvent> callsAmong(const QJsonArray &records)
{
    QMap<QString, QJsonArray> sessions;
    QStringList unfinished;
    for (const QJsonValue &value : records) {
        const QJsonObject record = value.toObject();
        const QString session = sessionOf(record);
        if (session.isEmpty() || record.value("deleted"_L1).toBool() || !isVoice(record) || isInternal(record))
            continue;
        if (!isFinished(record))
            unfinished.append(session); // it rang here to the end, and goes on there
        sessions[session].append(record);
    }

    QList<calls::ProviderEvent> events;
    for (auto session = sessions.cbegin(); session != sessions.cend(); ++session) {
        if (unfinished.contains(session.key()))
            continue;
        QJsonArray payload;
        QStringList said;
        std::optional<Instant> end;
        for (const QJsonValue &value : session.value()) {
            const QJsonObject record = value.toObject();
            payload.append(kept(record));
            said.append(textAt(record, "result"_L1) + u'/' + textAt(voicemailOf(record), "id"_L1, maxId));
            const std::optional<Instant> recordEnd = endOf(record);
            if (recordEnd && (!end || *recordEnd > *end))
                end = recordEnd;
        }
        said.removeDuplicates();
        said.sort();
        events.append({.kind = calls::EventKind::CallLog,
                       .key = QStringList{u"log"_s, session.key(), said.join(u',').left(maxName)}.join(u'|'),
                       .payload = QJsonDocument(payload).toJson(QJsonDocument::Compact),
                       .at = end});
    }
    std::stable_sort(events.begin(), events.end(), [](const auto &a, const auto &b) { return a.at < b.at; });
    return events;
}

Result<PhoneEvent> translateCallRecords(const QJsonArray &records)
{
    Outcome outcome = Outcome::NoCall;
    QJsonObject speaking; // the record that says so
    QJsonObject voicemail;
    std::optional<Instant> start;
    std::optional<Instant> end;
    QString line;
    QString name;
    for (const QJsonValue &value : records) {
        const QJsonObject record = value.toObject();
        if (sessionOf(record).isEmpty())
            return failure(ErrorKind::Invalid, u"telephonySessionId is missing"_s);
        if (!isVoice(record) || isInternal(record))
            continue;
        const Outcome said = outcomeOf(textAt(record, "result"_L1));
        if (speaking.isEmpty() || said > outcome) {
            outcome = said;
            speaking = record;
        }
        if (voicemail.isEmpty())
            voicemail = voicemailOf(record);
        const std::optional<Instant> began = timeOf(record.value("startTime"_L1));
        if (began && (!start || *began < *start))
            start = began;
        const std::optional<Instant> over = endOf(record);
        if (over && (!end || *over > *end))
            end = over;
        if (line.isEmpty())
            line = lineOf(record);
        if (name.isEmpty())
            name = textAt(otherSide(record), "name"_L1);
    }
    if (speaking.isEmpty())
        return Ignored{u"a call between extensions, or a fax"_s};
    if (outcome == Outcome::NoCall)
        return Ignored{u"not a call of ours"_s};

    CallEvent event;
    event.providerCallId = sessionOf(speaking);
    event.direction = isOut(speaking) ? calls::Direction::Out : calls::Direction::In;
    event.caller = normalised(textAt(otherSide(speaking), "phoneNumber"_L1));
    event.line = line;
    event.callerName = name;
    event.providerReason = outcome == Outcome::Voicemail ? u"voicemail"_s : textAt(speaking, "result"_L1);
    event.startedAt = start;
    event.endedAt = end;
    for (const QJsonValue &leg : speaking.value("legs"_L1).toArray()) {
        const QString id = textAt(leg.toObject(), "partyId"_L1, maxId);
        if (!id.isEmpty()) // after everything that was pushed of it
            event.legs.append({.id = id, .state = calls::Leg::State::Over, .sequence = std::numeric_limits<int>::max()});
    }
    switch (outcome) {
    case Outcome::NoCall:
    case Outcome::Unclear:
        event.signal = CallSignal::Over;
        break;
    case Outcome::Missed:
    case Outcome::Voicemail:
        event.signal = CallSignal::Missed;
        break;
    case Outcome::Answered:
        event.signal = CallSignal::Answered;
        break;
    }
    if (event.signal == CallSignal::Missed && !voicemail.isEmpty())
        event.voicemail = calls::Voicemail{.url = textAt(voicemail, "uri"_L1, 2048)};
    else if (event.signal == CallSignal::Missed && outcome == Outcome::Missed && start && end)
        event.ringTime = *end - *start; // with a voicemail its length counts too, and nobody knows how much of it
    return event;
}

} // namespace ringback::connectors::ringcentral
