#include "console/backstage.h"

#include "board/bookings.h"
#include "board/calendars.h"
#include "board/people.h"
#include "places.h"
#include "store/wiringgateway.h"

namespace ringback::app {

Backstage::Backstage(store::Address address, store::WriteTurn turn, const Clock &clock)
    : m_address(std::move(address))
    , m_turn(std::move(turn))
    , m_clock(clock)
    , m_ids(IdSource::systemSeed())
{
    qRegisterMetaType<desk::Refusal>();
    qRegisterMetaType<board::Aftermath>();
    qRegisterMetaType<board::PhoneSystems>();
    qRegisterMetaType<board::LeadSystems>();
    qRegisterMetaType<desk::ConnectionRefusal>();
    qRegisterMetaType<board::People>();
    qRegisterMetaType<board::Calendars>();
    qRegisterMetaType<board::BookingPages>();
    qRegisterMetaType<board::TrialAnswer>();
    qRegisterMetaType<desk::PeopleRefusal>();
}

Backstage::~Backstage() = default;

void Backstage::start()
{
    Result<std::unique_ptr<store::Database>> database = openOffice(m_address, m_clock, m_turn);
    if (!database) {
        Q_EMIT healthChanged(board::Health{.trouble = database.error().kind, .problem = database.error().what});
        return;
    }
    m_database = std::move(*database);
    m_desk = std::make_unique<desk::Desk>(*m_database, m_clock, m_ids);
    m_dialing = std::make_unique<desk::Dialing>(*m_database, m_clock, m_ids);
    m_texting = std::make_unique<desk::Texting>(*m_database, m_clock, m_ids);
    m_blocklist = std::make_unique<desk::Blocklist>(*m_database, m_clock, m_ids);
    m_storm = std::make_unique<desk::StormSwitch>(*m_database, m_clock, m_ids);
    m_connections = std::make_unique<desk::ConnectionWork>(*m_database, m_clock);
    m_leads = std::make_unique<desk::LeadWork>(*m_database, m_clock);
    m_people = std::make_unique<desk::PeopleWork>(*m_database, m_clock);
    m_presence = std::make_unique<desk::PresenceWork>(*m_database, m_clock);
    m_calendars = std::make_unique<desk::CalendarWork>(*m_database, m_clock);
    m_bookings = std::make_unique<desk::BookingWork>(*m_database, m_clock);
    m_feed = std::make_unique<board::Feed>(*m_database, m_clock);
    connect(m_feed.get(), &board::Feed::officeChanged, this, &Backstage::officeChanged);
    connect(m_feed.get(), &board::Feed::systemsChanged, this, &Backstage::systemsChanged);
    connect(m_feed.get(), &board::Feed::leadSystemsChanged, this, &Backstage::leadSystemsChanged);
    connect(m_feed.get(), &board::Feed::boardChanged, this, &Backstage::boardChanged);
    connect(m_feed.get(), &board::Feed::queueChanged, this, &Backstage::queueChanged);
    connect(m_feed.get(), &board::Feed::conversationChanged, this, &Backstage::conversationChanged);
    connect(m_feed.get(), &board::Feed::healthChanged, this, &Backstage::healthChanged);
    connect(m_feed.get(), &board::Feed::reviewChanged, this, &Backstage::reviewChanged);
    m_feed->setShowsMoney(m_showsMoney);
    connect(m_feed.get(), &board::Feed::peopleChanged, this, &Backstage::peopleChanged);
    connect(m_feed.get(), &board::Feed::calendarsChanged, this, &Backstage::calendarsChanged);
    connect(m_feed.get(), &board::Feed::bookingPagesChanged, this, &Backstage::bookingPagesChanged);
    m_feed->start();
    Q_EMIT shown();
}

void Backstage::stop()
{
    m_feed.reset();
    m_bookings.reset();
    m_calendars.reset();
    m_presence.reset();
    m_people.reset();
    m_leads.reset();
    m_connections.reset();
    m_storm.reset();
    m_blocklist.reset();
    m_texting.reset();
    m_dialing.reset();
    m_desk.reset();
    m_database.reset();
    Q_EMIT stopped();
}

void Backstage::follow(const QString &rowId)
{
    if (m_feed)
        m_feed->follow(rowId);
}

void Backstage::showMoney(bool shows)
{
    m_showsMoney = shows;
    if (m_feed)
        m_feed->setShowsMoney(shows);
}

template <class T>
bool Backstage::settle(const QString &subject, const desk::Answer<T> &answer)
{
    if (!answer)
        Q_EMIT refused(subject, answer.error());
    m_feed->refresh();
    return answer.has_value();
}

void Backstage::claim(const QString &task, const QString &staff)
{
    if (m_desk)
        settle(task, m_desk->claim(task, staff));
}

void Backstage::dial(const QString &number, const QString &followUp, const QString &staff)
{
    if (!m_dialing)
        return;
    const Result<calls::PhoneNumber> whom = calls::PhoneNumber::parse(number);
    if (!whom) {
        Q_EMIT refused(followUp, {.why = desk::Refusal::Why::NoSuchNumber});
        return;
    }
    const desk::DialRequest request{.number = *whom, .followUp = followUp};
    const desk::Answer<desk::Dialled> answer = m_dialing->begin(request, staff);
    if (settle(followUp, answer))
        Q_EMIT dialled(answer->number.e164(), answer->byLink, answer->renewed);
}

void Backstage::release(const QString &task, const QString &staff)
{
    if (m_desk)
        settle(task, m_desk->release(task, staff));
}

void Backstage::complete(const QString &task, const QString &staff, const desk::Completion &completion)
{
    if (!m_desk)
        return;
    const desk::Answer<calls::CallbackTask> done = m_desk->complete(task, staff, completion);
    if (!settle(task, done))
        return;
    // What follows is told where it can be read; that it is done, in any case.
    const Result<board::Aftermath> after = m_feed->aftermath(*done, desk::Desk::undoWindow);
    Q_EMIT completed(after.value_or(board::Aftermath{
        .taskId = task, .outcome = completion.outcome, .undoUntil = done->completedAt.value_or(m_clock.now()) + desk::Desk::undoWindow}));
}

void Backstage::undo(const QString &task, const QString &staff)
{
    if (m_desk)
        settle(task, m_desk->undo(task, staff));
}

void Backstage::claimNext(const QString &staff, int count)
{
    if (!m_desk)
        return;
    const desk::Answer<QList<calls::CallbackTask>> tasks = m_desk->claimOldest(staff, count);
    if (settle({}, tasks))
        Q_EMIT claimed(static_cast<int>(tasks->size()));
}

void Backstage::optOut(const QString &number, const QString &staff)
{
    if (m_texting)
        settle({}, m_texting->optOut(number, staff));
}

void Backstage::optIn(const QString &number, const QString &staff)
{
    if (m_texting)
        settle({}, m_texting->optIn(number, staff));
}

void Backstage::markAsSpam(const QString &followUp, const QString &staff)
{
    if (!m_blocklist)
        return;
    const desk::Answer<calls::FollowUp> marked = m_blocklist->markAsSpam(followUp, staff);
    if (settle(followUp, marked))
        Q_EMIT markedAsSpam(followUp, marked->closedAt.value_or(m_clock.now()) + desk::Desk::undoWindow);
}

void Backstage::notSpam(const QString &followUp, const QString &staff)
{
    if (m_blocklist)
        settle(followUp, m_blocklist->notSpam(followUp, staff));
}

void Backstage::callBack(const QString &call, const QString &staff)
{
    if (m_blocklist && settle(call, m_blocklist->callBack(call, staff)))
        Q_EMIT calledBack();
}

void Backstage::review(const QString &message, const QString &staff, desk::ReviewChoice choice)
{
    if (m_texting)
        settle(message, m_texting->review(message, staff, choice));
}

void Backstage::beginStorm(const QString &staff, std::optional<Instant> until)
{
    if (m_storm)
        settle({}, m_storm->begin(staff, until));
}

void Backstage::endStorm(const QString &staff)
{
    if (m_storm)
        settle({}, m_storm->end(staff));
}

template <class T>
bool Backstage::settleConnection(const desk::ConnectionAnswer<T> &answer)
{
    if (!answer) {
        Q_EMIT connectionRefused(answer.error());
    } else if (const Result<board::PhoneSystems> systems = board::readPhoneSystems(*m_database)) {
        Q_EMIT systemsChanged(*systems); // at once: what follows from a change, such as a test, is about what is stored now
    }
    m_feed->refresh(); // which says so when it cannot be read
    return answer.has_value();
}

void Backstage::putConnection(const desk::ConnectionEdit &edit, const QString &staff)
{
    if (!m_connections) // the database could not be opened, which the status line says
        Q_EMIT connectionNotSaved(edit.connection.id);
    else if (settleConnection(m_connections->put(edit, staff)))
        Q_EMIT connectionSaved(edit.connection.id);
    else
        Q_EMIT connectionNotSaved(edit.connection.id);
}

void Backstage::askToChange(const QString &id, const QString &staff)
{
    if (m_connections && settleConnection(m_connections->mayChange(staff)))
        Q_EMIT changeAllowed(id);
}

void Backstage::removeConnection(const QString &id, const QString &staff)
{
    if (m_connections && settleConnection(m_connections->remove(id, staff)))
        Q_EMIT connectionRemoved(id);
}

void Backstage::keepWiring(const QString &id, const QByteArray &undo, const QString &staff)
{
    if (!m_connections)
        return;
    const desk::ConnectionAnswer<int> kept = m_connections->keepWiring(id, undo, staff);
    if (settleConnection(kept))
        Q_EMIT wiringKept(id, *kept);
}

void Backstage::readWiring(const QString &id, const QString &staff)
{
    if (!m_connections)
        return;
    if (!settleConnection(m_connections->mayChange(staff)))
        return;
    const Result<std::optional<store::Wiring>> wiring = store::WiringGateway(*m_database).find(id);
    if (!wiring)
        Q_EMIT connectionRefused({.why = desk::ConnectionRefusal::Why::CannotStore, .field = {}, .detail = wiring.error().what});
    else
        Q_EMIT wiringRead(id, *wiring ? (*wiring)->undos : QByteArrayList());
}

template <class T>
bool Backstage::settleLead(const desk::ConnectionAnswer<T> &answer)
{
    if (!answer) {
        Q_EMIT leadRefused(answer.error());
    } else if (const Result<board::LeadSystems> systems = board::readLeadSystems(*m_database)) {
        Q_EMIT leadSystemsChanged(*systems); // at once: what follows from a change, such as a test, is about what is stored now
    }
    m_feed->refresh(); // which says so when it cannot be read
    return answer.has_value();
}

void Backstage::putLeadSystem(const desk::LeadEdit &edit, const QString &staff)
{
    if (!m_leads) // the database could not be opened, which the status line says
        Q_EMIT leadNotSaved(edit.connection.id);
    else if (settleLead(m_leads->put(edit, staff)))
        Q_EMIT leadSaved(edit.connection.id);
    else
        Q_EMIT leadNotSaved(edit.connection.id);
}

void Backstage::removeLeadSystem(const QString &id, const QString &staff)
{
    if (m_leads && settleLead(m_leads->remove(id, staff)))
        Q_EMIT leadRemoved(id);
}

void Backstage::askToChangeLead(const QString &id, const QString &staff)
{
    if (m_leads && settleLead(m_leads->mayChange(staff)))
        Q_EMIT leadChangeAllowed(id);
}

void Backstage::pauseLeadRead(const QString &id, bool paused, const QString &staff)
{
    if (m_leads)
        settleLead(m_leads->setReadPaused(id, paused, staff));
}

void Backstage::chooseRecord(const QString &followUp, const QString &connection, const QString &record, const QString &staff)
{
    if (m_leads && settle(followUp, m_leads->chooseRecord(followUp, connection, record, staff)))
        Q_EMIT recordChosen();
}

void Backstage::retryLead(const QString &followUp, const QString &connection, const QString &staff)
{
    if (!m_leads)
        return;
    const desk::Answer<int> writes = m_leads->tryAgain(followUp, connection, staff);
    if (settle(followUp, writes))
        Q_EMIT leadRetried(*writes);
}

template <class T>
bool Backstage::settleCalendar(const desk::ConnectionAnswer<T> &answer)
{
    if (!answer) {
        Q_EMIT calendarRefused(answer.error());
    } else if (const Result<board::Calendars> calendars = board::readCalendars(*m_database, m_clock.now())) {
        Q_EMIT calendarsChanged(*calendars); // at once: what follows from a change, such as a test, is about what is stored now
    }
    m_feed->refresh(); // which says so when it cannot be read
    return answer.has_value();
}

void Backstage::putCalendar(const desk::CalendarEdit &edit, const QString &staff)
{
    if (!m_calendars) // the database could not be opened, which the status line says
        Q_EMIT calendarNotSaved(edit.connection.id);
    else if (settleCalendar(m_calendars->put(edit, staff)))
        Q_EMIT calendarSaved(edit.connection.id);
    else
        Q_EMIT calendarNotSaved(edit.connection.id);
}

void Backstage::removeCalendar(const QString &id, const QString &staff)
{
    if (m_calendars && settleCalendar(m_calendars->remove(id, staff)))
        Q_EMIT calendarRemoved(id);
}

void Backstage::askToChangeCalendar(const QString &id, const QString &whose, const QString &staff)
{
    if (m_calendars && settleCalendar(m_calendars->mayChange(whose, staff)))
        Q_EMIT calendarChangeAllowed(id);
}

bool Backstage::settleBooking(const desk::ConnectionAnswer<void> &answer)
{
    if (!answer)
        Q_EMIT bookingRefused(answer.error());
    else if (const Result<board::BookingPages> pages = board::readBookingPages(*m_database))
        Q_EMIT bookingPagesChanged(*pages); // at once: the address to carry to the page is shown with the answer
    m_feed->refresh(); // which says so when it cannot be read
    return answer.has_value();
}

void Backstage::putBooking(const desk::BookingEdit &edit, const QString &staff)
{
    const QString page = edit.page ? edit.page->page.id : QString();
    if (m_bookings && settleBooking(m_bookings->put(edit, staff)))
        Q_EMIT bookingSaved(page);
    else // also when the database could not be opened, which the status line says
        Q_EMIT bookingNotSaved(page);
}

void Backstage::removeBookingPage(const QString &id, const QString &staff)
{
    if (m_bookings && settleBooking(m_bookings->removePage(id, staff)))
        Q_EMIT bookingPageRemoved();
}

template <class T>
bool Backstage::settlePeople(const desk::PeopleAnswer<T> &answer)
{
    if (!answer)
        Q_EMIT peopleRefused(answer.error());
    m_feed->refresh();
    return answer.has_value();
}

void Backstage::putPerson(const desk::PersonEdit &edit, const QString &staff)
{
    if (!m_people) // the database could not be opened, which the status line says
        return;
    const desk::PeopleAnswer<calls::Staff> put = m_people->putPerson(edit, staff);
    if (settlePeople(put))
        Q_EMIT peopleSaved(put->name);
}

void Backstage::removePerson(const QString &id, const QString &staff)
{
    if (!m_people)
        return;
    const desk::PeopleAnswer<desk::PeopleWork::Removed> removed = m_people->removePerson(id, staff);
    if (settlePeople(removed))
        Q_EMIT personRemoved(removed->name, removed->callbacks);
}

void Backstage::putTeam(const desk::TeamEdit &edit, const QString &staff)
{
    if (!m_people)
        return;
    const desk::PeopleAnswer<calls::Team> put = m_people->putTeam(edit, staff);
    if (settlePeople(put))
        Q_EMIT peopleSaved(put->name);
}

void Backstage::removeTeam(const QString &id, const QString &staff)
{
    if (!m_people)
        return;
    const desk::PeopleAnswer<calls::Team> removed = m_people->removeTeam(id, staff);
    if (settlePeople(removed))
        Q_EMIT teamRemoved(removed->name);
}

void Backstage::setLine(const desk::LineEdit &edit, const QString &staff)
{
    if (!m_people)
        return;
    const desk::PeopleAnswer<calls::Line> line = m_people->setLine(edit, staff);
    if (settlePeople(line))
        Q_EMIT peopleSaved(line->label.isEmpty() ? line->number.display() : line->label);
}

void Backstage::tryRouting(const board::TrialQuestion &question)
{
    if (!m_database)
        return;
    if (const Result<board::TrialAnswer> answer = board::tryRouting(*m_database, question, m_clock.now()))
        Q_EMIT trialAnswered(*answer);
    else
        Q_EMIT trialFailed(answer.error().what);
}

void Backstage::sayPresence(calls::PresenceWord word, std::optional<Instant> until, const QString &staff)
{
    if (m_presence)
        settle({}, m_presence->say(staff, word, until, calls::Presence::Source::Person));
}

void Backstage::sayConsolePresence(calls::PresenceWord word, const QString &staff)
{
    if (!m_presence)
        return;
    // Nobody clicked: somebody who may not be given callbacks is no news.
    const desk::Answer<calls::Presence> said = m_presence->say(staff, word, std::nullopt, calls::Presence::Source::Console);
    if (!said && said.error().why == desk::Refusal::Why::CannotStore)
        qWarning("presence could not be stored: %s", qPrintable(said.error().detail));
}

void Backstage::takeBackPresence(const QString &staff)
{
    if (m_presence)
        settle({}, m_presence->takeBack(staff));
}

void Backstage::forgetWiring(const QString &id, const QString &staff)
{
    if (!m_connections)
        return;
    const desk::ConnectionAnswer<int> left = m_connections->forgetWiring(id, staff);
    if (settleConnection(left))
        Q_EMIT wiringForgotten(id, *left);
}

} // namespace ringback::app
