#include "practice/practiceline.h"

#include "base/time.h"

#include <QDateTime>

#include <algorithm>
#include <array>

namespace ringback::practice {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using connectors::twilio::Form;

namespace {

constexpr auto firstCallAfter = 1s;
constexpr auto tryAgainAfter = 2s;
constexpr int numbersInAnArea = 100; // 555-0100 to 555-0199 are nobody's, for stories like ours
const QByteArray voicePath = "/webhooks/twilio/voice";
const QByteArray messagePath = "/webhooks/twilio/message";
const QByteArray receiptPath = "/webhooks/twilio/message-status";

struct Area {
    const char16_t *code;
    const char16_t *city;
    const char16_t *state;
    const char16_t *zip;
};

// US Central time: none is in quiet hours while the others are not. The office's own stand first.
constexpr std::array areas = {
    Area{u"214", u"DALLAS", u"TX", u"75201"},      Area{u"469", u"DALLAS", u"TX", u"75204"},
    Area{u"972", u"IRVING", u"TX", u"75038"},      Area{u"817", u"FORT WORTH", u"TX", u"76102"},
    Area{u"512", u"AUSTIN", u"TX", u"78701"},      Area{u"713", u"HOUSTON", u"TX", u"77002"},
    Area{u"210", u"SAN ANTONIO", u"TX", u"78205"}, Area{u"405", u"OKLAHOMA CITY", u"OK", u"73102"},
    Area{u"314", u"SAINT LOUIS", u"MO", u"63101"}, Area{u"612", u"MINNEAPOLIS", u"MN", u"55401"},
    Area{u"312", u"CHICAGO", u"IL", u"60601"},     Area{u"504", u"NEW ORLEANS", u"LA", u"70112"},
    Area{u"615", u"NASHVILLE", u"TN", u"37203"},
};
constexpr size_t officeAreas = 3;

struct Person {
    const char16_t *name;
    bool writesSpanish = false;
};

constexpr std::array people = {
    Person{u"Dana Whitfield"},    Person{u"Marcus Bell"},         Person{u"Rosa Delgado", true}, Person{u"Priya Raman"},
    Person{u"Tom Kowalski"},      Person{u"Aaliyah Grant"},       Person{u"Luis Ortega", true},  Person{u"Helen Marsh"},
    Person{u"Duc Tran"},          Person{u"Teresa Lozano", true}, Person{u"Carmen Ríos", true},  Person{u"Walter Pruitt"},
    Person{u"Imani Cole"},        Person{u"Javier Peña", true},   Person{u"Nadia Haddad"},       Person{u"Ana Villarreal", true},
    Person{u"Roy Tidwell"},       Person{u"June Abernathy"},      Person{u"Kofi Mensah"},        Person{u"Bill and Pat Ames"},
    Person{u"Lone Star Daycare"}, Person{u"Mesquite Auto Parts"}, Person{u"Elena Cruz", true},   Person{u"Oak Cliff Dental"},
};

constexpr std::array replies = {
    u"Yes please, water is coming in",
    u"Hi! Can someone come look at the roof today?",
    u"Thanks for getting back. After 3 works best",
    u"Is this a real person?",
    u"How much is an inspection?",
    u"Call me when you can, I'm at work until 5",
};
constexpr std::array spanishReplies = {
    u"Sí, por favor, está entrando agua",
    u"¿Pueden venir hoy? Gracias",
    u"Sí, llámenme después de las 3",
};

// Not the standard's distributions: those draw other numbers with another library.
int between(std::mt19937_64 &dice, int low, int high)
{
    return low + static_cast<int>(dice() % static_cast<quint64>(high - low + 1));
}

std::chrono::milliseconds between(std::mt19937_64 &dice, std::chrono::milliseconds low, std::chrono::milliseconds high)
{
    return std::chrono::milliseconds(between(dice, static_cast<int>(low.count()), static_cast<int>(high.count())));
}

template <class List>
const auto &oneOf(std::mt19937_64 &dice, const List &list)
{
    return list[static_cast<size_t>(between(dice, 0, static_cast<int>(std::size(list)) - 1))];
}

bool happens(std::mt19937_64 &dice, int percent)
{
    return between(dice, 1, 100) <= percent;
}

Instant systemNow()
{
    return fromMs(QDateTime::currentMSecsSinceEpoch());
}

} // namespace

template <class Card>
Card PracticeLine::Deck<Card>::draw(std::mt19937_64 &dice)
{
    if (left.empty())
        left = cards;
    std::swap(left.back(), left[static_cast<size_t>(between(dice, 0, static_cast<int>(left.size()) - 1))]);
    const Card card = left.back();
    left.pop_back();
    return card;
}

PracticeLine::PracticeLine(Config config)
    : m_config(std::move(config))
    , m_client(m_config.doorPort, m_config.publicUrl, m_config.phone.authToken())
    , m_callerDice(m_config.pace.seed)
    , m_textDice(m_config.pace.seed + 1)
{
    Q_ASSERT(!m_config.lines.isEmpty() && m_config.pace.speed > 0);
    m_kinds.cards.assign(7, CallKind::RingsOut);
    m_kinds.cards.insert(m_kinds.cards.end(), {CallKind::RingsOutAndCallsAgain, CallKind::GivesUpAtOnce, CallKind::GivesUpAtOnce,
                                               CallKind::IsAnswered, CallKind::IsAnswered, CallKind::IsWithheld});
    m_moods.cards.assign(6, Mood::Silent);
    m_moods.cards.insert(m_moods.cards.end(), 6, Mood::Answers);
    m_moods.cards.push_back(Mood::Stops);
}

PracticeLine::~PracticeLine()
{
    stop();
}

void PracticeLine::start()
{
    Q_ASSERT(!m_thread.joinable());
    m_config.phone.setOnText([this](const PracticePhone::Text &text) { after(0ms, [this, text] { deliver(text); }); });
    after(firstCallAfter, [this] { beginNextCall(); });
    m_thread = std::thread([this] { run(); });
}

void PracticeLine::stop()
{
    if (!m_thread.joinable())
        return;
    m_config.phone.setOnText(nullptr);
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopping = true;
    }
    m_changed.notify_one();
    m_client.abort();
    m_thread.join();
}

void PracticeLine::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        if (m_steps.empty()) {
            m_changed.wait(lock);
            continue;
        }
        const SteadyTime next = m_steps.top().at; // a copy: while we wait another step may come before it
        if (next > std::chrono::steady_clock::now()) {
            m_changed.wait_until(lock, next);
            continue;
        }
        const Step step = m_steps.top();
        m_steps.pop();
        lock.unlock();
        step.run();
        lock.lock();
    }
}

void PracticeLine::after(Delay delay, std::function<void()> step)
{
    const std::chrono::duration<double, std::milli> scaled = delay / m_config.pace.speed;
    const SteadyTime at = std::chrono::steady_clock::now() + std::chrono::duration_cast<SteadyTime::duration>(scaled);
    {
        const std::scoped_lock lock(m_mutex);
        m_steps.push({at, ++m_lastOrder, std::move(step)});
    }
    m_changed.notify_one();
}

// Twilio tries a webhook again when its settings say so, as ours do (phone-and-sms.md, 2.9); once is enough for a door on this machine.
void PracticeLine::post(const QByteArray &path, const Form &form, bool isSecondTry)
{
    const Result<int> status = m_client.post(path, form);
    const bool isTaken = status && *status >= 200 && *status < 300;
    if (!isTaken && !isSecondTry)
        after(tryAgainAfter, [this, path, form] { post(path, form, true); });
}

void PracticeLine::beginNextCall()
{
    if (m_config.pace.maxCalls > 0 && m_callsBegun >= m_config.pace.maxCalls)
        return;
    after(between(m_callerDice, 6s, 15s), [this] { beginNextCall(); });
    if (m_callsBegun == 0) // nothing to wait for: whoever looks on sees the first text within seconds
        return missWithoutRinging(callByNewCaller());
    switch (m_kinds.draw(m_callerDice)) {
    case CallKind::RingsOut:
        return ringInVain(callByNewCaller(), between(m_callerDice, 11s, 20s));
    case CallKind::RingsOutAndCallsAgain: {
        const MadeUpCall first = callByNewCaller();
        const Delay ringTime = between(m_callerDice, 11s, 20s);
        ringInVain(first, ringTime);
        after(ringTime + between(m_callerDice, 20s, 40s), [this, first] { callAgain(first); });
        return;
    }
    case CallKind::GivesUpAtOnce:
        return ringInVain(callByNewCaller(), between(m_callerDice, 3s, 6s));
    case CallKind::IsAnswered:
        return ringAndTalk(callByNewCaller());
    case CallKind::IsWithheld:
        return ringInVain(callWithheld(), between(m_callerDice, 11s, 20s));
    }
}

void PracticeLine::missWithoutRinging(const MadeUpCall &call)
{
    ++m_callsBegun;
    post(voicePath, notAnswered(call, systemNow()));
}

void PracticeLine::ringInVain(const MadeUpCall &call, Delay ringTime)
{
    ++m_callsBegun;
    post(voicePath, ringing(call));
    // The provider's clock says how long it rang, also when everything happens faster than life.
    after(ringTime, [this, call, endsAt = systemNow() + ringTime] { post(voicePath, notAnswered(call, endsAt)); });
}

void PracticeLine::ringAndTalk(const MadeUpCall &call)
{
    ++m_callsBegun;
    post(voicePath, ringing(call));
    const std::chrono::seconds talkTime(between(m_callerDice, 20, 75));
    after(between(m_callerDice, 4s, 9s) + talkTime, [this, call, talkTime] {
        post(voicePath, talked(call, m_sids.next("CA"_L1), talkTime));
        post(voicePath, hungUp(call, talkTime, systemNow()));
    });
}

void PracticeLine::callAgain(MadeUpCall call)
{
    if (m_config.pace.maxCalls > 0 && m_callsBegun >= m_config.pace.maxCalls)
        return;
    call.sid = m_sids.next("CA"_L1);
    ringInVain(call, 15s); // no dice: when this happens among the others is the clock's doing
}

// What a real phone company tells of a text that it took, and what its recipient makes of it.
void PracticeLine::deliver(const PracticePhone::Text &text)
{
    const MadeUpText out{
        .accountSid = PracticePhone::accountSid(), .sid = text.sid, .from = text.from, .to = text.to, .body = {}, .place = {}};
    const Delay sentAfter = between(m_textDice, 300ms, 900ms);
    after(sentAfter, [this, out] { post(receiptPath, deliveryReceipt(out, u"sent"_s, systemNow())); });
    after(sentAfter + between(m_textDice, 1s, 2s), [this, out] { post(receiptPath, deliveryReceipt(out, u"delivered"_s, systemNow())); });
    answer(text);
}

void PracticeLine::answer(const PracticePhone::Text &text)
{
    const auto caller = m_callers.find(text.to);
    if (caller == m_callers.end() || caller->reply.isEmpty())
        return;
    const MadeUpText reply{.accountSid = PracticePhone::accountSid(),
                           .sid = m_sids.next("SM"_L1),
                           .from = text.to,
                           .to = text.from,
                           .body = std::exchange(caller->reply, QString()),
                           .place = caller->place};
    after(between(m_textDice, 4s, 10s), [this, reply] {
        if (reply.body == u"STOP")
            m_config.phone.optOut(reply.from);
        post(messagePath, textReceived(reply));
    });
}

MadeUpCall PracticeLine::callByNewCaller()
{
    const bool isNeighbour = happens(m_callerDice, 60);
    const int area = between(m_callerDice, 0, static_cast<int>(isNeighbour ? officeAreas : areas.size()) - 1);
    const Area &home = areas[static_cast<size_t>(area)];
    const Person &person = oneOf(m_callerDice, people);
    const Place place{QString::fromUtf16(home.city), QString::fromUtf16(home.state), QString::fromUtf16(home.zip)};
    const QString answer = QString::fromUtf16(person.writesSpanish ? oneOf(m_callerDice, spanishReplies) : oneOf(m_callerDice, replies));
    const Mood mood = m_moods.draw(m_callerDice);
    const bool isKnown = happens(m_callerDice, 80);

    MadeUpCall made = call(unusedNumber(QString::fromUtf16(home.code)));
    made.callerName = isKnown ? QString::fromUtf16(person.name) : QString();
    made.from = place;
    Caller &caller = m_callers[made.caller];
    caller.place = place;
    if (m_callsBegun == 0) // the first is who people look at
        caller.reply = QString::fromUtf16(replies.front());
    else if (mood != Mood::Silent)
        caller.reply = mood == Mood::Stops ? u"STOP"_s : answer;
    return made;
}

MadeUpCall PracticeLine::callWithheld()
{
    return call(withheldCaller);
}

MadeUpCall PracticeLine::call(const QString &number)
{
    return {.accountSid = PracticePhone::accountSid(),
            .sid = m_sids.next("CA"_L1),
            .caller = number,
            .line = m_config.lines.at(between(m_callerDice, 0, static_cast<int>(m_config.lines.size()) - 1)),
            .callerName = {},
            .from = {}};
}

// One that is neither the office's nor a caller's; when an area has none left, an earlier caller calls again.
QString PracticeLine::unusedNumber(const QString &areaCode)
{
    const int first = between(m_callerDice, 0, numbersInAnArea - 1);
    QString number;
    for (int i = 0; i < numbersInAnArea; ++i) {
        number = u"+1"_s + areaCode + u"55501%1"_s.arg((first + i) % numbersInAnArea, 2, 10, QChar(u'0'));
        if (!m_callers.contains(number) && !m_config.lines.contains(number))
            return number;
    }
    return number;
}

} // namespace ringback::practice
