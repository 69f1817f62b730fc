#include "connections/systemwords.h"

#include "widgets/times.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

struct Systems {
    Q_DECLARE_TR_FUNCTIONS(Systems)
};

QString every(std::chrono::seconds pause)
{
    if (pause.count() == 0 || pause == std::chrono::seconds(60))
        return Systems::tr("Reads the list of calls every minute");
    if (pause.count() % 60 == 0)
        return Systems::tr("Reads the list of calls every %n minutes", nullptr, int(pause.count() / 60));
    return Systems::tr("Reads the list of calls every %n seconds", nullptr, int(pause.count()));
}

// As the engine reads where nobody set it: quickly where nothing is pushed.
std::chrono::seconds pauseOf(const desk::Connection &connection, const board::ConnectionPulse &pulse, bool hasPublicUrl)
{
    if (connection.pollEvery.count() != 0)
        return connection.pollEvery;
    return hasPublicUrl || pulse.streamUntil ? std::chrono::seconds(60) : std::chrono::seconds(15);
}

bool signsIn(const desk::Connection &connection)
{
    return std::holds_alternative<desk::RingCentralAccount>(connection.account);
}

bool takesWebhooks(const desk::Connection &connection)
{
    if (const auto *ringCentral = std::get_if<desk::RingCentralAccount>(&connection.account))
        return ringCentral->receive == desk::RingCentralAccount::Receive::Webhook;
    return !std::holds_alternative<desk::GoogleVoiceMailbox>(connection.account);
}

QString secretWords(const desk::Connection &connection)
{
    if (std::holds_alternative<desk::TwilioAccount>(connection.account))
        return Systems::tr("The auth token is missing on this computer: choose Edit and enter it");
    if (std::holds_alternative<desk::QuoAccount>(connection.account))
        return Systems::tr("The API key is missing on this computer: choose Edit and enter it");
    if (board::signsInByBrowser(connection))
        return Systems::tr("Nobody is signed in on this computer: choose Sign in with RingCentral");
    return Systems::tr("The password is missing on this computer: choose Edit and enter it");
}

} // namespace

QString longAgo(Milliseconds age)
{
    using namespace std::chrono;
    if (age < 5s)
        return Systems::tr("just now");
    if (age < 1min)
        return Systems::tr("%n seconds ago", nullptr, int(duration_cast<seconds>(age).count()));
    if (age < 1h)
        return Systems::tr("%n minutes ago", nullptr, int(duration_cast<minutes>(age).count()));
    if (age < 48h)
        return Systems::tr("%n hours ago", nullptr, int(duration_cast<hours>(age).count()));
    return Systems::tr("%n days ago", nullptr, int(duration_cast<hours>(age).count() / 24));
}

QString systemName(const QString &type)
{
    if (type == "twilio"_L1)
        return u"Twilio"_s;
    if (type == "ringcentral"_L1)
        return u"RingCentral"_s;
    if (type == "quo"_L1)
        return u"Quo (OpenPhone)"_s;
    if (type == "google_voice"_L1)
        return u"Google Voice"_s;
    if (type == "generic"_L1)
        //: Name of a kind of phone system: none of those we know by name.
        return Systems::tr("Another phone system");
    return readable(type);
}

QString systemSentence(const QString &type)
{
    if (type == "twilio"_L1)
        return Systems::tr("Hears of calls at once, texts from your number, and can ring your phones. Needs a public address for speed; "
                           "without one it reads the list of calls every 15 seconds.");
    if (type == "ringcentral"_L1)
        return Systems::tr("Hears of calls at once over a connection that it opens itself: no public address is needed. Texts from the "
                           "numbers of the user who signs in.");
    if (type == "quo"_L1)
        return Systems::tr("Hears of calls within seconds and texts from your Quo number. It does not learn how long a call rang, so very "
                           "short calls are told from others less well.");
    if (type == "google_voice"_L1)
        return Systems::tr("Only reads the e-mails that Google writes about missed calls and voicemail, often a minute or more late. It "
                           "cannot text: texts leave from another number. Whether a call was answered is not known, nor how long it rang.");
    return Systems::tr("3CX, FreePBX, Aircall, Zapier, Make and whatever else can post to a web address. You show it one sample and click "
                       "what is what. It cannot text by itself, and nothing can be read again that did not arrive.");
}

QString connectionName(const QString &id, const board::PhoneSystems &systems)
{
    QString type;
    int alike = 0;
    for (const board::ConnectionCard &card : systems.connections) {
        if (card.connection.id == id)
            type = card.connection.type();
    }
    for (const board::ConnectionCard &card : systems.connections)
        alike += card.connection.type() == type ? 1 : 0;
    if (type.isEmpty())
        return readable(id);
    //: A phone system where there are several of the kind: %1 the kind, %2 its id.
    return alike > 1 ? Systems::tr("%1 (%2)").arg(systemName(type), id) : systemName(type);
}

QString lineName(const board::LineCard &line)
{
    const QString number = line.number.display();
    if (line.label.isEmpty() || line.label == number)
        return number;
    //: A line of the office: %1 its name, %2 its number.
    return Systems::tr("%1, %2").arg(line.label, number);
}

QList<Mark> connectionMarks(const board::ConnectionCard &card, const board::ConnectionPulse &pulse, const QString &publicUrl,
                            const Telling &telling)
{
    const desk::Connection &connection = card.connection;
    const Instant now = telling.now;
    QList<Mark> marks;
    if (pulse.secretMissing)
        marks.append({secretWords(connection), Glyph::Key, Tone::Bad});
    if (pulse.pausedUntil)
        //: %1 is a time.
        marks.append({Systems::tr("Keeps failing and is left alone until %1. Nothing is lost").arg(whenWords(*pulse.pausedUntil, telling)),
                      Glyph::Clock, Tone::Bad});
    if (!pulse.lastFailure.isEmpty() && !pulse.secretMissing)
        //: %1 is the phone company's error code, %2 how long ago ("2 minutes ago").
        marks.append(
            {Systems::tr("The last request failed (%1), %2")
                 .arg(pulse.lastFailure, pulse.lastFailureAt ? longAgo(now - *pulse.lastFailureAt) : Systems::tr("time not known")),
             Glyph::Failed, Tone::Bad});
    if (pulse.logFailures > 0)
        marks.append(
            {Systems::tr("The list of calls could not be read %n times in a row", nullptr, pulse.logFailures), Glyph::Failed, Tone::Warn});
    if (pulse.refusedSignatures > 0)
        //: Messages that claim to be from the phone company, without its signature.
        marks.append({Systems::tr("%n messages were turned away: your phone company had not signed them", nullptr, pulse.refusedSignatures),
                      Glyph::Shield, Tone::Warn});
    if (pulse.streamUntil && *pulse.streamUntil > now)
        //: %1 is a time. The phone company pushes news of calls over a connection until then; it is renewed by itself.
        marks.append({(signsIn(connection) ? Systems::tr("Signed in until %1; renewed by itself")
                                           : Systems::tr("Connected until %1; renewed by itself"))
                          .arg(dayAndTime(*pulse.streamUntil, now, telling.office.timeZone)),
                      Glyph::Signal, Tone::Good});
    else if (pulse.streamUntil)
        marks.append({Systems::tr("News of calls is not pushed at the moment: it is being connected again"), Glyph::Signal, Tone::Warn});
    else if (takesWebhooks(connection) && publicUrl.isEmpty())
        marks.append({Systems::tr("This office has no public address: news of calls cannot be pushed to it"), Glyph::Info, Tone::Neutral});
    if (pulse.lastEventAt)
        //: %1 is how long ago: "2 minutes ago".
        marks.append({Systems::tr("Last call or text heard of %1").arg(longAgo(now - *pulse.lastEventAt)), Glyph::Phone, Tone::Neutral});
    else
        marks.append({Systems::tr("Nothing heard of yet"), Glyph::Phone, Tone::Neutral});
    if (pulse.logReadAt)
        //: %1 is "Reads the list of calls every minute", %2 how long ago: "20 seconds ago".
        marks.append(
            {Systems::tr("%1, last %2").arg(every(pauseOf(connection, pulse, !publicUrl.isEmpty())), longAgo(now - *pulse.logReadAt)),
             Glyph::Clock, Tone::Neutral});
    if (card.wiredAt)
        //: %1 is a person, %2 a time.
        marks.append(
            {Systems::tr("Webhooks were pointed here by %1, %2").arg(card.wiredBy, dayAndTime(*card.wiredAt, now, telling.office.timeZone)),
             Glyph::Plug, Tone::Neutral});
    return marks;
}

QString connectionRefusalSentence(const desk::ConnectionRefusal &refusal)
{
    using Why = desk::ConnectionRefusal::Why;
    const std::optional<calls::PhoneNumber> number = calls::PhoneNumber::fromE164(refusal.field);
    const QString line = number ? number->display() : refusal.field;
    switch (refusal.why) {
    case Why::NoSuchPerson:
        return Systems::tr("First choose your name at the top right, so that others see who changed this.");
    case Why::NotAllowed:
        return Systems::tr("Only owners change phone systems. Ask one of them.");
    case Why::NoSuchConnection:
        return Systems::tr("Somebody has removed this phone system meanwhile.");
    case Why::ChangedMeanwhile:
        return Systems::tr("Somebody else has changed this phone system meanwhile. Close this and look again; nothing was saved.");
    case Why::LineNeedsCalls:
        //: %1 is a phone number.
        return Systems::tr("%1 would have no phone system left that tells of its calls. Tick Calls for it.").arg(line);
    case Why::CannotText:
        //: %1 is a phone number.
        return Systems::tr("This system sends no texts. Let the texts of %1 go through another one.").arg(line);
    case Why::Invalid:
        if (number)
            //: %1 is a phone number.
            return Systems::tr("Something about the line %1 does not fit. Texts must not leave from the number of another line.").arg(line);
        //: A field of a form was not accepted; it is marked.
        return Systems::tr("Something is not filled in as it should be. Nothing was saved.");
    case Why::CannotStore:
        //: %1 is what the database or the keychain said, in English.
        return Systems::tr("It could not be saved, so nothing has changed. %1").arg(refusal.detail);
    }
    Q_UNREACHABLE();
}

QString webhookAddress(const board::ConnectionCard &card, const QString &publicUrl)
{
    return publicUrl.isEmpty() || !takesWebhooks(card.connection) ? QString() : publicUrl + card.webhookPath;
}

} // namespace ringback::ui
