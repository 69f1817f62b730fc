#include "sim/schedule.h"

#include "sim/dice.h"
#include "support/office.h"
#include "support/testclock.h"

#include <algorithm>

namespace ringback::sim {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QStringList lines = {u"+12145550100"_s, u"+12145550102"_s};

// A running number as Twilio's ids look.
QString sid(QLatin1StringView kind, int number)
{
    return kind + u"%1"_s.arg(number, 34 - static_cast<int>(kind.size()), 16, QChar(u'0'));
}

QString inTime(Milliseconds at)
{
    return u"%1:%2:%3.%4"_s.arg(at / 1h)
        .arg((at % 1h) / 1min, 2, 10, QChar(u'0'))
        .arg((at % 1min) / 1s, 2, 10, QChar(u'0'))
        .arg((at % 1s).count(), 3, 10, QChar(u'0'));
}

class Drawing {
public:
    explicit Drawing(quint64 seed)
        : m_dice(seed)
    {}

    Schedule draw()
    {
        // A quiet Friday, and the two nights of the year whose clocks are changed.
        const QStringList days = {u"2026-11-20T15:00:00Z"_s, u"2026-11-20T15:00:00Z"_s, u"2026-10-31T20:00:00Z"_s,
                                  u"2026-03-07T20:00:00Z"_s};
        m_schedule.beginning = test::instantOf(m_dice.one(days)) + Milliseconds(m_dice.below(12 * 3600) * 1000LL);
        m_schedule.playbook = m_dice.percent(60) ? u"roofing"_s : u"recruiting"_s;
        // What a seed is about: few callers meet each other oftener, and some seeds are without accidents.
        m_callers = m_dice.between(1, static_cast<int>(callers().size()));
        m_accidents = m_dice.percent(80);
        if (m_accidents && m_dice.percent(60))
            weather();
        const int happenings = m_dice.between(6, 26);
        for (int i = 0; i < happenings; ++i) {
            m_now += pauseBetween();
            happen();
        }
        std::stable_sort(m_schedule.events.begin(), m_schedule.events.end(), [](const Event &a, const Event &b) { return a.at < b.at; });
        return std::move(m_schedule);
    }

private:
    // Bursts, an hour's work, the 90 minutes and the night between.
    Milliseconds pauseBetween()
    {
        const int kind = m_dice.below(100);
        if (kind < 35)
            return Milliseconds(m_dice.below(3'000));
        if (kind < 60)
            return Milliseconds(m_dice.below(90'000));
        if (kind < 85)
            return Milliseconds(m_dice.below(45 * 60) * 1000LL);
        if (kind < 97)
            return Milliseconds(m_dice.below(6 * 3600) * 1000LL);
        return Milliseconds(m_dice.below(30 * 3600) * 1000LL);
    }

    void happen()
    {
        const int kind = m_dice.below(100);
        if (kind < 38)
            call();
        else if (kind < 52)
            text();
        else if (kind < 78 || !m_accidents)
            staff();
        else
            accident();
    }

    void add(Milliseconds after, Webhook webhook)
    {
        m_schedule.events.append({m_now + after, webhook});
        if (m_dice.percent(15)) // what was acknowledged may come again all the same
            m_schedule.events.append({m_now + after + Milliseconds(m_dice.below(20'000)), webhook});
    }

    void voice(Milliseconds after, const QString &callSid, const QString &status, test::Fields more)
    {
        add(after, {calls::EventKind::Voice, test::voiceForm(callSid, status, more)});
    }

    const Caller &caller() { return callers().at(m_dice.below(m_callers)); }

    void call()
    {
        const QString callSid = sid("CA"_L1, ++m_number);
        test::Fields who = {{u"From"_s, caller().number}, {u"To"_s, m_dice.one(lines)}};
        if (m_dice.percent(4))
            who[0].second = u"+266696687"_s; // withheld
        const Milliseconds ring(m_dice.between(11, 40) * 1000LL);
        const int late = m_dice.percent(15) ? m_dice.between(1, 60) * 1000 : 0; // the ringing comes behind the end
        switch (m_dice.below(10)) {
        case 0: // hangs up at once
            voice(0ms, callSid, u"ringing"_s, who);
            voice(Milliseconds(m_dice.below(8'000)), callSid, u"no-answer"_s, who);
            break;
        case 1: // somebody talks
            voice(0ms, callSid, u"ringing"_s, who);
            voice(Milliseconds(6'000), callSid, u"in-progress"_s,
                  who + test::Fields{{u"DialCallStatus"_s, u"completed"_s}, {u"DialCallDuration"_s, u"60"_s}});
            voice(Milliseconds(70'000), callSid, u"completed"_s, who);
            break;
        case 2: // the phones ring out, and the caller leaves no word
            voice(0ms, callSid, u"ringing"_s, who);
            voice(ring, callSid, u"in-progress"_s, who + test::Fields{{u"DialCallStatus"_s, u"no-answer"_s}});
            if (m_dice.percent(50))
                voice(ring + Milliseconds(m_dice.below(20'000)), callSid, u"completed"_s, who);
            break;
        case 3: // over, and nobody knows how
            voice(ring, callSid, u"completed"_s, who);
            break;
        case 4: // the phones ring out, then somebody picks up after all
            voice(ring, callSid, u"in-progress"_s, who + test::Fields{{u"DialCallStatus"_s, u"no-answer"_s}});
            voice(ring + Milliseconds(m_dice.below(9'000)), callSid, u"in-progress"_s,
                  who + test::Fields{{u"DialCallStatus"_s, u"completed"_s}, {u"DialCallDuration"_s, u"30"_s}});
            break;
        case 5: // busy, and the ringing was never heard of
            voice(0ms, callSid, u"busy"_s, who);
            break;
        default:
            voice(ring + Milliseconds(late), callSid, u"ringing"_s, who);
            voice(late > 0 ? ring : 2 * ring, callSid, m_dice.percent(80) ? u"no-answer"_s : u"canceled"_s, who);
            if (m_dice.percent(30)) // answers while our text is on its way, or while nobody knows what became of it
                write(2 * ring + Milliseconds(m_dice.below(50'000)), who[0].second, m_dice.percent(60) ? u"STOP"_s : u"Call me"_s);
        }
    }

    void text()
    {
        const QStringList words = {u"Yes, please call me at five"_s,
                                   u"STOP"_s,
                                   u"Stop"_s,
                                   u"START"_s,
                                   u"HELP"_s,
                                   u"please stop texting me"_s,
                                   u"Wrong number, remove me"_s,
                                   u"Who is this?"_s,
                                   u"alto"_s,
                                   u"Can you stop by at 5?"_s,
                                   u"Sí, mañana a las 8"_s};
        const QString &from = caller().number;
        write(0ms, from, m_dice.one(words));
    }

    void write(Milliseconds after, const QString &from, const QString &words)
    {
        const QString messageSid = sid("SMf"_L1, ++m_number);
        add(after, {calls::EventKind::Message, test::textForm(messageSid, words, {{u"From"_s, from}, {u"To"_s, m_dice.one(lines)}})});
    }

    void staff()
    {
        using What = StaffAct::What;
        static const QList<What> acts = {What::Claim,    What::Claim,    What::Claim,     What::Release,  What::Complete,
                                         What::Complete, What::Complete, What::Undo,      What::OptOut,   What::OptIn,
                                         What::Review,   What::Review,   What::StormOn,   What::StormOff, What::ClaimOldest,
                                         What::Away,     What::Away,     What::Busy,      What::Here,     What::TakeBack,
                                         What::Snooze,   What::Snooze,   What::BringBack, What::HandOver, What::HandOver};
        m_schedule.events.append({m_now, StaffAct{m_dice.one(acts), m_dice.any()}});
    }

    void accident()
    {
        if (m_dice.percent(40)) // in time for it to be met
            call();
        const int engine = m_dice.below(2);
        switch (m_dice.below(10)) {
        case 0:
        case 1:
        case 2:
            m_schedule.events.append({m_now, Crash{engine, m_dice.below(120), m_dice.percent(40)}});
            break;
        case 3:
        case 4: {
            using What = Fault::What;
            const What what = m_dice.one<What>({What::Busy, What::RolledBack, What::CommitAnswerLost});
            m_schedule.events.append({m_now, Fault{what, m_dice.below(3), m_dice.below(60), m_dice.between(1, 4)}});
            break;
        }
        case 5:
            m_schedule.events.append({m_now, Pause{engine, m_dice.below(6), Milliseconds(m_dice.below(90'000))}});
            break;
        case 6: {
            const bool fair = m_dice.percent(25);
            const auto chance = [&] {
                return fair ? 0 : m_dice.percent(50) ? 0 : m_dice.below(90);
            };
            m_schedule.events.append(
                {m_now, Weather{.refuses = chance(), .losesAnswers = chance(), .stalls = chance(), .findFails = chance()}});
            break;
        }
        default:
            m_schedule.events.append({m_now, NewRules{m_dice.below(2)}});
        }
    }

    void weather()
    {
        const bool fair = m_dice.percent(25);
        const auto chance = [&] {
            return fair || m_dice.percent(50) ? 0 : m_dice.below(90);
        };
        const int refuses = chance(); // one after the other: the order of arguments is the compiler's
        const int losesAnswers = chance();
        const int stalls = chance();
        const int findFails = chance();
        m_schedule.events.append(
            {m_now, Weather{.refuses = refuses, .losesAnswers = losesAnswers, .stalls = stalls, .findFails = findFails}});
    }

    Dice m_dice;
    Schedule m_schedule;
    Milliseconds m_now{0};
    int m_callers = 1;
    bool m_accidents = true;
    int m_number = 0;
};

} // namespace

const QList<Caller> &callers()
{
    static const QList<Caller> all = {
        {.number = u"+12145550123"_s, .zones = {"America/Chicago"}},
        {.number = u"+12125550110"_s, .zones = {"America/New_York"}},
        {.number = u"+18505550112"_s, .zones = {"America/New_York", "America/Chicago"}}, // the Florida Panhandle has two
        {.number = u"+13105550111"_s, .zones = {"America/Los_Angeles"}},
        {.number = u"+12085550113"_s, .zones = {"America/Boise", "America/Los_Angeles"}}, // Idaho, and so has it
        {.number = u"+12145550178"_s, .zones = {"America/Chicago"}, .mayBeTexted = false}, // on the office's list
        {.number = u"+18085550114"_s, .zones = {"Pacific/Honolulu"}},
        {.number = u"+16025550115"_s, .zones = {"America/Phoenix"}},
        {.number = u"+12145550177"_s, .zones = {"America/Chicago"}, .mayBeTexted = false}, // one of ours
    };
    return all;
}

Schedule drawSchedule(quint64 seed)
{
    return Drawing(seed).draw();
}

QString describe(const Event &event)
{
    struct Visitor {
        QString operator()(const Webhook &webhook) const
        {
            return u"webhook %1: %2"_s.arg(calls::word(webhook.kind),
                                           QString::fromUtf8(webhook.payload.mid(webhook.payload.indexOf("Sid=CA") + 1)));
        }
        QString operator()(const StaffAct &act) const { return u"staff: act %1"_s.arg(static_cast<int>(act.what)); }
        QString operator()(const Crash &crash) const
        {
            return u"engine %1 will be killed after %2 more%3"_s.arg(crash.engine)
                .arg(crash.after)
                .arg(crash.answerLost ? u" and one unseen"_s : QString());
        }
        QString operator()(const Fault &fault) const
        {
            return u"fault %1 on connection %2 after %3, %4 times"_s.arg(static_cast<int>(fault.what))
                .arg(fault.connection)
                .arg(fault.after)
                .arg(fault.times);
        }
        QString operator()(const Pause &pause) const
        {
            return u"engine %1 will stop for %2 behind its commit %3"_s.arg(pause.engine).arg(inTime(pause.length)).arg(pause.after);
        }
        QString operator()(const Weather &weather) const
        {
            return u"weather: refuses %1, loses answers %2, stalls %3, find fails %4"_s.arg(weather.refuses)
                .arg(weather.losesAnswers)
                .arg(weather.stalls)
                .arg(weather.findFails);
        }
        QString operator()(const NewRules &rules) const { return u"new rules, variant %1"_s.arg(rules.variant); }
    };
    return inTime(event.at) + u' ' + std::visit(Visitor{}, event.what);
}

} // namespace ringback::sim
