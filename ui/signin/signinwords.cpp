#include "signin/signinwords.h"

#include "desk/secretrules.h"

#include <QCoreApplication>
#include <QStringList>

namespace ringback::ui {

namespace {

class SignIns {
    Q_DECLARE_TR_FUNCTIONS(SignIns)
};

QString waitWords(Milliseconds left)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
    if (seconds < 60)
        //: How long somebody has to wait before the next try.
        return SignIns::tr("%n seconds", nullptr, int(seconds));
    //: How long somebody has to wait before the next try.
    return SignIns::tr("%n minutes", nullptr, int((seconds + 59) / 60));
}

} // namespace

QString signInSentence(const desk::SignInRefusal &refusal, Instant now)
{
    using Why = desk::SignInRefusal::Why;
    const bool waits = refusal.until && *refusal.until > now;
    switch (refusal.why) {
    case Why::Wrong:
        if (waits)
            //: %1 is a span: "30 seconds".
            return SignIns::tr("That is not right, and it was tried too often. Try again in %1.").arg(waitWords(*refusal.until - now));
        return SignIns::tr("That is not right. Try again.");
    case Why::Locked:
        if (waits)
            //: %1 is a span: "30 seconds".
            return SignIns::tr("It was tried too often. Try again in %1.").arg(waitWords(*refusal.until - now));
        return SignIns::tr("You can try again now.");
    case Why::NotAllowed:
        return SignIns::tr("You may not do this. Owners reset everybody's sign-in; admins reset those of the others.");
    case Why::NoSuchPerson:
        return SignIns::tr("This person is not on the staff list any more.");
    case Why::AlreadyThere:
        return SignIns::tr("An owner has been here before you. Sign in, or ask them.");
    case Why::NoOwnerYet:
        return SignIns::tr("First an owner sets up their own sign-in.");
    case Why::TooShort:
        //: %1 and %2 are numbers.
        return SignIns::tr("That is too short. A password has at least %1 characters, a PIN at least %2 digits.")
            .arg(desk::shortestPassword)
            .arg(desk::shortestPin);
    case Why::TooLong:
        //: %1 and %2 are numbers.
        return SignIns::tr("That is too long. A password has at most %1 characters, a PIN at most %2 digits.")
            .arg(desk::longestSecret)
            .arg(desk::longestPin);
    case Why::TooCommon:
        return SignIns::tr("That is among the first that anybody would try. Choose another one.");
    case Why::LikeName:
        return SignIns::tr("That is little more than your name or the company's. Choose another one.");
    case Why::NotDigits:
        return SignIns::tr("A PIN has digits only.");
    case Why::SimpleRun:
        return SignIns::tr("That is too simple: no rows like 123456 and no repeats.");
    case Why::SameAsBefore:
        return SignIns::tr("That is the one you have. Choose another one.");
    case Why::NotHere:
        return SignIns::tr("Sign-ins cannot be changed on this computer. Do it on an admin's or an owner's.");
    case Why::CannotStore:
        return SignIns::tr("The database could not be reached or written. Nothing was changed; try again in a moment.");
    }
    Q_UNREACHABLE();
}

QString secretRule(calls::SecretKind kind)
{
    if (kind == calls::SecretKind::Pin)
        //: %1 and %2 are numbers.
        return SignIns::tr("%1 to %2 digits; no rows like 123456.").arg(desk::shortestPin).arg(desk::longestPin);
    //: %1 is a number.
    return SignIns::tr("At least %1 characters. Four words that nobody would put together are good and easy to type.")
        .arg(desk::shortestPassword);
}

QString initialsOf(const QString &name)
{
    const QStringList words = name.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.isEmpty())
        return {};
    // Letters beyond the first 65,536 are two units.
    const auto first = [](const QString &word) {
        return word.left(word.front().isHighSurrogate() ? 2 : 1).toUpper();
    };
    return words.size() == 1 ? first(words.first()) : first(words.first()) + first(words.last());
}

QString roleWord(calls::Role role)
{
    switch (role) {
    case calls::Role::Owner:
        //: Role of a person in the office.
        return SignIns::tr("Owner");
    case calls::Role::Admin:
        //: Role of a person in the office.
        return SignIns::tr("Admin");
    case calls::Role::Rep:
        //: Role of a person in the office: who calls back.
        return SignIns::tr("Rep");
    }
    Q_UNREACHABLE();
}

} // namespace ringback::ui
