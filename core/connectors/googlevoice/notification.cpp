#include "connectors/googlevoice/notification.h"

#include "connectors/bounded.h"

#include <QRegularExpression>

#include <algorithm>
#include <optional>

namespace ringback::connectors::googlevoice {

using namespace Qt::StringLiterals;
using settings::GoogleVoiceMailbox;

namespace {

constexpr qsizetype maxName = 256;

enum class About { MissedCall, Voicemail, Text, GroupText };

struct Wording {
    About about;
    QRegularExpression subject; ///< captures who it was
};

// Subjects as they were seen, and near ones; in Spanish as its screens say it. The first that fits.
const QList<Wording> &wordings()
{
    const auto subject = [](const QString &pattern) {
        return QRegularExpression(u"\\A"_s + pattern + u"\\z"_s, QRegularExpression::CaseInsensitiveOption);
    };
    static const QList<Wording> list = {
        {About::GroupText, subject(u"(?:new )?group (?:text )?message\\b.*"_s)},
        {About::MissedCall, subject(u"(?:new )?missed (?:google voice )?call(?: from|:) (.+)"_s)},
        {About::MissedCall, subject(u"you (?:have )?missed a call from (.+)"_s)},
        {About::Voicemail, subject(u"(?:you have )?(?:a )?(?:new )?(?:google voice )?(?:voicemail|voice message)(?: from|:) (.+)"_s)},
        {About::Text, subject(u"(?:you have )?(?:a )?(?:new )?(?:text message|text|sms)(?: from|:) (.+)"_s)},
        {About::MissedCall, subject(u"llamada perdida de (.+)"_s)},
        {About::Voicemail, subject(u"(?:nuevo )?(?:mensaje|correo) de voz de (.+)"_s)},
        {About::Text, subject(u"(?:nuevo )?mensaje de texto de (.+)"_s)},
    };
    return list;
}

struct Number {
    calls::PhoneNumber number;
    QString around; ///< the text without it
};

// The first one in a text that is no line of ours.
std::optional<Number> numberIn(const QString &text, const GoogleVoiceMailbox &mailbox)
{
    static const QRegularExpression digits(u"(?<![\\w.+])\\+?\\(?\\d[\\d().\\- \\x{a0}]{7,20}\\d(?!\\w)"_s);
    auto matches = digits.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(match.captured());
        if (!number || mailbox.lines.values().contains(*number))
            continue;
        QString around = text;
        around.replace(match.capturedStart(), match.capturedLength(), u" "_s);
        return Number{*number, around};
    }
    return std::nullopt;
}

// `(214) 555-0123 at 3:18 PM` without the time, which has no zone.
QString withoutTime(QString who)
{
    static const QRegularExpression time(u",?\\s+(?:at|on|a las|el)\\s[^@]*\\d{1,2}:\\d{2}(?:\\s*[ap]\\.?\\s?m\\.?)?(?:\\s+\\w+)?\\s*\\z"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    return who.replace(time, QString()).trimmed();
}

QString nameIn(const QString &text)
{
    static const QRegularExpression edges(u"\\A[\\s()<>\"',.:-]+|[\\s()<>\"',.:-]+\\z"_s);
    QString name = text.simplified();
    return bounded(name.replace(edges, QString()), maxName);
}

bool isWithheld(const QString &name)
{
    static const QStringList words = {u"unknown"_s, u"unknown caller"_s, u"an unknown number"_s, u"unknown number"_s, u"anonymous"_s,
                                      u"private"_s, u"private number"_s, u"a blocked number"_s,  u"desconocido"_s};
    return words.contains(name, Qt::CaseInsensitive);
}

// What somebody said or wrote: without Google's own lines around it.
QString wordsIn(const QString &text)
{
    static const QRegularExpression end(u"\\A(?:to respond to this text message|your account\\b|this email was sent to you|play message\\b|"
                                        "hear it\\b|para responder a este mensaje|help center\\b|google llc\\b)"_s,
                                        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression link(u"\\A<?https?://[^\\s>]*>?\\z"_s);
    QStringList lines;
    const QStringList all = text.split(u'\n');
    for (const QString &each : all) {
        const QString line = each.trimmed();
        if (end.match(line).hasMatch())
            break;
        if (lines.isEmpty() && (line.isEmpty() || link.match(line).hasMatch()))
            continue;
        lines.append(line);
    }
    return lines.join(u'\n').trimmed();
}

// A number that Google wrote there, not one that the caller spoke of.
std::optional<calls::PhoneNumber> callerInBody(const QString &text, About about, const GoogleVoiceMailbox &mailbox)
{
    static const QRegularExpression dialLink(u"\\btel:(\\+?[\\d().-]{10,20})"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression label(u"(?:missed call|from|caller|call back|llamada perdida)\\b[^\\d+\\n]{0,40}(\\+?\\(?\\d.*)"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    if (const auto match = dialLink.match(text); match.hasMatch()) {
        if (const auto found = numberIn(match.captured(1), mailbox))
            return found->number;
    }
    if (about != About::MissedCall)
        return std::nullopt; // a transcript
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines) {
        const auto match = label.match(line);
        const std::optional<Number> found = numberIn(match.hasMatch() ? match.captured(1) : line, mailbox);
        if (found && (match.hasMatch() || nameIn(found->around).isEmpty())) // beside a label, or alone on its line
            return found->number;
    }
    return std::nullopt;
}

QString recordingIn(const QString &text)
{
    static const QRegularExpression link(u"play message\\s*<?(https://(?:www|voice)\\.google\\.com/[^\\s<>\"]{1,1500})>?"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    return link.match(text).captured(1);
}

// `12145550100.12145550123.token@txt.voice.google.com`: our line and the other side.
struct TextSender {
    std::optional<calls::PhoneNumber> line;
    std::optional<calls::PhoneNumber> other;
};
TextSender readTextSender(const QString &from)
{
    static const QRegularExpression address(u"\\A(\\d{10,15})\\.(\\d{10,15})\\.[^@]*@txt\\.voice\\.google\\.com\\z"_s);
    const auto match = address.match(from);
    const auto number = [&match](int group) -> std::optional<calls::PhoneNumber> {
        const QString digits = match.captured(group);
        if (digits.isEmpty())
            return std::nullopt;
        const Result<calls::PhoneNumber> read = calls::PhoneNumber::parse(digits.size() == 10 ? digits : u'+' + digits);
        return read ? std::optional(*read) : std::nullopt;
    };
    return {.line = number(1), .other = number(2)};
}

// By the address it came to; the empty one stands for all.
QString lineOf(const Notice &notice, const TextSender &sender, const GoogleVoiceMailbox &mailbox)
{
    for (const QString &address : notice.to) {
        if (!address.isEmpty() && mailbox.lines.contains(address))
            return mailbox.lines.constFind(address)->e164();
    }
    if (sender.line)
        return sender.line->e164();
    const auto all = mailbox.lines.constFind(QString());
    return all == mailbox.lines.constEnd() ? QString() : all->e164();
}

} // namespace

PhoneEvent translateNotice(const Notice &notice, const GoogleVoiceMailbox &mailbox)
{
    std::optional<About> about;
    QString who;
    for (const Wording &wording : wordings()) {
        const QRegularExpressionMatch match = wording.subject.match(notice.subject);
        if (!match.hasMatch())
            continue;
        about = wording.about;
        who = withoutTime(match.captured(1));
        break;
    }
    if (!about)
        return Ignored{u"a notification of Google Voice with a subject that is not known"_s};
    if (about == About::GroupText)
        return Ignored{u"a group text"_s};

    const TextSender sender = readTextSender(notice.from);
    std::optional<calls::PhoneNumber> number = sender.other;
    QString name = nameIn(who);
    if (const std::optional<Number> written = numberIn(who, mailbox)) {
        name = nameIn(written->around);
        if (!number)
            number = written->number;
    }
    if (!number && !isWithheld(name))
        number = callerInBody(notice.text, *about, mailbox);
    const QString line = lineOf(notice, sender, mailbox);

    if (about == About::Text) {
        if (!number)
            return Ignored{u"a text without its sender's number"_s};
        return TextReceived{.providerMessageId = notice.id,
                            .from = number->e164(),
                            .line = line,
                            .body = wordsIn(notice.text),
                            .mediaCount = 0,
                            .optOutType = {}};
    }
    CallEvent event{.providerCallId = notice.id,
                    .direction = calls::Direction::In,
                    .staff = {},
                    .caller = number             ? number->e164()
                              : isWithheld(name) ? u"anonymous"_s
                                                 : name,
                    .line = line,
                    .callerName = isWithheld(name) ? QString() : name,
                    .signal = CallSignal::Missed,
                    .providerReason = u"no-answer"_s,
                    .endedAt = notice.at};
    if (about == About::Voicemail) {
        event.providerReason = u"voicemail"_s;
        event.voicemail = calls::Voicemail{.url = recordingIn(notice.text), .length = {}, .transcript = wordsIn(notice.text)};
    }
    return event;
}

} // namespace ringback::connectors::googlevoice
