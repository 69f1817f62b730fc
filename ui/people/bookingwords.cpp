#include "people/bookingwords.h"

#include "connections/systemwords.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace ringback::ui {

using Type = desk::BookingPage::Type;

namespace {

struct Bookings {
    Q_DECLARE_TR_FUNCTIONS(Bookings)
};

} // namespace

QString bookingKindName(BookingKind kind)
{
    if (kind == Type::Calendly)
        return u"Calendly"_s;
    if (kind == Type::CalCom)
        return u"Cal.com"_s;
    //: A page on the web where callers book a time, at none of the vendors that are known here.
    return Bookings::tr("Another page");
}

QString ownerName(const board::BookingLink &link)
{
    switch (link.whose.kind) {
    case desk::BookingOwner::Kind::Office:
        //: Whose booking page it is.
        return Bookings::tr("The whole office");
    case desk::BookingOwner::Kind::Team:
        //: Whose booking page it is; %1 is a team.
        return Bookings::tr("Team: %1").arg(link.name);
    case desk::BookingOwner::Kind::Person:
        return link.name;
    }
    Q_UNREACHABLE();
}

QString whereToPaste(Type type)
{
    if (type == Type::CalCom)
        //: The words in capitals are Cal.com's, which is in English.
        return Bookings::tr("In Cal.com: Settings, Developer, Webhooks, New. Enter this address, and the key as Secret. Choose Booking "
                            "Created, Booking Rescheduled, Booking Cancelled and Booking Rejected.");
    return Bookings::tr("Calendly has no page for this: whoever looks after your Calendly account enters this address and the key through "
                        "its developer interface.");
}

Mark bookingLinkMark(const QString &link, const board::BookingPages &pages)
{
    const BookingKind kind = desk::bookingTypeOf(link);
    if (!kind && pages.pageOf(Type::CalCom) != nullptr) // its own servers may be anywhere
        return {Bookings::tr("A booking there ends the callback if it is a Cal.com page that has the address below"), Glyph::Info,
                Tone::Neutral};
    if (!kind)
        return {Bookings::tr("Ringback hears of bookings at Calendly and Cal.com; those of any other page you end by hand"), Glyph::Info,
                Tone::Neutral};
    if (pages.pageOf(*kind) != nullptr)
        return {Bookings::tr("A booking there ends the callback"), Glyph::Check, Tone::Good};
    //: %1 is Calendly or Cal.com. A button beside it is named Change.
    return {Bookings::tr("Ringback does not hear of bookings at %1 yet: choose Change, and make up a key").arg(bookingKindName(kind)),
            Glyph::Alert, Tone::Warn};
}

QList<Mark> bookingPageMarks(const board::BookingPageCard &card, const QString &publicUrl, const Telling &telling)
{
    QList<Mark> marks;
    if (publicUrl.isEmpty())
        marks.append({Bookings::tr("This office has no public address: news of bookings cannot reach it"), Glyph::Alert, Tone::Warn});
    const QString name = bookingKindName(card.page.type);
    if (card.isRefused()) {
        const QString ago = longAgo(telling.now - *card.refusedAt);
        marks.append({card.refusedForClock
                          //: %1 is "2 minutes ago"; %2 is Calendly or Cal.com.
                          ? Bookings::tr("Turned away %1: the clock of this computer and that of %2 differ").arg(ago, name)
                          : Bookings::tr("Turned away %1: the key here and the one at %2 differ").arg(ago, name),
                      Glyph::Failed, Tone::Bad});
    }
    if (card.heardAt)
        //: %1 is "2 minutes ago".
        marks.append({Bookings::tr("Last heard of a booking %1").arg(longAgo(telling.now - *card.heardAt)),
                      card.isRefused() ? Glyph::Clock : Glyph::Check, card.isRefused() ? Tone::Neutral : Tone::Good});
    else
        marks.append({Bookings::tr("No booking heard of yet"), Glyph::Clock, Tone::Neutral});
    return marks;
}

QString linkFaultSentence(desk::LinkFault fault)
{
    switch (fault) {
    case desk::LinkFault::NotAnAddress:
        return Bookings::tr("Give the whole address of the page, such as https://calendly.com/summit-roofing.");
    case desk::LinkFault::NotSecure:
        return Bookings::tr("Give an address that begins with https://, so that nobody on the way reads what callers enter.");
    case desk::LinkFault::TooLong:
        return Bookings::tr("This link is too long for a text. Give one of at most %1 letters.").arg(desk::longestLink);
    case desk::LinkFault::OtherSite:
        return Bookings::tr("This is no page at Calendly: its address begins with https://calendly.com/. Or choose another kind.");
    case desk::LinkFault::NoPage:
        return Bookings::tr("This leads to the front page of the site. Open your own booking page there and copy its address.");
    }
    Q_UNREACHABLE();
}

QString bookingRefusalSentence(const desk::ConnectionRefusal &refusal)
{
    using Why = desk::ConnectionRefusal::Why;
    switch (refusal.why) {
    case Why::NotAllowed:
        return Bookings::tr("Only owners set up booking pages. Ask one of them.");
    case Why::NoSuchConnection:
        return Bookings::tr("Somebody has removed this booking page, or whose it was, meanwhile.");
    case Why::ChangedMeanwhile:
        return Bookings::tr("Somebody else has changed this booking page meanwhile. Close this and look again; nothing was saved.");
    default:
        return connectionRefusalSentence(refusal);
    }
}

} // namespace ringback::ui
