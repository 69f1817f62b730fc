#include "connectors/ringcentral/telephony.h"

#include "connectors/ringcentral/fields.h"

#include <QCryptographicHash>

#include <algorithm>
#include <initializer_list>

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxParties = 100;

struct Party {
    QString id;
    bool isOut = false;
    QJsonObject from;
    QJsonObject to;
    QString code; ///< in lower case: it is spelled `VoiceMail` and `Voicemail`
    QString reason; ///< as it came
    bool missedCall = false;
};

bool isOneOf(const QString &word, std::initializer_list<QStringView> words)
{
    return std::any_of(words.begin(), words.end(),
                       [&](QStringView candidate) { return candidate.compare(word, Qt::CaseInsensitive) == 0; });
}

// The part of a party in a call that RingOut makes: it rings the `Initiator`, who is one of ours, then the `Target`.
bool playsRingOut(const QJsonObject &object, QLatin1String role)
{
    return textAt(object, "ringOutRole"_L1, maxId).compare(role, Qt::CaseInsensitive) == 0;
}

Party partyOf(const QJsonObject &object)
{
    const QJsonObject status = object.value("status"_L1).toObject();
    const bool isTarget = playsRingOut(object, "Target"_L1); // RingCentral calls both of its legs inbound
    return {.id = textAt(object, "id"_L1, maxId),
            .isOut = isTarget || textAt(object, "direction"_L1).compare("outbound"_L1, Qt::CaseInsensitive) == 0,
            .from = object.value("from"_L1).toObject(),
            .to = object.value("to"_L1).toObject(),
            .code = textAt(status, "code"_L1, maxId).toLower(),
            .reason = textAt(status, "reason"_L1, maxId),
            .missedCall = object.value("missedCall"_L1).toBool()};
}

QList<Party> partiesOf(const QJsonObject &body)
{
    QList<Party> parties;
    const QJsonArray array = body.value("parties"_L1).toArray();
    for (qsizetype i = 0; i < std::min(array.size(), maxParties); ++i) {
        const QJsonObject party = array.at(i).toObject();
        if (!playsRingOut(party, "Initiator"_L1))
            parties.append(partyOf(party));
    }
    return parties;
}

struct Judgement {
    CallSignal signal = CallSignal::Detail;
    std::optional<calls::Leg::State> leg;
};

// The party has gone. Whether the call has is another matter: it may ring on elsewhere.
Judgement judgeGone(const Party &party)
{
    using enum calls::Leg::State;
    // Somebody else of ours has it: an agent of the queue, whoever picked it up, the other device.
    if (isOneOf(party.reason, {u"AgentAnswered", u"Pickup", u"TakeOver", u"CallFlip", u"CallSwitch", u"CallPark", u"AttendedTransfer"}))
        return {CallSignal::Answered, Over};
    if (party.missedCall || isOneOf(party.reason, {u"Voicemail"}))
        return {CallSignal::MissedSoFar, Over};
    if (party.isOut && isOneOf(party.reason, {u"NoAnswer", u"Cancelled", u"Rejected", u"TargetBusy", u"Timeout", u"InvalidNumber",
                                              u"InternationalDisabled", u"DestinationBlocked", u"NotEnoughFunds", u"NoSuchUser"}))
        return {CallSignal::MissedSoFar, Over};
    // The call rings on, or is on, with another party, or this was one phone of several: another party's end, or the call log, says more.
    if (!party.reason.isEmpty() &&
        !isOneOf(party.reason, {u"Cancelled", u"CallFinished", u"CallDropped", u"CallReplied", u"InternalError"}))
        return {CallSignal::Detail, Over};
    return {CallSignal::Over, Over};
}

Judgement judge(const Party &party)
{
    using enum calls::Leg::State;
    if (isOneOf(party.code, {u"setup", u"proceeding"}))
        return {CallSignal::Ringing, Ringing};
    if (isOneOf(party.code, {u"answered", u"hold", u"parked"}))
        return {CallSignal::Answered, Answered};
    if (isOneOf(party.code, {u"voicemailscreening", u"vmscreening"})) // somebody listens, and may still pick up
        return {CallSignal::Detail, Ringing};
    if (isOneOf(party.code, {u"voicemail"}))
        return {CallSignal::MissedSoFar, Over};
    if (isOneOf(party.code, {u"faxreceive"})) // nobody missed anything, and nobody talked
        return {CallSignal::Over, Over};
    if (isOneOf(party.code, {u"disconnected", u"gone"}))
        return judgeGone(party);
    return {};
}

// What one notification with several parties says first.
int weight(CallSignal signal)
{
    switch (signal) {
    case CallSignal::Answered:
        return 5;
    case CallSignal::Missed:
    case CallSignal::MissedSoFar:
        return 4;
    case CallSignal::Ringing:
        return 3;
    case CallSignal::Over:
        return 2;
    case CallSignal::Detail:
        return 1;
    }
    Q_UNREACHABLE();
}

QString reasonOf(const Party &party)
{
    if (party.code == "voicemail"_L1 || isOneOf(party.reason, {u"Voicemail"}))
        return u"voicemail"_s;
    if (!party.reason.isEmpty())
        return party.reason;
    return party.missedCall ? u"missed"_s : party.code;
}

// A call from one phone of the account to another: there is nobody to text.
bool isInternal(const Party &party)
{
    const QString from = textAt(party.from, "phoneNumber"_L1);
    const QString to = textAt(party.to, "phoneNumber"_L1);
    if (party.isOut)
        return isExtensionNumber(to) || (to.isEmpty() && !textAt(party.to, "extensionId"_L1).isEmpty());
    return isExtensionNumber(from) || !textAt(party.from, "extensionId"_L1).isEmpty();
}

} // namespace

Result<PhoneEvent> translateSession(const QJsonObject &body)
{
    const QString id = textAt(body, "telephonySessionId"_L1, maxId);
    if (id.isEmpty())
        return failure(ErrorKind::Invalid, u"telephonySessionId is missing"_s);
    const QList<Party> all = partiesOf(body);
    if (all.isEmpty())
        return Ignored{body.value("parties"_L1).toArray().isEmpty() ? u"a session without parties"_s
                                                                    : u"the phone of whoever of ours calls"_s};
    // Forwarding dials out within a call that came in: what came in says what the call is.
    const bool isIn = std::any_of(all.cbegin(), all.cend(), [](const Party &party) { return !party.isOut; });

    CallEvent event;
    event.providerCallId = id;
    event.direction = isIn ? calls::Direction::In : calls::Direction::Out;
    event.signal = CallSignal::Detail;
    const int sequence = static_cast<int>(std::clamp<qint64>(body.value("sequence"_L1).toInteger(), 0, std::numeric_limits<int>::max()));
    bool isOurs = false;
    bool isKnown = false;
    for (const Party &party : all) {
        if (isIn && party.isOut)
            continue;
        if (isInternal(party))
            continue;
        isOurs = true;
        const Judgement judgement = judge(party);
        if (judgement.leg) {
            isKnown = true;
            if (!party.id.isEmpty())
                event.legs.append({.id = party.id, .state = *judgement.leg, .sequence = sequence});
        }
        if (event.providerReason.isEmpty() || weight(judgement.signal) > weight(event.signal)) {
            event.signal = judgement.signal;
            event.providerReason = reasonOf(party);
        }
        const QString ours = textAt(party.isOut ? party.from : party.to, "phoneNumber"_L1);
        if (event.line.isEmpty() && !isExtensionNumber(ours)) // an agent's phone may be named by its extension only
            event.line = normalised(ours);
        if (event.caller.isEmpty())
            event.caller = normalised(textAt(party.isOut ? party.to : party.from, "phoneNumber"_L1));
        if (event.callerName.isEmpty())
            event.callerName = textAt(party.isOut ? party.to : party.from, "name"_L1);
    }
    if (!isOurs)
        return Ignored{u"a call between extensions"_s};
    if (!isKnown)
        return Ignored{u"a state we do not track"_s};

    const std::optional<Instant> at = timeOf(body.value("eventTime"_L1));
    if (event.signal == CallSignal::Ringing)
        event.startedAt = at;
    else if (event.signal == CallSignal::MissedSoFar || event.signal == CallSignal::Over)
        event.endedAt = at;
    return event;
}

Result<QString> sessionKey(const QJsonObject &body)
{
    const QString id = textAt(body, "telephonySessionId"_L1, maxId);
    if (id.isEmpty())
        return failure(ErrorKind::Invalid, u"telephonySessionId is missing"_s);
    QStringList parties;
    for (const Party &party : partiesOf(body))
        parties.append(party.id + u'=' + party.code + u'/' + party.reason + (party.missedCall ? u"/missed"_s : QString()));
    QString what = parties.join(u',');
    if (what.size() > maxName) // a big ring group
        what = QString::fromLatin1(QCryptographicHash::hash(what.toUtf8(), QCryptographicHash::Sha256).toHex());
    return QStringList{u"call"_s, id, QString::number(body.value("sequence"_L1).toInteger()), what}.join(u'|');
}

} // namespace ringback::connectors::ringcentral
