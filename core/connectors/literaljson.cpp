#include "connectors/literaljson.h"

#include <algorithm>

namespace ringback::connectors {

namespace {

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isOfNumber(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

} // namespace

QJsonDocument literalJson(const QByteArray &json)
{
    if (QJsonDocument::fromJson(json).isNull()) // what is broken does not become right by being rewritten
        return {};
    QByteArray quoted;
    quoted.reserve(json.size() + json.size() / 8);
    bool isText = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json.at(i);
        if (isText) {
            quoted += c;
            if (c == '\\' && i + 1 < json.size())
                quoted += json.at(++i);
            else if (c == '"')
                isText = false;
        } else if (c == '-' || (c >= '0' && c <= '9')) {
            qsizetype end = i;
            while (end < json.size() && isOfNumber(json.at(end)))
                ++end;
            quoted += '"' + json.mid(i, end - i) + '"';
            i = end - 1;
        } else {
            isText = c == '"';
            quoted += c;
        }
    }
    return QJsonDocument::fromJson(quoted);
}

std::optional<Money> amountOf(QStringView literal)
{
    constexpr qsizetype maxDigits = 13; // ten million million: more is no amount
    const bool isNegative = literal.startsWith(u'-');
    const QStringView digits = literal.sliced(isNegative ? 1 : 0);
    const qsizetype dot = digits.indexOf(u'.');
    const QStringView whole = dot < 0 ? digits : digits.first(dot);
    const QStringView parts = dot < 0 ? QStringView() : digits.sliced(dot + 1);
    if (whole.isEmpty() || whole.size() > maxDigits || (dot >= 0 && parts.isEmpty()) || !std::all_of(whole.begin(), whole.end(), isDigit) ||
        !std::all_of(parts.begin(), parts.end(), isDigit))
        return std::nullopt;
    if (parts.size() > 2 && std::any_of(parts.begin() + 2, parts.end(), [](QChar c) { return c != u'0'; }))
        return std::nullopt;
    const qint64 cents = (parts.size() > 0 ? parts.at(0).digitValue() * 10 : 0) + (parts.size() > 1 ? parts.at(1).digitValue() : 0);
    const qint64 amount = whole.toLongLong() * 100 + cents;
    return Money{isNegative ? -amount : amount};
}

} // namespace ringback::connectors
