#pragma once

#include "base/clock.h"
#include "connectors/twilio/form.h"

#include <QList>
#include <QString>

#include <chrono>

/// The forms of the webhooks that Twilio sends (providers: phone-and-sms.md, 2.2, 2.7), for made-up calls and texts. Pure.
namespace ringback::practice {

/// Where a number is at home; for callers that Twilio cannot place all of it is empty, which is signed too.
struct Place {
    QString city;
    QString state;
    QString zip;
};

struct MadeUpCall {
    QString accountSid;
    QString sid;
    QString caller; ///< as Twilio sends it: E.164, or the word ANONYMOUS on a keypad
    QString line;
    QString callerName; ///< empty: not looked up, the field is absent
    Place from;
};

struct MadeUpText {
    QString accountSid;
    QString sid;
    QString from;
    QString to;
    QString body;
    Place place;
};

/// How Twilio says that a caller's number is withheld.
inline const QString withheldCaller = QStringLiteral("+266696687");

/// The call arrives.
[[nodiscard]] connectors::twilio::Form ringing(const MadeUpCall &call);
/// It ended and nobody had answered: the number's status callback.
[[nodiscard]] connectors::twilio::Form notAnswered(const MadeUpCall &call, Instant endedAt);
/// Somebody talked with the caller: the Dial action's callback.
[[nodiscard]] connectors::twilio::Form talked(const MadeUpCall &call, const QString &childSid, std::chrono::seconds time);
/// An answered call ended: the number's status callback.
[[nodiscard]] connectors::twilio::Form hungUp(const MadeUpCall &call, std::chrono::seconds talkTime, Instant endedAt);
/// A caller's text arrives.
[[nodiscard]] connectors::twilio::Form textReceived(const MadeUpText &text);
/// What became of a text of ours: `sent`, `delivered`.
[[nodiscard]] connectors::twilio::Form deliveryReceipt(const MadeUpText &text, const QString &status, Instant at);

/// Twilio's dates: `Sat, 21 Nov 2026 01:59:13 +0000`.
[[nodiscard]] QString twilioDate(Instant at);

/// Ids as Twilio's: two letters and 32 hex digits. They differ from those of every other source and run, whatever the seed of the rest: to
/// the engine a second call with the same id is the same call. One thread.
class SidSource final {
public:
    SidSource();
    [[nodiscard]] QString next(QLatin1StringView kind);

private:
    const quint64 m_run;
    quint64 m_last = 0;
};

} // namespace ringback::practice
