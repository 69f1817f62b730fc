#pragma once

#include "connectors/eventstream.h"
#include "connectors/phoneprovider.h"

#include <QList>

#include <coroutine>

namespace ringback::test {

/// A stream that brings what a test says.
class FakeStream final : public connectors::EventStream {
    Q_OBJECT

public:
    void open() override { ++opens; }
    void close() override { ++closes; }

    int opens = 0;
    int closes = 0;
};

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
    [[nodiscard]] bool hasLog() const override { return m_hasLog; }
    QCoro::Task<Result<connectors::Log>> readLog(connectors::LogQuery query) override;
    [[nodiscard]] std::shared_ptr<connectors::EventStream> stream() override { return m_stream; }

    /// From now on there is a list, and this call or text is in it. Reads give what happened at `since` less `overlap` or later, until `now`.
    void list(const calls::ProviderEvent &event);
    void listNothing() { m_hasLog = true; }
    void setOverlap(Milliseconds overlap) { m_overlap = overlap; }
    void setStream(std::shared_ptr<connectors::EventStream> stream) { m_stream = std::move(stream); }
    [[nodiscard]] const QList<connectors::LogQuery> &reads() const { return m_reads; }

    // Each is for one coming request; they queue up.
    void failReadNext(Error error) { m_readErrors.append(std::move(error)); }
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
    QList<connectors::LogQuery> m_reads;
    QList<Error> m_readErrors;
    QList<calls::ProviderEvent> m_list;
    Milliseconds m_overlap = std::chrono::hours(24); // as the widest of the real ones
    bool m_hasLog = false;
    std::shared_ptr<connectors::EventStream> m_stream;
    QList<std::coroutine_handle<>> m_waiting;
    bool m_holding = false;
    bool m_holdingAtTheDoor = false;
    int m_nextId;
};

} // namespace ringback::test
