#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "board/feed.h"
#include "desk/blocklist.h"
#include "desk/bookingwork.h"
#include "desk/calendarwork.h"
#include "desk/connectionwork.h"
#include "desk/desk.h"
#include "desk/dialing.h"
#include "desk/leadwork.h"
#include "desk/outcome.h"
#include "desk/peoplework.h"
#include "desk/presencework.h"
#include "desk/stormswitch.h"
#include "desk/texting.h"
#include "store/database.h"

#include <QObject>

#include <memory>
#include <optional>

namespace ringback::app {

/// What stands behind the window: reads for the screens and the clicks of staff, on one database connection and one thread of its own, so
/// that the window never waits. Made on the main thread and moved; every slot runs on its thread.
class Backstage final : public QObject {
    Q_OBJECT

public:
    Backstage(store::Address address, store::WriteTurn turn, const Clock &clock);
    ~Backstage() override;

public Q_SLOTS:
    void start();
    void stop();
    void follow(const QString &rowId);
    /// Whether who sits here may see what cases earned.
    void showMoney(bool shows);
    void claim(const QString &task, const QString &staff);
    /// Rings that caller: `number` as people write it.
    void dial(const QString &number, const QString &followUp, const QString &staff);
    void release(const QString &task, const QString &staff);
    void complete(const QString &task, const QString &staff, const ringback::desk::Completion &completion);
    void undo(const QString &task, const QString &staff);
    void claimNext(const QString &staff, int count);
    void optOut(const QString &number, const QString &staff);
    void optIn(const QString &number, const QString &staff);
    void markAsSpam(const QString &followUp, const QString &staff);
    void notSpam(const QString &followUp, const QString &staff);
    void callBack(const QString &call, const QString &staff);
    void review(const QString &message, const QString &staff, ringback::desk::ReviewChoice choice);
    void beginStorm(const QString &staff, std::optional<ringback::Instant> until);
    void endStorm(const QString &staff);
    void putConnection(const ringback::desk::ConnectionEdit &edit, const QString &staff);
    void removeConnection(const QString &id, const QString &staff);
    /// Whether this person may change it: to be known before somebody signs in there.
    void askToChange(const QString &id, const QString &staff);
    /// A click has changed something at the provider.
    void keepWiring(const QString &id, const QByteArray &undo, const QString &staff);
    /// The undos of a connection, if this person may change it: to be known before a provider is asked.
    void readWiring(const QString &id, const QString &staff);
    void forgetWiring(const QString &id, const QString &staff);
    void putLeadSystem(const ringback::desk::LeadEdit &edit, const QString &staff);
    void removeLeadSystem(const QString &id, const QString &staff);
    void askToChangeLead(const QString &id, const QString &staff);
    void pauseLeadRead(const QString &id, bool paused, const QString &staff);
    void chooseRecord(const QString &followUp, const QString &connection, const QString &record, const QString &staff);
    void retryLead(const QString &followUp, const QString &connection, const QString &staff);
    void putPerson(const ringback::desk::PersonEdit &edit, const QString &staff);
    void removePerson(const QString &id, const QString &staff);
    void putTeam(const ringback::desk::TeamEdit &edit, const QString &staff);
    void removeTeam(const QString &id, const QString &staff);
    void setLine(const ringback::desk::LineEdit &edit, const QString &staff);
    void tryRouting(const ringback::board::TrialQuestion &question);
    void sayPresence(ringback::calls::PresenceWord word, std::optional<ringback::Instant> until, const QString &staff);
    void takeBackPresence(const QString &staff);
    void putCalendar(const ringback::desk::CalendarEdit &edit, const QString &staff);
    void removeCalendar(const QString &id, const QString &staff);
    /// Whether this person may change calendars of `whose`: to be known before somebody signs in there.
    void askToChangeCalendar(const QString &id, const QString &whose, const QString &staff);
    void putBooking(const ringback::desk::BookingEdit &edit, const QString &staff);
    void removeBookingPage(const QString &id, const QString &staff);
    /// The console itself, of who is signed in to it.
    void sayConsolePresence(ringback::calls::PresenceWord word, const QString &staff);

Q_SIGNALS:
    void officeChanged(const ringback::board::Office &office);
    void boardChanged(const QList<ringback::board::BoardRow> &rows);
    void queueChanged(const QList<ringback::board::QueueRow> &rows);
    void conversationChanged(const ringback::board::Conversation &conversation);
    void healthChanged(const ringback::board::Health &health);
    void reviewChanged(const QList<ringback::board::TextToReview> &texts);
    void systemsChanged(const ringback::board::PhoneSystems &systems);
    void connectionSaved(const QString &id);
    void connectionNotSaved(const QString &id); ///< why is told by connectionRefused
    void changeAllowed(const QString &id);
    void connectionRemoved(const QString &id);
    void connectionRefused(const ringback::desk::ConnectionRefusal &refusal);
    void wiringKept(const QString &id, int undos);
    void wiringRead(const QString &id, const QByteArrayList &undos);
    void wiringForgotten(const QString &id, int left);
    void leadSystemsChanged(const ringback::board::LeadSystems &systems);
    void leadSaved(const QString &id);
    void leadNotSaved(const QString &id); ///< why is told by leadRefused
    void leadChangeAllowed(const QString &id);
    void leadRemoved(const QString &id);
    void leadRefused(const ringback::desk::ConnectionRefusal &refusal);
    void recordChosen(); ///< the lead system gets what waited for it
    void leadRetried(int writes);
    void peopleChanged(const ringback::board::People &people);
    void peopleSaved(const QString &name); ///< a person, a team or a line
    void personRemoved(const QString &name, int callbacks);
    void teamRemoved(const QString &name);
    void peopleRefused(const ringback::desk::PeopleRefusal &refusal);
    void trialAnswered(const ringback::board::TrialAnswer &answer);
    void trialFailed(const QString &what);
    void calendarsChanged(const ringback::board::Calendars &calendars);
    void calendarSaved(const QString &id);
    void calendarNotSaved(const QString &id); ///< why is told by calendarRefused
    void calendarChangeAllowed(const QString &id);
    void calendarRemoved(const QString &id);
    void calendarRefused(const ringback::desk::ConnectionRefusal &refusal);
    void bookingPagesChanged(const ringback::board::BookingPages &pages);
    void bookingSaved(const QString &page); ///< its id; empty where only a link was
    void bookingNotSaved(const QString &page); ///< why is told by bookingRefused
    void bookingPageRemoved();
    void bookingRefused(const ringback::desk::ConnectionRefusal &refusal);
    void completed(const ringback::board::Aftermath &after);
    void claimed(int count);
    void dialled(const QString &number, bool byLink, bool again); ///< E.164
    void markedAsSpam(const QString &followUp, ringback::Instant undoUntil);
    void calledBack(); ///< a call that was taken for spam has a callback
    void shown(); ///< the first values of everything have been sent
    void refused(const QString &subject, const ringback::desk::Refusal &refusal);
    void stopped();

private:
    /// Tells what was refused, and reads again: the change watch sees what others commit, not this. Whether it went well.
    template <class T>
    bool settleConnection(const desk::ConnectionAnswer<T> &answer);
    template <class T>
    bool settleLead(const desk::ConnectionAnswer<T> &answer);
    template <class T>
    bool settleCalendar(const desk::ConnectionAnswer<T> &answer);
    bool settleBooking(const desk::ConnectionAnswer<void> &answer);
    template <class T>
    bool settlePeople(const desk::PeopleAnswer<T> &answer);
    template <class T>
    bool settle(const QString &subject, const desk::Answer<T> &answer);

    const store::Address m_address;
    const store::WriteTurn m_turn;
    const Clock &m_clock;
    IdSource m_ids;
    bool m_showsMoney = true;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<board::Feed> m_feed;
    std::unique_ptr<desk::Desk> m_desk;
    std::unique_ptr<desk::Dialing> m_dialing;
    std::unique_ptr<desk::Texting> m_texting;
    std::unique_ptr<desk::Blocklist> m_blocklist;
    std::unique_ptr<desk::StormSwitch> m_storm;
    std::unique_ptr<desk::ConnectionWork> m_connections;
    std::unique_ptr<desk::LeadWork> m_leads;
    std::unique_ptr<desk::PeopleWork> m_people;
    std::unique_ptr<desk::PresenceWork> m_presence;
    std::unique_ptr<desk::CalendarWork> m_calendars;
    std::unique_ptr<desk::BookingWork> m_bookings;
};

} // namespace ringback::app
