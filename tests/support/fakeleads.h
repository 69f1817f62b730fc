#pragma once

#include "connectors/leadsystem.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <QStringList>

#include <coroutine>
#include <memory>

namespace ringback::test {

/// What a made-up lead system holds: several connections may lead to it. It takes nothing that breaks the contract of LeadSystem, and says what did.
struct FakeLeadBook {
    struct Task {
        QString record;
        QString title;
        QString assignee;
        Instant dueAt;
        bool isClosed = false;
        QString outcome;
    };
    QList<calls::LeadRecord> records;
    QStringList log; ///< all that was written, in its order: `lead P1`, `note P1 missed_call`, `status P1 needs_callback`, `task P1 T1`, `closed P1 T1`
    QHash<QString, QString> texts; ///< the sentences, by marker
    QHash<QString, calls::LeadLink> written; ///< by marker
    QHash<QString, connectors::LeadFacts> facts; ///< the last that were told, by record
    QHash<QString, Task> tasks; ///< by id
    QStringList problems; ///< what broke the contract
    QSet<QString> underWay; ///< numbers of whom something is being written

    /// Somebody it knows already.
    calls::LeadRecord &add(const QString &number, const QString &name = {});
    /// What was written of a kind, in its order.
    [[nodiscard]] QStringList logOf(const QString &kind) const;
};

/// A connection to it, which answers as it is told: at once, or, while it holds, when it is released. Lives on the engine's thread.
class FakeLeads final : public connectors::LeadSystem {
public:
    explicit FakeLeads(std::shared_ptr<FakeLeadBook> book)
        : m_book(std::move(book))
    {}

    QCoro::Task<Result<QList<calls::LeadRecord>>> find(connectors::LeadQuery query) override;
    QCoro::Task<connectors::WriteOutcome> write(connectors::LeadWrite write) override;
    QCoro::Task<connectors::WriteFinding> findWritten(connectors::LeadWrite write, Instant since) override;
    QCoro::Task<QList<connectors::Finding>> test() override;
    void abandon() override;

    // Each is for one coming request; they queue up.
    /// The answer, of which nothing is written.
    void answerNext(connectors::WriteOutcome outcome) { m_answers.append(std::move(outcome)); }
    /// It is written, and the answer is lost.
    void loseNext() { m_losses += 1; }
    void findNext(Result<QList<calls::LeadRecord>> found) { m_finds.append(std::move(found)); }
    void lookNext(connectors::WriteFinding finding) { m_looks.append(std::move(finding)); }

    /// From now on nothing answers; nothing is written.
    void setDead(bool dead) { m_dead = dead; }
    /// Requests from here on are not answered until release().
    void hold() { m_holding = true; }
    void release();
    [[nodiscard]] qsizetype held() const { return m_waiting.size(); }

    int writesAsked = 0;
    int findsAsked = 0;
    int looksAsked = 0;

private:
    struct Gate {
        FakeLeads &leads;
        bool isShut;

        [[nodiscard]] bool await_ready() const noexcept { return !isShut; }
        void await_suspend(std::coroutine_handle<> waiting) const { leads.m_waiting.append(waiting); }
        void await_resume() const noexcept {}
    };
    [[nodiscard]] connectors::WriteOutcome carryOut(const connectors::LeadWrite &write);

    std::shared_ptr<FakeLeadBook> m_book;
    QList<connectors::WriteOutcome> m_answers;
    QList<Result<QList<calls::LeadRecord>>> m_finds;
    QList<connectors::WriteFinding> m_looks;
    QList<std::coroutine_handle<>> m_waiting;
    int m_losses = 0;
    bool m_dead = false;
    bool m_holding = false;
    bool m_abandoned = false;
};

/// One that can do everything.
[[nodiscard]] connectors::LeadAbilities allAbilities();

} // namespace ringback::test
