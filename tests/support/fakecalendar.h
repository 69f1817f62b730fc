#pragma once

#include "connectors/calendar.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <QStringList>

#include <coroutine>
#include <memory>

namespace ringback::test {

/// What a made-up calendar holds: several connections may lead to it. It takes nothing that breaks the contract of Calendar, and says what did.
struct FakeCalendarBook {
    struct Kept {
        connectors::CalendarEntry entry;
        int version = 1; ///< its ETag
    };
    QHash<QString, Kept> entries; ///< by UID
    QList<calls::BusyTime> busy;
    int version = 1; ///< of what is busy: what `cursor` says
    QStringList log; ///< all that changed, in its order: `made Call back: Ana`, `changed …`, `removed …`
    QStringList problems; ///< what broke the contract
    QSet<QString> underWay; ///< UIDs of which something is being written
    int mostAtOnce = 0;

    void setBusy(const QList<calls::BusyTime> &times)
    {
        busy = times;
        ++version;
    }
    /// A person deletes it.
    void drop(const QString &uid) { entries.remove(uid); }
    [[nodiscard]] connectors::CalendarEntry only() const;
    [[nodiscard]] QStringList titles() const;
};

/// A connection to it, which answers as it is told: at once, or, while it holds, when it is released. Lives on the engine's thread.
class FakeCalendar final : public connectors::Calendar {
public:
    explicit FakeCalendar(std::shared_ptr<FakeCalendarBook> kept = std::make_shared<FakeCalendarBook>())
        : book(std::move(kept))
    {}

    [[nodiscard]] connectors::CalendarAbilities abilities() const override { return can; }
    QCoro::Task<Result<connectors::BusyTimes>> busy(connectors::BusyQuery query) override;
    QCoro::Task<connectors::EntryOutcome> put(connectors::CalendarEntry entry, connectors::EntryPlace place) override;
    QCoro::Task<connectors::EntryOutcome> remove(QString uid, connectors::EntryPlace place) override;
    QCoro::Task<QList<connectors::Finding>> test() override;
    void abandon() override;

    // Each is for one coming request; they queue up.
    void busyNext(Result<connectors::BusyTimes> times) { m_times.append(std::move(times)); }
    /// The answer, of which nothing is written.
    void answerNext(connectors::EntryOutcome outcome) { m_answers.append(std::move(outcome)); }
    /// It is written, and the answer is lost.
    void loseNext() { m_losses += 1; }

    /// From now on nothing answers; nothing is written.
    void setDead(bool dead) { m_dead = dead; }
    /// Every write is refused so, while it is set.
    std::optional<connectors::EntryRefused> refusal;
    /// Requests from here on are not answered until release().
    void hold() { m_holding = true; }
    void release();
    [[nodiscard]] qsizetype held() const { return m_waiting.size(); }

    std::shared_ptr<FakeCalendarBook> book;
    connectors::CalendarAbilities can{.reads = true, .writes = true};
    std::optional<Milliseconds> hint; ///< of its publisher
    QList<connectors::BusyQuery> queries;
    int writesAsked = 0;
    int abandoned = 0;

private:
    struct Gate {
        FakeCalendar &calendar;
        bool isShut;

        [[nodiscard]] bool await_ready() const noexcept { return !isShut; }
        void await_suspend(std::coroutine_handle<> waiting) const { calendar.m_waiting.append(waiting); }
        void await_resume() const noexcept {}
    };
    /// Before anything is written: what is said instead, if anything.
    [[nodiscard]] std::optional<connectors::EntryOutcome> told();
    [[nodiscard]] connectors::EntryOutcome write(const connectors::CalendarEntry &entry, const connectors::EntryPlace &place);
    void begin(const QString &uid);

    QList<Result<connectors::BusyTimes>> m_times;
    QList<connectors::EntryOutcome> m_answers;
    QList<std::coroutine_handle<>> m_waiting;
    int m_losses = 0;
    bool m_dead = false;
    bool m_holding = false;
};

} // namespace ringback::test
