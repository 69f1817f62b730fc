#include "connectors/mail/replies.h"

#include <QRegularExpression>

namespace ringback::connectors::mail {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestText = 1024; // more of an answer is not kept

} // namespace

std::optional<QString> enhancedCode(const QString &text)
{
    static const QRegularExpression code(u"\\A([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?![0-9.])"_s);
    const QRegularExpressionMatch match = code.match(text);
    return match.hasMatch() ? std::optional(match.captured(1)) : std::nullopt;
}

Refused::Class classify(Stage stage, const Reply &reply)
{
    using Class = Refused::Class;
    if (reply.code < 500) // 4yz: "the sender is encouraged to try again"
        return Class::ForNow;

    const QStringList parts = enhancedCode(reply.text).value_or(QString()).split(u'.');
    const int subject = parts.value(1).toInt();
    const int detail = parts.value(2).toInt();
    switch (subject) { // RFC 3463, and the IANA list it began
    case 1: // addressing: 5.1.7 and 5.1.8 are the sender's
        return detail == 7 || detail == 8 ? Class::Sender : Class::Recipient;
    case 2: // mailbox: 5.2.3 is a message longer than it takes
        return detail == 3 ? Class::Message : Class::Recipient;
    case 3: // mail system: 5.3.4 is a message longer than it takes
        if (detail == 4)
            return Class::Message;
        break;
    case 6: // content
        return Class::Message;
    case 7: // security and policy: relaying denied, sign-in missing; about a message that was read, its text
        return stage == Stage::Message ? Class::Message : Class::Sender;
    default:
        break;
    }
    switch (stage) {
    case Stage::Greeting:
        return Class::Sender;
    case Stage::Sender:
        return reply.code == 552 ? Class::Message : Class::Sender; // 552: more than the announced size allows
    case Stage::Recipient:
        return reply.code == 530 ? Class::Sender : Class::Recipient; // 530: sign in first
    case Stage::Message:
        break;
    }
    return Class::Message;
}

void Dialogue::said(const QByteArray &command)
{
    // The lines of a sign-in look like anything, so a command counts only where it can come.
    if (command.startsWith("MAIL FROM:"))
        m_stage = Stage::Sender;
    else if (m_stage == Stage::Sender && command.startsWith("RCPT TO:"))
        m_stage = Stage::Recipient;
    else if (m_stage == Stage::Recipient && command.startsWith("DATA\r\n"))
        m_stage = Stage::Message;
    else if (command == "QUIT\r\n")
        m_goodbye = true;
    if (!m_goodbye) // what was said before it is what counts
        m_reply = {};
}

void Dialogue::heard(const QByteArray &line)
{
    const QByteArray text = line.trimmed();
    const int code = text.left(3).toInt();
    if (m_goodbye || code < 200 || code > 599)
        return;
    const QString words = QString::fromUtf8(text.mid(4)).left(longestText);
    m_coming.text = m_coming.text.isEmpty() ? words : (m_coming.text + u' ' + words).left(longestText);
    if (text.size() > 3 && text.at(3) == '-')
        return;
    m_reply = {.code = code, .text = std::exchange(m_coming.text, {})};
    if (m_stage == Stage::Message && code / 100 == 2)
        m_accepted = true;
}

} // namespace ringback::connectors::mail
