#pragma once

#include "base/id.h"
#include "base/money.h"
#include "calls/values.h"
#include "engine/casework.h"
#include "engine/office.h"
#include "playbook/playbook.h"
#include "store/database.h"

#include <QString>

#include <optional>

namespace ringback::engine {

/// How a callback ends, whoever ended it: a person here, or one in the lead system. As the outcome says, the case ends too, the lead gets its status, the
/// confirmation is written, or the next attempt comes back later. Lives as long as the transaction.
class Conclusion final {
public:
    /// `office` as it is to that case.
    Conclusion(store::Transaction &transaction, Casework &cases, IdSource &ids, const Office &office, Instant now);

    /// The callback, with the case and caller it belongs to; their rows are locked, the callback is live.
    struct Case {
        calls::CallbackTask &task;
        calls::FollowUp &followUp;
        const calls::Contact &contact;
    };
    struct Ending {
        const playbook::Outcome &outcome;
        std::optional<Money> value = {};
        std::optional<Instant> at = {}; ///< the appointment, or when to call again
        QString by; ///< staff id, or `lead_system:…`
        QString actor; ///< as the trail names it
        QString next; ///< staff id of who gets the next attempt; empty = whoever is free
        bool confirms = true; ///< the caller is told, where the outcome has words for it
    };
    /// Writes all of it. Errors: as the store.
    [[nodiscard]] Done end(const Case &ended, const Ending &ending) const;

    /// The step of confirmations, which is of no playbook: a person's click sends them.
    [[nodiscard]] static QString confirmationStep() { return QStringLiteral("confirmation"); }
    /// So long an ending can be taken back; its confirmation leaves after that.
    static constexpr Milliseconds undoWindow{10'000};

private:
    [[nodiscard]] Done conclude(const Case &ended, const Ending &ending) const;
    [[nodiscard]] Done updateLead(const Case &ended, const Ending &ending) const;
    [[nodiscard]] Done dropMessages(const Case &ended, const Ending &ending, const QString &why) const;
    [[nodiscard]] Done bringBack(const Case &ended, const Ending &ending) const;
    [[nodiscard]] Done confirm(const Case &ended, const Ending &ending) const;
    void note(const Ending &ending, const QString &action, const calls::CallbackTask &task, QJsonObject detail = {}) const;

    store::Transaction &m_transaction;
    Casework &m_cases;
    IdSource &m_ids;
    const Office &m_office;
    const Instant m_now;
};

} // namespace ringback::engine
