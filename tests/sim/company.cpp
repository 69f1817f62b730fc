#include "sim/company.h"

#include <algorithm>

namespace ringback::sim {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace connectors;

namespace {

constexpr Milliseconds timeOut = 30s;

} // namespace

void Company::take(const TextRequest &request, const QString &message, const QString &sid, Instant leftAt)
{
    m_taken.append({.sid = sid,
                    .request = request,
                    .message = message,
                    .leftAt = leftAt,
                    .at = m_agenda.now(),
                    .listedFrom = m_agenda.now() + Milliseconds(m_dice.below(10'000))});
    if (m_dice.percent(60)) {
        post(sid, u"sent"_s, Milliseconds(m_dice.below(3'000)));
        post(sid, m_dice.percent(85) ? u"delivered"_s : u"undelivered"_s, Milliseconds(m_dice.below(9'000)));
    }
}

void Company::send(const std::shared_ptr<Phone> &from, int ticket, const TextRequest &request, const QString &message)
{
    const Instant left = m_agenda.now();
    const Instant arrives = left + Milliseconds(m_dice.below(2'000));
    const Instant answers = arrives + Milliseconds(m_dice.below(1'500));
    const std::weak_ptr<Phone> phone = from;
    const auto answerLater = [this, phone, ticket](Instant when, const SendOutcome &outcome) {
        m_agenda.at(when, [phone, ticket, outcome] {
            if (const std::shared_ptr<Phone> alive = phone.lock())
                alive->answer(ticket, outcome);
        });
    };
    if (m_dice.percent(m_weather.refuses)) {
        using Class = Refused::Class;
        static const QList<Refused> refusals = {
            {Class::ForNow, u"20429"_s, u"too many"_s, {}},      {Class::ForNow, u"20429"_s, u"too many"_s, Milliseconds(90s)},
            {Class::ForNow, u"503"_s, u"later"_s, {}},           {Class::Sender, u"20003"_s, u"credentials"_s, {}},
            {Class::Recipient, u"21614"_s, u"a landline"_s, {}}, {Class::OptedOut, u"21610"_s, u"opted out"_s, {}},
            {Class::Message, u"21617"_s, u"too long"_s, {}}};
        answerLater(answers, m_dice.one(refusals));
        return;
    }
    if (m_dice.percent(m_weather.stalls)) { // nothing arrives, nothing is answered
        answerLater(left + timeOut, Unknown{u"time-out"_s});
        return;
    }
    const QString sid = u"SM%1"_s.arg(++m_lastSid, 32, 16, QChar(u'0'));
    m_agenda.at(arrives, [this, request, message, sid, left] { take(request, message, sid, left); });
    if (m_dice.percent(m_weather.losesAnswers)) { // a server error after the work, a broken connection, a time-out
        answerLater(m_dice.percent(30) ? left + timeOut : answers, Unknown{u"lost"_s});
        return;
    }
    answerLater(answers, Sent{.providerMessageId = sid});
}

// Unknown only where the server may have it: refused is whatever broke before.
void Company::mail(const std::shared_ptr<Phone> &from, int ticket, const MailRequest &request)
{
    const Instant arrives = m_agenda.now() + Milliseconds(m_dice.below(2'000));
    SendOutcome outcome = Sent{};
    bool takes = true;
    if (m_dice.percent(m_weather.refuses)) {
        using Class = Refused::Class;
        outcome = Refused{.kind = m_dice.one<Class>({Class::ForNow, Class::ForNow, Class::Recipient, Class::Sender}), .code = u"451"_s};
        takes = false;
    } else if (m_dice.percent(m_weather.losesAnswers)) {
        outcome = Unknown{u"broken"_s};
        takes = m_dice.percent(50);
    }
    const QString message = request.messageId.section(u'@', 0, 0);
    const std::weak_ptr<Phone> phone = from;
    m_agenda.at(arrives, [this, phone, ticket, outcome, takes, message] {
        if (takes)
            m_mailed.append({.message = message, .at = m_agenda.now()});
        if (const std::shared_ptr<Phone> alive = phone.lock())
            alive->answer(ticket, outcome);
    });
}

void Company::find(const std::shared_ptr<Phone> &from, int ticket, const SentQuery &query)
{
    const std::weak_ptr<Phone> phone = from;
    const bool fails = m_dice.percent(m_weather.findFails);
    m_agenda.at(m_agenda.now() + Milliseconds(m_dice.below(1'000)), [this, phone, ticket, query, fails] {
        const std::shared_ptr<Phone> alive = phone.lock();
        if (!alive)
            return;
        if (fails)
            return alive->answer(ticket, FindOutcome(Unknown{u"list_failed"_s}));
        const auto match = std::find_if(m_taken.cbegin(), m_taken.cend(), [&](const Taken &text) {
            return text.request.to == query.to && text.request.from == query.from && text.request.body == query.body &&
                   text.at >= query.notBefore && text.listedFrom <= m_agenda.now();
        });
        if (match == m_taken.cend())
            alive->answer(ticket, FindOutcome(NotFound{}));
        else
            alive->answer(ticket, FindOutcome(Sent{.providerMessageId = match->sid}));
    });
}

QCoro::Task<SendOutcome> Phone::sendText(TextRequest request)
{
    const int ticket = ++m_lastTicket;
    if (request.mayLeave && !request.mayLeave()) // asked where the real connector asks
        co_return Refused{.kind = Refused::Class::ForNow, .code = QString::fromUtf16(notLeft)};
    if (const std::optional<QString> message = m_onLeaving(request))
        m_company.send(shared_from_this(), ticket, request, *message);
    Gate gate{*this, ticket};
    co_await gate;
    co_return m_sent.take(ticket);
}

QCoro::Task<FindOutcome> Phone::findSent(SentQuery query)
{
    const int ticket = ++m_lastTicket;
    if (m_onLooking())
        m_company.find(shared_from_this(), ticket, query);
    Gate gate{*this, ticket};
    co_await gate;
    co_return m_found.take(ticket);
}

QCoro::Task<SendOutcome> Phone::sendMail(MailRequest request)
{
    const int ticket = ++m_lastTicket;
    if (m_onLooking())
        m_company.mail(shared_from_this(), ticket, request);
    Gate gate{*this, ticket};
    co_await gate;
    co_return m_sent.take(ticket);
}

void Phone::answer(int ticket, SendOutcome outcome)
{
    m_sent.insert(ticket, std::move(outcome));
    resume(ticket);
}

void Phone::answer(int ticket, FindOutcome outcome)
{
    m_found.insert(ticket, std::move(outcome));
    resume(ticket);
}

void Phone::resume(int ticket)
{
    if (m_held) {
        m_unread.append(ticket);
        return;
    }
    if (const std::coroutine_handle<> waiting = m_waiting.take(ticket))
        waiting.resume();
}

void Phone::readOn()
{
    m_held = false;
    for (const int ticket : std::exchange(m_unread, {}))
        resume(ticket);
}

void Phone::abandon()
{
    m_held = false;
    QList<int> tickets = m_waiting.keys();
    std::sort(tickets.begin(), tickets.end());
    for (const int ticket : tickets) {
        m_sent.insert(ticket, Unknown{u"abandoned"_s});
        m_found.insert(ticket, Unknown{u"abandoned"_s});
        resume(ticket);
    }
}

} // namespace ringback::sim
