#pragma once

#include "audit/trail.h"
#include "base/clock.h"
#include "base/id.h"
#include "connectors/bookings/bookings.h"
#include "connectors/phoneprovider.h"
#include "engine/casework.h"
#include "engine/office.h"
#include "engine/translation.h"
#include "store/database.h"
#include "store/gateways.h"

namespace ringback::engine {

/// From the inbox to decisions: loads facts, asks the policy, writes rows, jobs and audit, commits. Many events share a commit.
/// Lives on the engine's thread.
class Intake final {
public:
    /// `translation` reads stored events: by the rules of their phone systems.
    Intake(store::Database &database, const Clock &clock, IdSource &ids, Translation translation = translate)
        : m_database(database)
        , m_clock(clock)
        , m_ids(ids)
        , m_translation(std::move(translation))
    {}

    /// Works off due events and settling calls, at most eventsPerTurn of each, in one transaction. How many there were. An event that cannot be
    /// applied is kept in the inbox, marked, with the reason. Errors: Transient (nothing changed, try again).
    [[nodiscard]] Result<int> turn(const Office &office);

    /// When there is work again, if nothing new comes in.
    [[nodiscard]] Result<std::optional<Instant>> nextDue() const;

    static constexpr int eventsPerTurn = 64;
    /// While one full turn follows the other, the desks of the staff are counted so often, not every time: counting takes as long as there are callbacks.
    static constexpr Milliseconds recount{1'000};

private:
    struct Turn;

    [[nodiscard]] Result<int> turn(const Office &office, int events, int settlings);
    [[nodiscard]] Done setAside(const Error &error);

    [[nodiscard]] Done apply(Turn &turn, const store::InboxEvent &event);
    /// What holds for a case; the rules of now where those it was opened under do not read back.
    [[nodiscard]] Result<policy::Rules> rulesOf(Turn &turn, const calls::FollowUp &followUp);

    // intakecalls.cpp
    [[nodiscard]] Done applyCall(Turn &turn, const store::InboxEvent &inbox, const connectors::CallEvent &event);
    [[nodiscard]] Done settleCalls(Turn &turn, int limit, int &count);
    [[nodiscard]] Done judged(Turn &turn, calls::Call &call);
    [[nodiscard]] Done followDial(Turn &turn, const calls::Call &call);
    [[nodiscard]] Done keepVoicemail(Turn &turn, const calls::Call &call, const calls::Voicemail &voicemail);
    [[nodiscard]] Result<QString> whoCalled(const calls::Call &ours, const calls::ContactId &contact) const;
    [[nodiscard]] Done joinHistory(Turn &turn, calls::Call &call);
    [[nodiscard]] Done reached(Turn &turn, calls::Call &call, calls::FollowUp followUp, const calls::PhoneNumber &number);

    // intakemissed.cpp
    [[nodiscard]] Done missed(Turn &turn, calls::Call &call);
    [[nodiscard]] Done decideMissed(Turn &turn, calls::Call &call);
    void screened(Turn &turn, calls::Call &call, const QStringList &why, const std::optional<calls::Blocking> &blocking);
    [[nodiscard]] Done loadBlocking(Turn &turn, const calls::PhoneNumber &number, policy::CallFacts &facts);
    [[nodiscard]] Done loadCase(Turn &turn, policy::CallFacts &facts);
    [[nodiscard]] Done loadCaller(Turn &turn, const policy::Rules &rules, policy::CallFacts &facts);

    // intaketexts.cpp
    [[nodiscard]] Done applyText(Turn &turn, const store::InboxEvent &inbox, const connectors::TextReceived &event);
    /// Whether the text was one of the playbook's words and no answer.
    [[nodiscard]] Result<bool> applyKeyword(Turn &turn, const connectors::TextReceived &event, const calls::Contact &contact,
                                            std::optional<calls::FollowUp> &openCase);
    [[nodiscard]] Done optOut(Turn &turn, const calls::Contact &contact, std::optional<calls::FollowUp> &openCase, const QString &source,
                              const QString &actor);
    [[nodiscard]] Done applyAnswer(Turn &turn, const store::InboxEvent &inbox, const connectors::TextReceived &event,
                                   const calls::Contact &contact, const calls::PhoneNumber &line, std::optional<calls::FollowUp> &openCase);
    // stafftexts.cpp
    [[nodiscard]] Done applyStaffText(Turn &turn, const store::InboxEvent &inbox, const connectors::TextReceived &event,
                                      const calls::Staff &person, const calls::Line &line);
    [[nodiscard]] Done claimByText(Turn &turn, const store::InboxEvent &inbox, const calls::Staff &person, const calls::Line &line);

    // intaketexts.cpp
    [[nodiscard]] Done applyOptOut(Turn &turn, const store::InboxEvent &inbox, const connectors::OptOutChanged &event);
    [[nodiscard]] Done applyStatus(Turn &turn, const store::InboxEvent &inbox, const connectors::TextStatus &event);

    // intakebookings.cpp
    struct BookedCase;
    [[nodiscard]] Done applyBooking(Turn &turn, const store::InboxEvent &inbox, const settings::BookingPage &page);
    [[nodiscard]] Result<std::optional<calls::FollowUpId>> caseOfBooking(const connectors::bookings::Booking &booking) const;
    [[nodiscard]] Result<BookedCase> loadBooked(Turn &turn, const settings::BookingPage &page, const connectors::bookings::Booking &booking,
                                                const calls::FollowUpId &of);
    [[nodiscard]] Done bookingMade(Turn &turn, BookedCase &booked);
    [[nodiscard]] Result<calls::CallbackTask> taskForBooking(Turn &turn, const BookedCase &booked);
    [[nodiscard]] Done advance(Turn &turn, BookedCase &booked);
    [[nodiscard]] Done bookingCancelled(Turn &turn, const store::InboxEvent &inbox, BookedCase &booked);
    [[nodiscard]] Done reopen(Turn &turn, const store::InboxEvent &inbox, BookedCase &booked);

    store::Database &m_database;
    const Clock &m_clock;
    IdSource &m_ids;
    const Translation m_translation;
    std::optional<Casework::Desks> m_counted; ///< from the full turn before
    Instant m_countedAt;
    qint64 m_countedFor = 0; ///< the setup they were counted under
};

} // namespace ringback::engine
