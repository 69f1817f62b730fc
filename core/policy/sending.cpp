#include "policy/sending.h"

#include "policy/quiethours.h"
#include "policy/reasons.h"

#include <algorithm>
#include <array>

namespace ringback::policy {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::hours lateFor{4}; // how long after quiet hours it is still morning

DropText drop(const char16_t *why)
{
    return DropText{QString::fromUtf16(why)};
}

bool stopsOn(const playbook::Step *step, playbook::StopsOn stop)
{
    return step && step->stopsOn.contains(stop);
}

// Letters and digits of any script, single blanks between: `Stop!!` and `opt-out` read as `stop` and `opt out`.
QString words(const QString &text)
{
    QString plain;
    for (const QChar c : text.toCaseFolded())
        plain += c.isLetterOrNumber() ? c : QChar(u' ');
    return plain.simplified();
}

bool isOneOf(const QString &message, const QStringList &list)
{
    return std::any_of(list.cbegin(), list.cend(), [&](const QString &word) { return words(word) == message; });
}

} // namespace

TextDecision decideSending(const TextFacts &facts, const Rules &rules, Instant now)
{
    if (facts.optedOut)
        return drop(reason::optedOut);
    if (facts.automated) {
        if (facts.doNotText)
            return drop(reason::doNotText);
        if (facts.replied && stopsOn(facts.step, playbook::StopsOn::Replied))
            return drop(reason::replied);
        if (facts.caseClosed && stopsOn(facts.step, playbook::StopsOn::Closed))
            return drop(reason::caseClosed);
        if (rules.quietHours) {
            const QList<QByteArray> zones = recipientZones(facts.to, facts.zoneOnRecord, rules.officeZone);
            if (const std::optional<Instant> until = quietUntil(*rules.quietHours, zones, now))
                return PostponeText{*until, QString::fromUtf16(reason::quietHours)};
        }
    }
    if (now > facts.trueUntil) {
        // "Good morning, we missed your call last night" is true after a night only, and only in its morning.
        std::optional<Instant> morning;
        if (rules.quietHours)
            morning = quietUntil(*rules.quietHours, recipientZones(facts.to, facts.zoneOnRecord, rules.officeZone), facts.trueUntil);
        const QString late = facts.step ? facts.step->templates.value(u"late"_s) : QString();
        if (!facts.step || late.isEmpty() || !morning || now > *morning + lateFor)
            return drop(reason::noLongerTrue);
        return SendInstead{late, now + facts.step->trueFor};
    }
    return SendNow{};
}

Instant retryAt(int attempt, std::optional<Milliseconds> retryAfter, double jitter, Instant now)
{
    using namespace std::chrono_literals;
    static constexpr std::array<Milliseconds, 4> delays = {30s, 2min, 10min, 1h};
    const Milliseconds own = delays[static_cast<size_t>(std::clamp(attempt, 1, 4) - 1)];
    const Milliseconds delay = std::max(own, retryAfter.value_or(0ms));
    return now + delay + Milliseconds(static_cast<qint64>(static_cast<double>(delay.count()) * 0.1 * std::clamp(jitter, 0.0, 1.0)));
}

Keyword readKeyword(const QString &text, const playbook::OptOut &optOut)
{
    const QString message = words(text);
    if (message.isEmpty())
        return Keyword::None;
    if (isOneOf(message, optOut.stop))
        return Keyword::Stop;
    if (isOneOf(message, optOut.start))
        return Keyword::Start;
    if (isOneOf(message, optOut.help))
        return Keyword::Help;
    return Keyword::None;
}

} // namespace ringback::policy
