#include "calls/phonenumber.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>

namespace ringback::calls {

using namespace Qt::StringLiterals;
using i18n::phonenumbers::PhoneNumberUtil;
using Parsed = i18n::phonenumbers::PhoneNumber;

namespace {

// What Twilio sends for callers without a number: the word spelled on a keypad (providers: phone-and-sms.md, 2.2), or the word itself.
constexpr std::array withheldMarks = {
    u"+266696687", u"266696687", u"+7378742833", u"7378742833", u"+2562533",    u"2562533", u"+86282452253", u"86282452253", u"+8656696",
    u"8656696",    u"anonymous", u"restricted",  u"blocked",    u"unavailable", u"unknown", u"private",      u"withheld",
};

// A +1 number as every provider writes it. The library comes to the same end for these, a hundred times slower: they come with every call.
bool isNorthAmerican(QStringView e164)
{
    return e164.size() == 12 && e164.startsWith(u"+1") && e164[2] >= u'2' && e164[2] <= u'9' &&
           std::all_of(e164.begin() + 3, e164.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

} // namespace

Result<PhoneNumber> PhoneNumber::parse(QStringView text, const QString &region)
{
    if (text.size() > 64)
        return failure(ErrorKind::Invalid, u"a phone number is at most 64 characters"_s);
    if (isNorthAmerican(text))
        return PhoneNumber(text.toString());
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    Parsed parsed;
    if (util.Parse(text.toUtf8().toStdString(), region.toStdString(), &parsed) != PhoneNumberUtil::NO_PARSING_ERROR)
        return failure(ErrorKind::Invalid, u"not a phone number"_s);
    // Possible for a call from anywhere: seven digits without an area code are possible only within one.
    if (util.IsPossibleNumberWithReason(parsed) != PhoneNumberUtil::IS_POSSIBLE)
        return failure(ErrorKind::Invalid, u"too short or too long for a phone number"_s);
    std::string e164; // this format leaves an extension out
    util.Format(parsed, PhoneNumberUtil::E164, &e164);
    return PhoneNumber(QString::fromStdString(e164));
}

std::optional<PhoneNumber> PhoneNumber::fromE164(QStringView text)
{
    if (text.size() < 8 || text.size() > 16 || text.front() != u'+')
        return std::nullopt;
    for (const QChar c : text.mid(1)) {
        if (c < u'0' || c > u'9')
            return std::nullopt;
    }
    return PhoneNumber(text.toString());
}

QString PhoneNumber::display() const
{
    if (isNorthAmerican(m_e164))
        return u"(%1) %2-%3"_s.arg(QStringView(m_e164).mid(2, 3), QStringView(m_e164).mid(5, 3), QStringView(m_e164).mid(8));
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    Parsed parsed;
    if (util.Parse(m_e164.toStdString(), "ZZ", &parsed) != PhoneNumberUtil::NO_PARSING_ERROR)
        return m_e164;
    std::string text;
    util.Format(parsed, parsed.country_code() == 1 ? PhoneNumberUtil::NATIONAL : PhoneNumberUtil::INTERNATIONAL, &text);
    return QString::fromStdString(text);
}

CallerId readCallerId(const QString &raw)
{
    const QString text = raw.trimmed();
    if (text.isEmpty())
        return Withheld{};
    for (const char16_t *mark : withheldMarks) {
        if (text.compare(QStringView(mark), Qt::CaseInsensitive) == 0)
            return Withheld{};
    }
    // A number in E.164 is required here: `911` or a five-digit short code parses as a number of the region, yet nobody answers it.
    if (text.front() != u'+')
        return Unusable{text.left(64)};
    const Result<PhoneNumber> number = PhoneNumber::parse(text);
    if (!number)
        return Unusable{text.left(64)};
    return *number;
}

std::optional<PhoneNumber> numberOf(const CallerId &caller)
{
    if (const auto *number = std::get_if<PhoneNumber>(&caller))
        return *number;
    return std::nullopt;
}

} // namespace ringback::calls
