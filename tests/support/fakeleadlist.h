#pragma once

#include "connectors/leadsystem.h"

#include <QHash>
#include <QList>

#include <algorithm>
#include <coroutine>

namespace ringback::test {

/// A lead system that is only read: it lists whom it knows in pages, the changes after the first pass too, and says what became of tasks and what was
/// won. Answers at once, or, while it holds, when it is released. Strict: asks for too much are a failure of the test.
class FakeLeadList final : public connectors::LeadSystem {
public:
    QCoro::Task<connectors::WriteOutcome> write(connectors::LeadWrite) override
    {
        ++writes;
        connectors::WriteOutcome refused = connectors::NotWritten{.kind = connectors::NotWritten::Class::Unable};
        co_return refused;
    }
    QCoro::Task<connectors::WriteFinding> findWritten(connectors::LeadWrite, Instant) override
    {
        ++writes;
        connectors::WriteFinding nothing = connectors::NotFound{};
        co_return nothing;
    }
    QCoro::Task<QList<connectors::Finding>> test() override
    {
        QList<connectors::Finding> nothing;
        co_return nothing;
    }
    QCoro::Task<Result<QList<calls::LeadRecord>>> find(connectors::LeadQuery) override
    {
        ++finds;
        Result<QList<calls::LeadRecord>> nobody = QList<calls::LeadRecord>();
        co_return nobody;
    }
    void abandon() override
    {
        ++abandoned;
        release();
    }

    QCoro::Task<Result<connectors::LeadChanges>> changesSince(QString cursor) override
    {
        cursors.append(cursor);
        const qsizetype from = cursor.isEmpty() ? 0 : cursor.toLongLong();
        connectors::LeadChanges page{.records = list.mid(from, pageSize),
                                     .cursor = QString::number(std::min(from + pageSize, list.size()))};
        page.isLast = from + pageSize >= list.size();
        page.total = total;
        Result<connectors::LeadChanges> answer = everyPage ? *everyPage : page;
        if (!errors.isEmpty())
            answer = tl::unexpected<Error>(errors.takeFirst());
        Gate gate{*this, m_holding};
        co_await gate;
        co_return answer;
    }
    QCoro::Task<Result<connectors::LeadTasks>> tasks(connectors::LeadTaskQuery query) override
    {
        Q_ASSERT(!query.tasks.isEmpty() && query.tasks.size() <= tasksAtOnce);
        taskQueries.append(query);
        connectors::LeadTasks told{.states = {}, .cursor = QStringLiteral("tasks-%1").arg(taskQueries.size())};
        std::copy_if(states.cbegin(), states.cend(), std::back_inserter(told.states),
                     [&](const connectors::LeadTaskState &state) { return query.tasks.contains(state.id); });
        Result<connectors::LeadTasks> answer = std::move(told);
        if (!errors.isEmpty())
            answer = tl::unexpected<Error>(errors.takeFirst());
        Gate gate{*this, m_holding};
        co_await gate;
        co_return answer;
    }
    QCoro::Task<Result<QList<calls::Win>>> wins(connectors::WinQuery query) override
    {
        Q_ASSERT(!query.links.isEmpty() && query.links.size() <= winsAtOnce);
        winQueries.append(query);
        QList<calls::Win> told;
        std::copy_if(won.cbegin(), won.cend(), std::back_inserter(told), [&](const calls::Win &win) {
            return win.wonAt >= query.since && std::any_of(query.links.cbegin(), query.links.cend(),
                                                           [&](const calls::LeadLink &link) { return link.record == win.record; });
        });
        Result<QList<calls::Win>> answer = std::move(told);
        if (!errors.isEmpty())
            answer = tl::unexpected<Error>(errors.takeFirst());
        Gate gate{*this, m_holding};
        co_await gate;
        co_return answer;
    }

    /// Requests from here on are not answered until release().
    void hold() { m_holding = true; }
    void release()
    {
        m_holding = false;
        for (const std::coroutine_handle<> waiting : std::exchange(m_waiting, {}))
            waiting.resume();
    }
    /// Everything that was asked of it.
    [[nodiscard]] qsizetype requests() const { return cursors.size() + taskQueries.size() + winQueries.size() + finds + writes; }

    QList<calls::LeadRecord> list; ///< what has changed, the oldest first; a cursor is a place in it
    qsizetype pageSize = 100;
    std::optional<int> total;
    std::optional<connectors::LeadChanges> everyPage; ///< instead of the list, whatever the cursor
    QList<connectors::LeadTaskState> states;
    QList<calls::Win> won;
    QList<Error> errors; ///< each is the answer to one coming request

    QStringList cursors;
    QList<connectors::LeadTaskQuery> taskQueries;
    QList<connectors::WinQuery> winQueries;
    int finds = 0;
    int writes = 0;
    int abandoned = 0;

private:
    struct Gate {
        FakeLeadList &system;
        bool isShut;

        [[nodiscard]] bool await_ready() const noexcept { return !isShut; }
        void await_suspend(std::coroutine_handle<> waiting) const { system.m_waiting.append(waiting); }
        void await_resume() const noexcept {}
    };

    QList<std::coroutine_handle<>> m_waiting;
    bool m_holding = false;
};

} // namespace ringback::test
