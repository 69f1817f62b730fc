#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <variant>

namespace ringback::calls {

/// A number somebody can be called back on, in E.164 for life: `+12145550123`. Extensions are not part of it.
class PhoneNumber final {
public:
    /// Any way people write numbers: `(214) 555-0123`, `214.555.0123`, `+1 214 555 0123`. `region` (ISO 3166, `US`) is for numbers without
    /// a country code. A number must be possible by its length; libphonenumber's "valid" is not asked, as its list of area codes is
    /// always behind. Errors: Invalid.
    [[nodiscard]] static Result<PhoneNumber> parse(QStringView text, const QString &region = QStringLiteral("US"));

    /// A number as our own store keeps it. Empty when `text` is not E.164 (plus sign, 7 to 15 digits).
    [[nodiscard]] static std::optional<PhoneNumber> fromE164(QStringView text);

    [[nodiscard]] const QString &e164() const { return m_e164; }

    /// As people in the number's country write it: `(214) 555-0123`; numbers of other countries than the United States in the
    /// international way: `+44 20 7946 0958`.
    [[nodiscard]] QString display() const;

    friend bool operator==(const PhoneNumber &, const PhoneNumber &) = default;
    friend bool operator<(const PhoneNumber &a, const PhoneNumber &b) { return a.m_e164 < b.m_e164; }
    friend size_t qHash(const PhoneNumber &number, size_t seed = 0) { return ::qHash(number.m_e164, seed); }

private:
    explicit PhoneNumber(QString e164)
        : m_e164(std::move(e164))
    {}

    QString m_e164;
};

/// The caller hides the number: `anonymous`, `+266696687` (the word ANONYMOUS typed on a keypad) and the like.
struct Withheld {
    friend bool operator==(const Withheld &, const Withheld &) = default;
};

/// The provider sent something that nobody can be called back on: a SIP address, a short code, garbage.
struct Unusable {
    QString raw;

    friend bool operator==(const Unusable &, const Unusable &) = default;
};

using CallerId = std::variant<PhoneNumber, Withheld, Unusable>;

/// Reads the `From` of a call. Never fails: what is no number is said to be none.
[[nodiscard]] CallerId readCallerId(const QString &raw);

/// The number to call back, if the caller gave one.
[[nodiscard]] std::optional<PhoneNumber> numberOf(const CallerId &caller);

/// The time zones (IANA ids) a number may be in, by its area code: one for most, several where an area code spans zones. Empty when the
/// number says nothing (toll-free, unknown area codes, other countries). Data: resources/zones/nanp_zones.csv.
[[nodiscard]] QList<QByteArray> zonesOf(const PhoneNumber &number);

} // namespace ringback::calls
