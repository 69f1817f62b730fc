#include "desk/secretrules.h"

#include <QSet>
#include <QStringList>

#include <algorithm>
#include <cstdlib>

namespace ringback::desk {

using namespace Qt::StringLiterals;

namespace {

// What remains of a password beside these words must be more than this: `SummitRoofing2026` is no secret at Summit Roofing.
constexpr int ownCharacters = 5;
constexpr int shortestWord = 3;

// The words that lists of stolen passwords begin with, without the digits and signs that people put around them.
const QStringList &commonWords()
{
    static const QStringList words = {
        u"password"_s,   u"passw0rd"_s, u"p4ssword"_s,   u"passwort"_s,      u"contrasena"_s,    u"contraseña"_s, u"qwertyuiop"_s,
        u"qwertyuio"_s,  u"qwerty"_s,   u"qwertz"_s,     u"azerty"_s,        u"asdfghjkl"_s,     u"asdfgh"_s,     u"zxcvbnm"_s,
        u"qazwsxedc"_s,  u"qazwsx"_s,   u"1q2w3e4r5t"_s, u"1q2w3e4r"_s,      u"1qaz2wsx"_s,      u"welcome"_s,    u"bienvenido"_s,
        u"letmein"_s,    u"iloveyou"_s, u"teamo"_s,      u"administrator"_s, u"administrador"_s, u"admin"_s,      u"superman"_s,
        u"batman"_s,     u"pokemon"_s,  u"football"_s,   u"baseball"_s,      u"basketball"_s,    u"sunshine"_s,   u"princess"_s,
        u"dragon"_s,     u"monkey"_s,   u"trustno1"_s,   u"changeme"_s,      u"default"_s,       u"secret"_s,     u"ringback"_s,
        u"abcdefghij"_s, u"abcdef"_s,   u"computer"_s,   u"internet"_s,      u"whatever"_s,      u"master"_s,     u"shadow"_s,
        u"michael"_s,    u"jennifer"_s, u"charlie"_s,    u"liverpool"_s,     u"chelsea"_s,       u"starwars"_s,   u"freedom"_s,
        u"mustang"_s,    u"cowboys"_s,  u"dallas"_s,     u"america"_s};
    return words;
}

QString lettersAndDigits(const QString &text)
{
    QString plain;
    for (const QChar each : text.toLower()) {
        if (each.isLetterOrNumber())
            plain.append(each);
    }
    return plain;
}

QStringList wordsOf(const QString &text)
{
    QStringList words;
    QString word;
    for (const QChar each : text.toLower() + u' ') {
        if (each.isLetterOrNumber()) {
            word.append(each);
        } else if (!word.isEmpty()) {
            if (word.size() >= shortestWord)
                words.append(word);
            word.clear();
        }
    }
    return words;
}

// Without digits at its ends, however many.
QString withoutOuterDigits(QString text)
{
    while (!text.isEmpty() && text.back().isDigit())
        text.chop(1);
    while (!text.isEmpty() && text.front().isDigit())
        text.remove(0, 1);
    return text;
}

// Each character follows the one before by the same step (abcdef, 987654, 000000), or a short part is repeated.
bool isRun(const QString &text)
{
    const auto step = [&](int at) {
        const int difference = text.at(at).unicode() - text.at(at - 1).unicode();
        const bool wraps = text.at(at).isDigit() && text.at(at - 1).isDigit() && std::abs(difference) == 9; // 890, 109
        return wraps ? -difference / 9 : difference;
    };
    bool isEven = text.size() > 1 && std::abs(step(1)) <= 1;
    for (int i = 2; i < text.size(); ++i)
        isEven = isEven && step(i) == step(1);
    if (isEven)
        return true;
    for (int period = 1; period <= 3 && period < text.size(); ++period) {
        bool repeats = true;
        for (int i = period; i < text.size(); ++i)
            repeats = repeats && text.at(i) == text.at(i - period);
        if (repeats)
            return true;
    }
    return false;
}

std::optional<SecretFault> faultOfPin(const QString &pin)
{
    if (!std::all_of(pin.cbegin(), pin.cend(), [](QChar each) { return each >= u'0' && each <= u'9'; }))
        return SecretFault::NotDigits;
    if (pin.size() < shortestPin)
        return SecretFault::TooShort;
    if (pin.size() > longestPin)
        return SecretFault::TooLong;
    if (isRun(pin) || QSet<QChar>(pin.cbegin(), pin.cend()).size() < 3)
        return SecretFault::SimpleRun;
    return std::nullopt;
}

} // namespace

std::optional<SecretFault> faultOf(calls::SecretKind kind, const QString &secret, const calls::Staff &person, const QString &company)
{
    if (kind == calls::SecretKind::Pin)
        return faultOfPin(secret);
    if (secret.size() < shortestPassword)
        return SecretFault::TooShort;
    if (secret.size() > longestSecret)
        return SecretFault::TooLong;
    if (isRun(secret) || QSet<QChar>(secret.cbegin(), secret.cend()).size() < 4)
        return SecretFault::SimpleRun;
    const QString plain = lettersAndDigits(secret);
    const QString core = withoutOuterDigits(plain);
    if (core.isEmpty() || isRun(core) || commonWords().contains(core) || commonWords().contains(plain))
        return SecretFault::TooCommon;
    QStringList names = wordsOf(person.name) + wordsOf(person.id) + wordsOf(company) + wordsOf(person.email.section(u'@', 0, 0));
    names.append({lettersAndDigits(person.name), lettersAndDigits(company)});
    std::sort(names.begin(), names.end(), [](const QString &a, const QString &b) { return a.size() > b.size(); });
    QString own = plain;
    for (const QString &name : std::as_const(names)) {
        if (name.size() >= shortestWord)
            own.remove(name);
    }
    if (own != plain && withoutOuterDigits(own).size() <= ownCharacters)
        return SecretFault::LikeName;
    for (const QString &word : commonWords())
        own.remove(word);
    if (own != plain && withoutOuterDigits(own).size() < 3)
        return SecretFault::TooCommon;
    return std::nullopt;
}

} // namespace ringback::desk
