#pragma once

#include "base/clock.h"
#include "board/bookingcards.h"
#include "board/calendarcards.h"
#include "board/connections.h"
#include "board/peoplerows.h"
#include "board/reader.h"
#include "board/rows.h"
#include "store/changewatch.h"
#include "store/database.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace ringback::board {

/// Keeps the screens' values fresh: follows the audit trail past the last row seen and reads again only the cases it names. Lives on the
/// thread of its Database, away from the window; the window gets values by queued signals.
class Feed final : public QObject {
    Q_OBJECT

public:
    Feed(store::Database &database, const Clock &clock, QObject *parent = nullptr);

    /// How long changes gather before the screens hear of them: a storm is shown in steps, not row by row.
    static constexpr Milliseconds gatherTime{50};
    /// What depends on the time alone (an engine that fell silent, a task that became overdue) is looked at so often.
    static constexpr Milliseconds healthInterval{2'000};

    /// What follows from a task that has just been completed. Errors: as the store.
    [[nodiscard]] Result<Aftermath> aftermath(const calls::CallbackTask &completed, Milliseconds undoWindow)
    {
        return m_reader.aftermath(completed, undoWindow);
    }

public Q_SLOTS:
    void start();
    /// There is something new; also for this connection's own changes, which the database does not report to it.
    void refresh();
    /// Which row's conversation to keep fresh; empty = none.
    void follow(const QString &rowId);
    /// Somebody else sits here now: what cases earned is told, or not. What is shown is read again.
    void setShowsMoney(bool shows);

Q_SIGNALS:
    void officeChanged(const ringback::board::Office &office);
    void systemsChanged(const ringback::board::PhoneSystems &systems);
    void leadSystemsChanged(const ringback::board::LeadSystems &systems);
    void boardChanged(const QList<ringback::board::BoardRow> &rows);
    void queueChanged(const QList<ringback::board::QueueRow> &rows);
    void conversationChanged(const ringback::board::Conversation &conversation);
    void healthChanged(const ringback::board::Health &health);
    void reviewChanged(const QList<ringback::board::TextToReview> &texts);
    void peopleChanged(const ringback::board::People &people);
    void calendarsChanged(const ringback::board::Calendars &calendars);
    void bookingPagesChanged(const ringback::board::BookingPages &pages);

private:
    void update();
    [[nodiscard]] Done readAll();
    [[nodiscard]] Done readChanges();
    [[nodiscard]] Done readCases(const QStringList &ids);
    [[nodiscard]] Done readOffice();
    void publish();
    void readHealth();
    void readReview();
    void readLeads();
    void readStaff();
    void readCalendars();
    void readBookings();
    void report(const Error &error);

    store::Database &m_database;
    const Clock &m_clock;
    Reader m_reader;
    store::ChangeWatch m_watch;
    QTimer m_gather;
    QTimer m_healthTimer;
    qint64 m_sequence = -1; ///< of the last audit row seen; -1 = nothing read yet
    Office m_office;
    PhoneSystems m_systems;
    LeadSystems m_leads;
    QHash<QString, BoardRow> m_board; ///< by row id
    QHash<QString, QueueRow> m_queue; ///< by follow-up
    QList<BoardRow> m_shownBoard;
    QList<QueueRow> m_shownQueue;
    QString m_followed;
    Conversation m_conversation;
    Health m_health;
    QList<TextToReview> m_review;
    People m_people;
    Calendars m_calendars;
    BookingPages m_bookings;
};

} // namespace ringback::board
