#pragma once

#include "connectors/phoneprovider.h"

#include <QList>

#include <coroutine>

namespace ringback::test {

/// A phone provider that answers as it is told: at once, or, while it holds, when it is released. Before anything is told, a text is taken
/// and nothing is found. Lives on the engine's thread.
class FakePhone final : public connectors::PhoneProvider {
public:
    /// Texts get ids from `firstId` on: two phones on one database must not give the same.
    explicit FakePhone(int firstId = 1)
        : m_nextId(firstId)
    {}

    QCoro::Task<connectors::SendOutcome> sendText(connectors::TextRequest request) override;
    QCoro::Task<connectors::FindOutcome> findSent(connectors::SentQuery query) override;
    void abandon() override { release(); }

    // Each is for one coming request; they queue up.
    void answerNext(connectors::SendOutcome outcome) { m_sendOutcomes.append(std::move(outcome)); }
    void findNext(connectors::FindOutcome outcome) { m_findOutcomes.append(std::move(outcome)); }

    /// Requests from here on are not answered until release().
    void hold() { m_holding = true; }
    /// Requests from here on do not leave until release(): the connection does not stand yet.
    void holdAtTheDoor() { m_holdingAtTheDoor = true; }
    /// Answers what was held, the oldest first.
    void release();
    [[nodiscard]] qsizetype held() const { return m_waiting.size(); }

    [[nodiscard]] const QList<connectors::TextRequest> &texts() const { return m_texts; } ///< all that left
    [[nodiscard]] const QList<connectors::SentQuery> &looks() const { return m_looks; }

private:
    struct Gate {
        FakePhone &phone;
        bool isShut;

        [[nodiscard]] bool await_ready() const noexcept { return !isShut; }
        void await_suspend(std::coroutine_handle<> waiting) const { phone.m_waiting.append(waiting); }
        void await_resume() const noexcept {}
    };

    QList<connectors::SendOutcome> m_sendOutcomes;
    QList<connectors::FindOutcome> m_findOutcomes;
    QList<connectors::TextRequest> m_texts;
    QList<connectors::SentQuery> m_looks;
    QList<std::coroutine_handle<>> m_waiting;
    bool m_holding = false;
    bool m_holdingAtTheDoor = false;
    int m_nextId;
};

} // namespace ringback::test
