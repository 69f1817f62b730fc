#pragma once

#include "connectors/mailer.h"
#include "connectors/phoneprovider.h"
#include "sim/dice.h"
#include "sim/schedule.h"

#include <QHash>
#include <QList>

#include <coroutine>
#include <functional>
#include <memory>
#include <optional>

namespace ringback::sim {

/// What runs later, in the order of its time.
class Agenda {
public:
    virtual ~Agenda() = default;
    [[nodiscard]] virtual Instant now() const = 0;
    virtual void at(Instant when, std::function<void()> what) = 0;

protected:
    Agenda() = default;
    Agenda(const Agenda &) = default;
    Agenda &operator=(const Agenda &) = default;
};

/// A text that the phone company has taken.
struct Taken {
    QString sid;
    connectors::TextRequest request;
    QString message; ///< id of ours that it was sent for
    Instant leftAt; ///< when the request left us
    Instant at;
    Instant listedFrom; ///< its list lags behind
};

/// An e-mail that the mail server has taken.
struct Mailed {
    QString message; ///< id of ours
    Instant at;
};

class Phone;

/// The phone company of a run: takes texts or does not, answers or does not, and forgets nothing. What it keeps is the truth about what left.
/// It takes a request within 2 s or never, and lists it within another 10: less than the 15 s that the engine waits (look_again_seconds).
class Company final {
public:
    Company(Agenda &agenda, quint64 seed)
        : m_agenda(agenda)
        , m_dice(seed)
    {}

    void setWeather(const Weather &weather) { m_weather = weather; }
    /// Posts a delivery receipt to the office's door.
    std::function<void(const QString &sid, const QString &status, Milliseconds after)> post;

    void send(const std::shared_ptr<Phone> &from, int ticket, const connectors::TextRequest &request, const QString &message);
    void mail(const std::shared_ptr<Phone> &from, int ticket, const connectors::MailRequest &request);
    void find(const std::shared_ptr<Phone> &from, int ticket, const connectors::SentQuery &query);

    [[nodiscard]] const QList<Taken> &taken() const { return m_taken; }
    [[nodiscard]] const QList<Mailed> &mailed() const { return m_mailed; }

private:
    void take(const connectors::TextRequest &request, const QString &message, const QString &sid, Instant leftAt);

    Agenda &m_agenda;
    Dice m_dice;
    Weather m_weather;
    QList<Taken> m_taken;
    QList<Mailed> m_mailed;
    int m_lastSid = 0;
};

/// One engine's connection to the company, and to the office's mail server, which has its ways. Answers come when the run lets them.
class Phone final : public connectors::PhoneProvider, public connectors::Mailer, public std::enable_shared_from_this<Phone> {
public:
    /// What the engine's process does when a request is about to leave: false when it has been killed. The message it is for.
    using OnLeaving = std::function<std::optional<QString>(const connectors::TextRequest &)>;
    using OnLooking = std::function<bool()>;

    Phone(Company &company, OnLeaving onLeaving, OnLooking onLooking)
        : m_company(company)
        , m_onLeaving(std::move(onLeaving))
        , m_onLooking(std::move(onLooking))
    {}

    QCoro::Task<connectors::SendOutcome> sendText(connectors::TextRequest request) override;
    QCoro::Task<connectors::FindOutcome> findSent(connectors::SentQuery query) override;
    QCoro::Task<connectors::SendOutcome> sendMail(connectors::MailRequest request) override;
    void abandon() override;

    void answer(int ticket, connectors::SendOutcome outcome);
    void answer(int ticket, connectors::FindOutcome outcome);

    /// A stopped process reads no answers; they wait for it.
    void hold() { m_held = true; }
    void readOn();

private:
    struct Gate {
        Phone &phone;
        int ticket;

        [[nodiscard]] bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> waiting) const { phone.m_waiting.insert(ticket, waiting); }
        void await_resume() const noexcept {}
    };

    void resume(int ticket);

    Company &m_company;
    OnLeaving m_onLeaving;
    OnLooking m_onLooking;
    QHash<int, std::coroutine_handle<>> m_waiting;
    QHash<int, connectors::SendOutcome> m_sent;
    QHash<int, connectors::FindOutcome> m_found;
    QList<int> m_unread;
    bool m_held = false;
    int m_lastTicket = 0;
};

} // namespace ringback::sim
