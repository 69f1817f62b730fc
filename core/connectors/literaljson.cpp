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

constexpr qsizetype maxWholeDigits = 13; // ten million million: more is no amount

} // namespace

QByteArray numbersAsText(const QByteArray &json)
{
    QByteArray text;
    text.reserve(json.size() + json.size() / 8);
    bool inString = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json.at(i);
        if (inString) {
            text.append(c);
            if (c == '\\' && i + 1 < json.size())
                text.append(json.at(++i));
            else if (c == '"')
                inString = false;
        } else if (c == '-' || (c >= '0' && c <= '9')) {
            qsizetype end = i + 1;
            while (end < json.size() && isOfNumber(json.at(end)))
                ++end;
            text.append('"').append(json.mid(i, end - i)).append('"');
            i = end - 1;
        } else {
            inString = c == '"';
            text.append(c);
        }
    }
    return text;
}

QJsonDocument literalJson(const QByteArray &json)
{
    if (QJsonDocument::fromJson(json).isNull()) // what is broken does not become right by being rewritten
        return {};
    return QJsonDocument::fromJson(numbersAsText(json));
}

std::optional<Money> amountOf(QStringView literal)
{
    const bool isNegative = literal.startsWith(u'-');
    const QStringView digits = literal.sliced(isNegative ? 1 : 0);
    const qsizetype dot = digits.indexOf(u'.');
    const QStringView whole = dot < 0 ? digits : digits.first(dot);
    const QStringView parts = dot < 0 ? QStringView() : digits.sliced(dot + 1);
    if (whole.isEmpty() || whole.size() > maxWholeDigits || (dot >= 0 && parts.isEmpty()) ||
        !std::all_of(whole.begin(), whole.end(), isDigit) || !std::all_of(parts.begin(), parts.end(), isDigit))
        return std::nullopt;
    if (parts.size() > 2 && std::any_of(parts.begin() + 2, parts.end(), [](QChar c) { return c != u'0'; }))
        return std::nullopt;
    const qint64 cents = (parts.size() > 0 ? parts.at(0).digitValue() * 10 : 0) + (parts.size() > 1 ? parts.at(1).digitValue() : 0);
    const qint64 amount = whole.toLongLong() * 100 + cents;
    return Money{isNegative ? -amount : amount};
}

std::optional<qint64> centsOf(QStringView decimal)
{
    QStringView rest = decimal;
    const bool isNegative = rest.startsWith(u'-');
    if (isNegative)
        rest = rest.mid(1);
    const qsizetype point = rest.indexOf(u'.');
    const QStringView whole = point < 0 ? rest : rest.left(point);
    const QStringView fraction = point < 0 ? QStringView() : rest.mid(point + 1);
    if (whole.isEmpty() || whole.size() > maxWholeDigits || (point >= 0 && fraction.isEmpty()))
        return std::nullopt;
    for (const QStringView part : {whole, fraction}) {
        for (const QChar c : part) {
            if (!isDigit(c))
                return std::nullopt;
        }
    }
    qint64 cents = whole.toLongLong() * 100;
    if (!fraction.isEmpty())
        cents += (fraction.at(0).unicode() - u'0') * 10;
    if (fraction.size() > 1)
        cents += fraction.at(1).unicode() - u'0';
    if (fraction.size() > 2 && fraction.at(2) >= u'5')
        ++cents;
    return isNegative ? -cents : cents;
}

} // namespace ringback::connectors
