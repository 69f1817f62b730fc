#include "people/calendarwords.h"

#include "connections/systemwords.h"

#include <QCoreApplication>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

struct Calendars {
    Q_DECLARE_TR_FUNCTIONS(Calendars)
};

} // namespace

QString calendarName(const QString &type)
{
    if (type == "google_calendar"_L1)
        return u"Google Calendar"_s;
    if (type == "microsoft"_L1)
        return u"Microsoft 365"_s;
    if (type == "caldav"_L1)
        //: A kind of calendar.
        return Calendars::tr("iCloud, Fastmail or another CalDAV server");
    if (type == "ics"_L1)
        //: A kind of calendar: a web address that it can be read from.
        return Calendars::tr("Private calendar address (ICS)");
    return readable(type);
}

QString calendarSystem(const settings::CalendarConnection &connection)
{
    QString host;
    if (const auto *const account = std::get_if<settings::CalDavAccount>(&connection.account))
        host = QUrl(account->address).host();
    else if (!std::holds_alternative<settings::IcsFeed>(connection.account)) // whose address is a secret
        return calendarName(connection.type());
    //: Who answers at a calendar's address, at the beginning of a sentence: "The calendar's server could not be reached".
    return host.isEmpty() ? Calendars::tr("The calendar's server") : host;
}

QString calendarSentence(const QString &type)
{
    if (type == "google_calendar"_L1)
        return Calendars::tr("Reads when the person is busy and enters their callbacks. They sign in at Google in the browser.");
    if (type == "microsoft"_L1)
        return Calendars::tr("Reads when the person is busy and enters their callbacks. They sign in at Microsoft in the browser.");
    if (type == "caldav"_L1)
        return Calendars::tr("Reads when the person is busy and enters their callbacks, with a name and a password for apps.");
    return Calendars::tr(
        "Quick to set up: Google, Outlook and iCloud each offer such an address. It can be read only, and says what is new minutes "
        "to hours later.");
}

Mark calendarStateMark(const board::CalendarCard &card, const Telling &telling)
{
    using board::CalendarState;
    const QString name = calendarName(card.connection.type());
    switch (card.state) {
    case CalendarState::NotRead:
        return {Calendars::tr("Only callbacks are entered there"), Glyph::Info, Tone::Neutral};
    case CalendarState::Fresh:
        if (card.readAt)
            //: %1 is "2 minutes ago".
            return {Calendars::tr("Read %1").arg(longAgo(telling.now - *card.readAt)), Glyph::Check, Tone::Good};
        return {Calendars::tr("Read"), Glyph::Check, Tone::Good};
    case CalendarState::NotReadYet:
        return {Calendars::tr("Not read yet"), Glyph::Clock, Tone::Neutral};
    case CalendarState::Old:
        //: %1 is "3 hours ago".
        return {card.readAt
                    ? Calendars::tr("Last read %1: whether the person is free is not known").arg(longAgo(telling.now - *card.readAt))
                    : Calendars::tr("Not read for too long: whether the person is free is not known"),
                Glyph::Alert, Tone::Warn};
    case CalendarState::Unreadable:
        return {Calendars::tr("It cannot be read. Test it to see why"), Glyph::Failed, Tone::Bad};
    case CalendarState::NotSignedIn:
        //: %1 is a kind of calendar.
        return {Calendars::tr("Nobody has signed in at %1").arg(name), Glyph::Key, Tone::Bad};
    case CalendarState::SecretMissing:
        break;
    }
    return {Calendars::tr("Its password or address is missing on the computer that does the work"), Glyph::Key, Tone::Bad};
}

QString entriesSentence(const board::CalendarCard &card)
{
    if (!card.canWrite)
        return Calendars::tr("Callbacks are not entered there: it can only be read.");
    if (!card.connection.writes)
        return Calendars::tr("Callbacks are not entered there.");
    QString sentence = Calendars::tr("Callbacks are entered there.");
    if (card.waiting > 0)
        sentence += u' ' + Calendars::tr("%n are on their way.", nullptr, card.waiting);
    if (card.failed > 0)
        sentence += u' ' + Calendars::tr("It refused %n.", nullptr, card.failed);
    return sentence;
}

QString calendarRefusalSentence(const desk::ConnectionRefusal &refusal)
{
    using Why = desk::ConnectionRefusal::Why;
    switch (refusal.why) {
    case Why::NotAllowed:
        return Calendars::tr("Only owners and admins change somebody else's calendars. Ask one of them.");
    case Why::NoSuchConnection:
        return Calendars::tr("Somebody has removed this calendar meanwhile.");
    case Why::ChangedMeanwhile:
        return Calendars::tr("Somebody else has changed this calendar meanwhile. Close this and look again; nothing was saved.");
    default:
        return connectionRefusalSentence(refusal);
    }
}

} // namespace ringback::ui
