#include "policy/sending.h"

#include "policy/quiethours.h"
#include "policy/reasons.h"

#include <algorithm>
#include <array>

namespace ringback::policy {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::hours lateFor{4}; // how long after quiet hours the words for that time are true
constexpr std::chrono::minutes heldFor{10}; // between two looks at whether a person has read a likely opt-out
constexpr std::chrono::seconds turnFor{30}; // between two looks at whether the message before has left, once it is due

DropText drop(const char16_t *why)
{
    return DropText{QString::fromUtf16(why)};
}

bool stopsOn(const playbook::Step *step, playbook::StopsOn stop)
{
    return step && step->stopsOn.contains(stop);
}

// Letters and digits of any script, single blanks between, apostrophes and accents aside: `Stop!!`, `opt-out`, `Don’t` and `más` read as `stop`,
// `opt out`, `dont` and `mas`.
QString words(const QString &text)
{
    QString plain;
    const QString letters = text.toCaseFolded().normalized(QString::NormalizationForm_D);
    for (const QChar c : letters) {
        if (c.isLetterOrNumber())
            plain += c;
        else if (!c.isMark() && c != u'\'' && c != u'’' && c != u'‘')
            plain += u' ';
    }
    return plain.simplified();
}

bool isOneOf(const QString &message, const QStringList &list)
{
    return std::any_of(list.cbegin(), list.cend(), [&](const QString &word) { return words(word) == message; });
}

// Whether the phrase's words stand in the message one after the other. `*` alone stands for up to two words, at a word's end for any ending.
bool containsFrom(const QStringList &message, qsizetype at, const QStringList &phrase, qsizetype part)
{
    if (part == phrase.size())
        return true;
    const QString &wanted = phrase.at(part);
    if (wanted == u'*') {
        for (qsizetype skipped = 0; skipped <= 2; ++skipped) {
            if (containsFrom(message, at + skipped, phrase, part + 1))
                return true;
        }
        return false;
    }
    if (at >= message.size())
        return false;
    const bool fits = wanted.endsWith(u'*') ? message.at(at).startsWith(QStringView(wanted).chopped(1)) : message.at(at) == wanted;
    return fits && containsFrom(message, at + 1, phrase, part + 1);
}

QStringList phraseParts(const QString &phrase)
{
    QStringList parts;
    const QStringList pieces = phrase.split(u' ', Qt::SkipEmptyParts);
    for (const QString &piece : pieces) {
        if (piece == u'*') {
            parts.append(piece);
            continue;
        }
        parts += words(piece).split(u' ', Qt::SkipEmptyParts);
        if (piece.endsWith(u'*') && !parts.isEmpty())
            parts.last() += u'*';
    }
    return parts;
}

bool contains(const QString &message, const QString &phrase)
{
    const QStringList have = message.split(u' ', Qt::SkipEmptyParts);
    const QStringList parts = phraseParts(phrase);
    if (parts.isEmpty())
        return false;
    for (qsizetype at = 0; at < have.size(); ++at) {
        if (containsFrom(have, at, parts, 0))
            return true;
    }
    return false;
}

// What ends a part of a message that can be understood by itself.
QStringList clauses(const QString &text)
{
    QString marked = text;
    marked.replace(u" - "_s, u"\n"_s);
    for (QChar &c : marked) {
        if (u".,;:!?¡¿()/\n\r–—"_s.contains(c))
            c = u'\n';
    }
    return marked.split(u'\n', Qt::SkipEmptyParts);
}

// "Please stop", "STOP STOP", "no thanks, cancel": a stop word with nothing but courtesy around it.
bool isStopWithCourtesy(const QString &clause, const playbook::OptOut &optOut)
{
    QStringList rest;
    const QStringList said = words(clause).split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : said) {
        if (!isOneOf(word, optOut.courtesy) && (rest.isEmpty() || rest.last() != word))
            rest.append(word);
    }
    return isOneOf(rest.join(u' '), optOut.stop);
}

std::optional<DropText> whyNot(const TextFacts &facts)
{
    using playbook::StopsOn;
    if (facts.doNotText && facts.channel == calls::Channel::Text)
        return drop(reason::doNotText);
    if (facts.replied && stopsOn(facts.step, StopsOn::Replied))
        return drop(reason::replied);
    if (facts.reached && stopsOn(facts.step, StopsOn::Reached))
        return drop(reason::reached);
    if (facts.caseClosed && stopsOn(facts.step, StopsOn::Closed))
        return drop(reason::caseClosed);
    if (facts.claimed && stopsOn(facts.step, StopsOn::Claimed))
        return drop(reason::claimed);
    return std::nullopt;
}

// A person wrote it for the day, and it has been held up since.
bool isTooLateToday(const TextFacts &facts, Instant now)
{
    return !facts.mayWake && now > facts.plannedFor.value_or(now) + nightBeginsAfter;
}

// The words are no longer true. "Sorry we missed your call earlier" may take their place, after quiet hours only, and not for long.
TextDecision replace(const TextFacts &facts, const std::optional<Instant> &quietEnd, Instant now)
{
    const QString late = facts.step ? facts.step->templates.value(u"late"_s) : QString();
    if (late.isEmpty() || !quietEnd || now > *quietEnd + lateFor)
        return drop(reason::noLongerTrue);
    return SendInstead{late, now + facts.step->trueFor};
}

} // namespace

TextDecision decideSending(const TextFacts &facts, const Rules &rules, Instant now)
{
    if (facts.optedOut)
        return drop(reason::optedOut);
    if (facts.automated) {
        if (const std::optional<DropText> dropped = whyNot(facts))
            return *dropped;
    }
    // Held for a person to read what the caller wrote; what is no longer true by then does not leave.
    if (facts.likelyOptedOut && (facts.automated || facts.doubtIsNewer)) {
        if (now > facts.trueUntil)
            return drop(reason::likelyOptedOut);
        return PostponeText{now + heldFor, QString::fromUtf16(reason::likelyOptedOut)};
    }

    std::optional<Instant> quietEnd; // of the quiet hours in which the words stopped being true
    if (rules.quietHours && facts.channel == calls::Channel::Text) {
        const Whereabouts recipient = whereabouts(facts.to, facts.zoneOnRecord, rules.officeZone);
        if (facts.automated || isTooLateToday(facts, now)) {
            if (const std::optional<Instant> until = quietUntil(*rules.quietHours, recipient, now))
                return PostponeText{*until, QString::fromUtf16(reason::quietHours)};
        }
        if (now > facts.trueUntil)
            quietEnd = quietUntil(*rules.quietHours, recipient, facts.trueUntil);
    }
    const TextDecision decision = now > facts.trueUntil ? replace(facts, quietEnd, now) : SendNow{};
    if (facts.earlierDueAt && !std::holds_alternative<DropText>(decision)) // they leave first, perhaps not before quiet hours end
        return PostponeText{std::max(now + turnFor, *facts.earlierDueAt), QString::fromUtf16(reason::earlierMessage)};
    return decision;
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

bool isLikelyOptOut(const QString &text, const playbook::OptOut &optOut)
{
    const QString message = words(text);
    if (std::any_of(optOut.likely.cbegin(), optOut.likely.cend(), [&](const QString &phrase) { return contains(message, phrase); }))
        return true;
    const QStringList parts = clauses(text);
    return std::any_of(parts.cbegin(), parts.cend(), [&](const QString &part) { return isStopWithCourtesy(part, optOut); });
}

} // namespace ringback::policy
