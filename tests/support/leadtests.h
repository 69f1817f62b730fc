#pragma once

#include "connectors/leadsystem.h"
#include "support/testclock.h"

#include <QString>

#include <optional>
#include <variant>

/// What tests of lead systems share.
namespace ringback::test {

template <class T, class Outcome>
[[nodiscard]] std::optional<T> as(const Outcome &outcome)
{
    if (const T *value = std::get_if<T>(&outcome))
        return *value;
    return std::nullopt;
}

[[nodiscard]] inline calls::PhoneNumber number(QStringView e164)
{
    return *calls::PhoneNumber::fromE164(e164);
}

/// For messages of tests: what came, in a few words.
[[nodiscard]] inline QString said(const connectors::WriteOutcome &outcome)
{
    if (const auto *refusal = std::get_if<connectors::NotWritten>(&outcome))
        return QStringLiteral("not written %1 %2 %3").arg(static_cast<int>(refusal->kind)).arg(refusal->code, refusal->message);
    if (const auto *unknown = std::get_if<connectors::Unknown>(&outcome))
        return QStringLiteral("unknown: ") + unknown->why;
    return QStringLiteral("written");
}

/// `Credentials wrong`; of all that is not `ok`.
[[nodiscard]] inline QStringList complaints(const QList<connectors::Finding> &findings)
{
    static const QStringList checks{QStringLiteral("Credentials"), QStringLiteral("Number"),       QStringLiteral("Registration"),
                                    QStringLiteral("Webhook"),     QStringLiteral("Subscription"), QStringLiteral("CallLog"),
                                    QStringLiteral("Texts"),       QStringLiteral("Clock"),        QStringLiteral("Mailbox"),
                                    QStringLiteral("Lookup"),      QStringLiteral("Choices"),      QStringLiteral("Record")};
    QStringList words;
    for (const connectors::Finding &finding : findings) {
        if (finding.level != connectors::Finding::Level::Good)
            words.append((checks.at(static_cast<int>(finding.check)) + u' ' + finding.problem + u' ' + finding.subject).trimmed());
    }
    return words;
}

} // namespace ringback::test
