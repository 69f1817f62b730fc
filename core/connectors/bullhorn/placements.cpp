#include "base/time.h"
#include "connectors/bullhorn/json.h"
#include "connectors/bullhorn/records.h"

#include <algorithm>
#include <array>

// What a placement is worth.
namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 million = 1'000'000;
constexpr qint64 maxUnits = 100'000'000; // of money: a salary beyond it is a mistake

// A decimal number in millionths, from the text it is written as; what is finer is cut off. Empty: no number, negative, or out of all bounds.
std::optional<qint64> millionths(const QString &text)
{
    QString digits = text;
    int exponent = 0;
    if (const qsizetype e = digits.indexOf(u'e', 0, Qt::CaseInsensitive); e >= 0) { // Java writes 1.2E7 so
        bool isNumber = false;
        exponent = digits.sliced(e + 1).toInt(&isNumber);
        if (!isNumber || exponent < -20 || exponent > 20)
            return std::nullopt;
        digits.truncate(e);
    }
    qint64 value = 0;
    int scale = 6 + exponent; // how many digits after the point are still to be taken
    bool isFraction = false;
    bool hasDigit = false;
    for (const QChar c : digits) {
        if (c == u'.' && !isFraction) {
            isFraction = true;
            continue;
        }
        if (c < u'0' || c > u'9')
            return std::nullopt;
        hasDigit = true;
        if (isFraction && scale <= 0)
            continue;
        if (isFraction)
            --scale;
        value = value * 10 + (c.unicode() - u'0');
        if (value > maxUnits * million)
            return std::nullopt;
    }
    for (; scale > 0; --scale) {
        value *= 10;
        if (value > maxUnits * million)
            return std::nullopt;
    }
    for (; scale < 0; ++scale)
        value /= 10;
    return hasDigit ? std::optional(value) : std::nullopt;
}

qint64 centsOf(qint64 micros)
{
    return (micros + 5'000) / 10'000;
}

bool isOneOf(const QString &status, std::initializer_list<QLatin1String> words)
{
    return std::any_of(words.begin(), words.end(), [&](QLatin1String word) { return status.compare(word, Qt::CaseInsensitive) == 0; });
}

std::optional<Money> amountOf(const QJsonObject &row, settings::BullhornAccount::Fee smallFee)
{
    const std::optional<qint64> fee = millionths(textOf(row, "fee"_L1));
    if (!fee || *fee == 0)
        return std::nullopt;
    if (*fee >= million || smallFee == settings::BullhornAccount::Fee::Amount)
        return Money{.cents = centsOf(*fee)};
    // A share of a yearly salary. Of work paid by the hour nobody knows how many hours there will be.
    const QString unit = textOf(row, "salaryUnit"_L1);
    const QString employment = textOf(row, "employmentType"_L1);
    const bool isByYear =
        unit.isEmpty() || unit.contains("year"_L1, Qt::CaseInsensitive) || unit.contains("annual"_L1, Qt::CaseInsensitive);
    const bool isPermanent = employment.isEmpty() || employment.contains("permanent"_L1, Qt::CaseInsensitive) ||
                             employment.contains("direct"_L1, Qt::CaseInsensitive);
    const std::optional<qint64> salary = millionths(textOf(row, "salary"_L1));
    if (!isByYear || !isPermanent || !salary || *salary == 0)
        return std::nullopt;
    const qint64 salaryCents = centsOf(*salary); // at most 10^10, and the share is below 10^6: no overflow
    return Money{.cents = (salaryCents * *fee + million / 2) / million};
}

} // namespace

std::optional<calls::Win> readPlacement(const QJsonObject &row, const QString &record, const PlacementRules &rules)
{
    const std::optional<qint64> id = integerOf(row, "id"_L1);
    const std::optional<Instant> added = timeOf(row, "dateAdded"_L1);
    if (!id || *id <= 0 || !added)
        return std::nullopt;
    const QString status = textOf(row, "status"_L1).trimmed();
    const bool isWon = isOneOf(status, {"approved"_L1, "placed"_L1}) || (!rules.wonStatus.isEmpty() && status == rules.wonStatus);
    const bool isTakenBack = isOneOf(status, {"cancelled"_L1, "canceled"_L1, "declined"_L1, "rejected"_L1, "withdrawn"_L1, "void"_L1});
    if (!isWon && !isTakenBack)
        return std::nullopt;
    calls::Win win;
    win.id = QString::number(*id);
    win.record = record;
    win.what = u"placement"_s;
    win.title = textOf(row.value("jobOrder"_L1).toObject(), "title"_L1);
    win.amount = amountOf(row, rules.smallFee);
    win.wonAt = *added;
    win.url = linkTo(rules.cluster, u"Placement"_s, *id);
    win.isTakenBack = isTakenBack && !isWon;
    return win;
}

} // namespace ringback::connectors::bullhorn
