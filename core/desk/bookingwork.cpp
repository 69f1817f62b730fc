#include "desk/bookingwork.h"

#include "desk/setupwork.h"

namespace ringback::desk {

using namespace Qt::StringLiterals;
using Why = ConnectionRefusal::Why;

namespace {

// One row of the trail; the last is written with the setup.
struct Noted {
    QString action;
    QString subject;
    QJsonObject detail;
};

// Where the setup keeps it; null when the team or the person is gone.
QString *linkOf(settings::Setup &setup, const BookingOwner &whose)
{
    switch (whose.kind) {
    case BookingOwner::Kind::Office:
        return &setup.company.bookingLink;
    case BookingOwner::Kind::Team:
        if (calls::Team *const team = findById(setup.teams, whose.id))
            return &team->bookingLink;
        return nullptr;
    case BookingOwner::Kind::Person:
        if (calls::Staff *const person = findById(setup.staff, whose.id))
            return &person->bookingLink;
        return nullptr;
    }
    Q_UNREACHABLE();
}

QString subjectOf(const BookingOwner &whose)
{
    switch (whose.kind) {
    case BookingOwner::Kind::Office:
        return u"company"_s;
    case BookingOwner::Kind::Team:
        return u"team:"_s + whose.id;
    case BookingOwner::Kind::Person:
        return u"staff:"_s + whose.id;
    }
    Q_UNREACHABLE();
}

Noted noted(const QString &action, const BookingPage &page)
{
    const QString type = page.type == BookingPage::Type::CalCom ? u"calcom"_s : u"calendly"_s;
    return {.action = action, .subject = u"booking_page:"_s + page.id, .detail = {{u"type"_s, type}}};
}

ConnectionAnswer<void> change(settings::Setup &setup, const BookingLinkEdit &edit, QList<Noted> &trail)
{
    QString *const link = linkOf(setup, edit.whose);
    if (link == nullptr)
        return refuse(Why::NoSuchConnection);
    if (*link != edit.before)
        return refuse(Why::ChangedMeanwhile);
    if (edit.link == edit.before)
        return {};
    if (!edit.link.isEmpty() && faultOf(edit.link, std::nullopt))
        return refuse(Why::Invalid, u"booking_link"_s);
    *link = edit.link;
    trail.append(
        {.action = u"booking_link_changed"_s, .subject = subjectOf(edit.whose), .detail = {{u"was"_s, edit.before}, {u"is"_s, edit.link}}});
    return {};
}

ConnectionAnswer<void> change(settings::Setup &setup, const BookingPageEdit &edit, QList<Noted> &trail)
{
    if (const ConnectionAnswer<void> put = putInto(setup.bookingPages, edit.page, edit.before); !put)
        return put;
    // The same again adds no version; but fresh secrets reach the running programs by way of one.
    if (edit.before != edit.page || edit.freshSecrets)
        trail.append(noted(edit.before ? u"booking_page_changed"_s : u"booking_page_added"_s, edit.page));
    return {};
}

ConnectionAnswer<void> save(SetupWork &work, QList<Noted> trail)
{
    const Noted last = trail.takeLast();
    for (const Noted &each : std::as_const(trail))
        work.note(each.action, each.subject, each.detail);
    return work.save(last.action, last.subject, last.detail);
}

} // namespace

ConnectionAnswer<void> BookingWork::put(const BookingEdit &edit, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = SetupWork::begin(m_database, m_clock, staff, calls::Right::EditConnections);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    QList<Noted> trail;
    if (edit.link) {
        if (const ConnectionAnswer<void> changed = change(work->setup, *edit.link, trail); !changed)
            return changed;
    }
    if (edit.page) {
        if (const ConnectionAnswer<void> changed = change(work->setup, *edit.page, trail); !changed)
            return changed;
    }
    if (trail.isEmpty())
        return {};
    return save(*work, trail);
}

ConnectionAnswer<void> BookingWork::removePage(const QString &id, const QString &staff)
{
    ConnectionAnswer<SetupWork> work = SetupWork::begin(m_database, m_clock, staff, calls::Right::EditConnections);
    if (!work)
        return tl::unexpected<ConnectionRefusal>(work.error());
    const BookingPage *const stored = findById(work->setup.bookingPages, id);
    if (stored == nullptr)
        return refuse(Why::NoSuchConnection);
    const BookingPage gone = *stored;
    work->setup.bookingPages.removeOne(gone);
    return save(*work, {noted(u"booking_page_removed"_s, gone)});
}

} // namespace ringback::desk
