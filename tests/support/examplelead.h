#pragma once

#include "connectors/leadsystem.h"
#include "support/testclock.h"

#include <optional>
#include <variant>

namespace ringback::test {

[[nodiscard]] inline calls::PhoneNumber exampleNumber(QStringView e164 = u"+12145550123")
{
    return *calls::PhoneNumber::fromE164(e164);
}

/// A caller of a roofer after a storm.
[[nodiscard]] inline connectors::LeadFacts exampleFacts()
{
    return {.number = exampleNumber(),
            .name = QStringLiteral("Dana Reyes"),
            .email = QStringLiteral("dana@example.com"),
            .language = QStringLiteral("en"),
            .kind = calls::ContactKind::NewLead,
            .line = QStringLiteral("Main line"),
            .lineSource = QStringLiteral("hail campaign"),
            .tag = QStringLiteral("missed-call-automation"),
            .status = QStringLiteral("needs_callback"),
            .calledAt = instantOf(QStringLiteral("2026-11-20T18:00:00Z")),
            .missedCalls = 1,
            .zone = "America/Chicago"};
}

[[nodiscard]] inline connectors::LeadWriteHeader exampleHeader(const QString &marker, const calls::LeadLink &link = {},
                                                               const QString &text = QStringLiteral("Missed call on Main line."))
{
    return {.link = link, .facts = exampleFacts(), .marker = marker, .at = instantOf(QStringLiteral("2026-11-20T18:00:10Z")), .text = text};
}

template <class T, class Outcome>
[[nodiscard]] std::optional<T> as(const Outcome &outcome)
{
    if (const T *value = std::get_if<T>(&outcome))
        return *value;
    return std::nullopt;
}

} // namespace ringback::test
