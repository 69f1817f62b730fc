#pragma once

#include "connectors/phoneprovider.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace ringback::connectors::mail {

/// What a mail server was told last.
enum class Stage {
    Greeting, ///< EHLO, STARTTLS, AUTH
    Sender, ///< MAIL FROM
    Recipient, ///< RCPT TO
    Message, ///< DATA, and the message
};

/// One whole answer of a mail server.
struct Reply {
    int code = 0; ///< RFC 5321: 250, 450, 550; 0 = none
    QString text; ///< all of its lines, without the code
};

/// The enhanced status code that a text begins with (RFC 3463): `5.1.1`.
[[nodiscard]] std::optional<QString> enhancedCode(const QString &text);

/// What a 4yz or 5yz answer means for the mail.
[[nodiscard]] Refused::Class classify(Stage stage, const Reply &reply);

/// Follows what is said on the wire, line by line.
class Dialogue final {
public:
    void said(const QByteArray &command);
    void heard(const QByteArray &line);

    [[nodiscard]] Stage stage() const { return m_stage; }
    /// To the last command; empty until it is whole.
    [[nodiscard]] const Reply &reply() const { return m_reply; }
    /// 250 to the message.
    [[nodiscard]] bool accepted() const { return m_accepted; }
    [[nodiscard]] bool saidGoodbye() const { return m_goodbye; }

private:
    Stage m_stage = Stage::Greeting;
    Reply m_reply;
    Reply m_coming; ///< lines of an answer that goes on
    bool m_accepted = false;
    bool m_goodbye = false;
};

} // namespace ringback::connectors::mail
