#include "templates/checks.h"

#include "templates/wordingchecks.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

namespace ringback::templates {

using namespace Qt::StringLiterals;
using Part = TextFinding::Part;

namespace {

/// A template taken apart as render() does, but past what is wrong with it, so that an editor hears of everything at once.
struct Scan {
    QList<Words> words; ///< what is sent as it stands, fallbacks among it
    QStringList fields; ///< known ones
    QList<std::pair<Check, Place>> wrong;

    void read(const QString &source)
    {
        if (source.trimmed().isEmpty()) {
            wrong.append({Check::Empty, {}});
            return;
        }
        if (source.size() > maxTemplateLength)
            wrong.append({Check::TooLong, {.at = maxTemplateLength, .length = source.size() - maxTemplateLength}});
        qsizetype at = 0;
        while (at < source.size()) {
            const qsizetype open = source.indexOf(u"{{"_s, at);
            readWords(source, at, open < 0 ? source.size() : open);
            if (open < 0)
                return;
            const qsizetype close = source.indexOf(u"}}"_s, open + 2);
            const qsizetype next = source.indexOf(u"{{"_s, open + 2);
            if (close < 0 || (next >= 0 && next < close)) {
                wrong.append({Check::NotClosed, {.at = open, .length = 2}});
                at = open + 2;
                continue;
            }
            readField(source.sliced(open + 2, close - open - 2), open);
            at = close + 2;
        }
    }

private:
    void readWords(const QString &source, qsizetype from, qsizetype to)
    {
        for (qsizetype stray = source.indexOf(u"}}"_s, from); stray >= 0 && stray + 2 <= to; stray = source.indexOf(u"}}"_s, stray + 2))
            wrong.append({Check::ClosesNothing, {.at = stray, .length = 2}});
        if (to > from)
            words.append({.at = from, .text = source.sliced(from, to - from)});
    }

    void readField(const QString &inside, qsizetype open)
    {
        const qsizetype bar = inside.indexOf(u'|');
        const QString name = (bar < 0 ? inside : inside.first(bar)).trimmed();
        if (name.isEmpty()) {
            wrong.append({Check::NoFieldName, {.at = open, .length = inside.size() + 4}});
        } else if (!knownFields().contains(name)) {
            Place place{.at = open + 2 + inside.indexOf(name), .length = name.size()};
            place.replacement = nearestField(name.left(40));
            place.isFixable = !place.replacement.isEmpty();
            wrong.append({Check::UnknownField, place});
        } else {
            fields.append(name);
        }
        if (bar >= 0)
            words.append({.at = open + 2 + bar + 1, .text = inside.sliced(bar + 1)});
    }
};

/// One text or subject in one language.
class Checker {
public:
    Checker(const CheckedMessage &message, Part part, const QString &language, const QString &source)
        : m_message(message)
        , m_part(part)
        , m_language(language)
        , m_source(source)
    {
        m_scan.read(source);
        for (const auto &[check, place] : m_scan.wrong)
            add(check, place);
    }

    [[nodiscard]] QList<TextFinding> findings()
    {
        if (m_source.trimmed().isEmpty())
            return m_findings;
        checkTone();
        if (m_part == Part::Text)
            checkWho();
        if (isText())
            checkCost();
        std::stable_sort(m_findings.begin(), m_findings.end(),
                         [](const TextFinding &a, const TextFinding &b) { return a.position < b.position; });
        return m_findings;
    }

    [[nodiscard]] std::optional<SegmentCount> segments() const
    {
        const Result<QString> text = render(m_source, m_message.sample);
        return text ? std::optional(countSegments(*text)) : std::nullopt;
    }

private:
    [[nodiscard]] bool isText() const { return m_part == Part::Text && m_message.subject.isEmpty(); }

    void add(Check check, const Place &place, qsizetype at = 0)
    {
        m_findings.append({.check = check,
                           .part = m_part,
                           .language = m_language,
                           .position = at + place.at,
                           .length = place.length,
                           .isFixable = place.isFixable,
                           .replacement = place.replacement});
    }

    void addAll(Check check, const QList<Place> &places, qsizetype at)
    {
        for (const Place &place : places)
            add(check, place, at);
    }

    void checkTone()
    {
        QStringList keywords{u"STOP"_s, u"START"_s, u"HELP"_s};
        for (const QString &phrase : m_message.stopWords)
            keywords += phrase.toUpper().split(u' ');
        int marks = 0;
        for (const Words &each : m_scan.words) {
            addAll(Check::Threat, threats(each.text), each.at);
            addAll(Check::Capitals, capitals(each.text, keywords), each.at);
            addAll(Check::LinkShortener, linkShorteners(each.text), each.at);
            for (qsizetype at = each.text.indexOf(u'!'); at >= 0; at = each.text.indexOf(u'!', at + 1)) {
                if (++marks > 1)
                    add(Check::ExclamationMarks, {.at = at, .length = 1}, each.at);
            }
        }
    }

    [[nodiscard]] bool says(const std::function<bool(const QString &)> &what) const
    {
        return std::any_of(m_scan.words.cbegin(), m_scan.words.cend(), [&](const Words &each) { return what(each.text); });
    }

    void checkWho()
    {
        const QString &company = m_message.company;
        const bool isNamed = !company.isEmpty() && says([&](const QString &text) { return text.contains(company, Qt::CaseInsensitive); });
        if (!isNamed && !m_scan.fields.contains(u"company_name"_s))
            add(Check::NoCompany, {});
        if (m_message.isFirst && isText() && !says([&](const QString &text) { return names(text, m_message.stopWords); }))
            add(Check::NoStop, {});
    }

    void checkCost()
    {
        for (const Words &each : m_scan.words)
            addAll(Check::OutsideGsm7, outsideGsm7(each.text), each.at);
        const std::optional<SegmentCount> count = segments();
        const bool isTooLongThen = !count && m_scan.wrong.isEmpty() && m_source.size() > maxTemplateLength / 2; // with the sample
        if (isTooLongThen || (count && count->segments > 1))
            add(Check::SeveralSegments, {});
    }

    const CheckedMessage &m_message;
    Part m_part;
    QString m_language;
    QString m_source;
    Scan m_scan;
    QList<TextFinding> m_findings;
};

} // namespace

CheckedText checkMessage(const CheckedMessage &message)
{
    CheckedText checked;
    const auto checkIn = [&](const QString &language) {
        if (message.subject.contains(language))
            checked.findings += Checker(message, Part::Subject, language, message.subject.value(language)).findings();
        if (!message.text.contains(language))
            return;
        Checker text(message, Part::Text, language, message.text.value(language));
        checked.findings += text.findings();
        const std::optional<SegmentCount> count = text.segments();
        if (count && message.subject.isEmpty())
            checked.segments.insert(language, *count);
    };
    QStringList languages = message.text.keys() + message.subject.keys();
    languages.sort();
    languages.removeDuplicates();
    for (const QString &language : std::as_const(languages))
        checkIn(language);
    if (!message.text.contains(u"es"_s))
        checked.findings.append({.check = Check::NoSpanish, .part = Part::Text, .language = u"es"_s});
    if (!message.subject.isEmpty() && !message.subject.contains(u"es"_s))
        checked.findings.append({.check = Check::NoSpanish, .part = Part::Subject, .language = u"es"_s});
    return checked;
}

bool isRefused(Check check)
{
    switch (check) {
    case Check::Empty:
    case Check::TooLong:
    case Check::NotClosed:
    case Check::ClosesNothing:
    case Check::NoFieldName:
    case Check::UnknownField:
        return true;
    case Check::OutsideGsm7:
    case Check::SeveralSegments:
    case Check::NoCompany:
    case Check::NoStop:
    case Check::LinkShortener:
    case Check::Threat:
    case Check::Capitals:
    case Check::ExclamationMarks:
    case Check::NoSpanish:
        return false;
    }
    Q_UNREACHABLE();
}

} // namespace ringback::templates
