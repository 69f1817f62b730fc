#include "calls/samplefields.h"

#include "calls/phonenumber.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QStringDecoder>

#include <algorithm>
#include <optional>

namespace ringback::calls {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxDepth = 16;
constexpr qsizetype maxFormFields = 512;

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

Result<QString> decodePart(QByteArrayView part)
{
    for (qsizetype i = part.indexOf('%'); i >= 0; i = part.indexOf('%', i + 1)) {
        if (i + 2 >= part.size() || !isHexDigit(part[i + 1]) || !isHexDigit(part[i + 2]))
            return failure(ErrorKind::Invalid, u"the form has a percent sign without two hex digits after it"_s);
    }
    QByteArray bytes = part.toByteArray();
    bytes.replace('+', ' ');
    QStringDecoder decoder(QStringConverter::Utf8, QStringConverter::Flag::Stateless);
    const QString text = decoder(QByteArray::fromPercentEncoding(bytes));
    if (decoder.hasError())
        return failure(ErrorKind::Invalid, u"the form is not UTF-8"_s);
    return text;
}

QString shown(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::Double: {
        const double number = value.toDouble();
        const qint64 whole = value.toInteger();
        return static_cast<double>(whole) == number ? QString::number(whole) : QString::number(number, 'g', 15);
    }
    case QJsonValue::String:
        return value.toString().left(maxSampleValue);
    default:
        return {};
    }
}

// Qt keeps an object's members sorted, not as they stood; for a person that is an order too.
void collect(const QJsonValue &value, const QString &pointer, const QString &label, int depth, QList<SampleField> &fields)
{
    if (fields.size() >= maxSampleFields || depth > maxDepth)
        return;
    const auto step = [&](const QJsonValue &member, const QString &name) {
        collect(member, pointer + u'/' + pointerStep(name), label.isEmpty() ? name : label + u" › "_s + name, depth + 1, fields);
    };
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            step(it.value(), it.key());
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            step(array.at(i), QString::number(i));
    } else {
        fields.append({pointer, label, shown(value)});
    }
}

// --- guessing ---------------------------------------------------------------------------------------------------------

// Letters and digits alone, in lower case: `Caller-ID Number` is `calleridnumber`.
QString plain(const QString &name)
{
    QString letters;
    for (const QChar c : name.toLower()) {
        if (c.isLetterOrNumber())
            letters += c;
    }
    return letters;
}

bool looksLikeNumber(const QString &value)
{
    qsizetype digits = 0;
    for (const QChar c : value) {
        if (c.isDigit())
            ++digits;
        else if (!u"+-(). "_s.contains(c))
            return false;
    }
    if (digits < 10 || digits > 15)
        return false;
    if (value.startsWith(u'+'))
        return PhoneNumber::parse(value).has_value();
    // Bare digits are a number only by the rules of North America: else seconds since 1970 are one too.
    const Result<PhoneNumber> number = PhoneNumber::parse(value);
    const QString e164 = number ? number->e164() : QString();
    return e164.size() == 12 && e164.startsWith("+1"_L1) && e164.at(2) >= u'2' && e164.at(5) >= u'2';
}

bool looksLikeTime(const QString &value)
{
    bool isNumber = false;
    const double seconds = value.toDouble(&isNumber);
    return isNumber ? seconds > 900'000'000 : value.size() >= 10 && value.at(0).isDigit() && value.contains(u':');
}

bool looksLikeSeconds(const QString &value)
{
    bool isNumber = false;
    const double seconds = value.toDouble(&isNumber);
    return isNumber ? seconds >= 0 && seconds < 864'000 : value.size() <= 12 && value.contains(u':') && value.at(0).isDigit();
}

bool isAnything(const QString &value)
{
    return !value.isEmpty();
}

bool mayBeEmpty(const QString &)
{
    return true; // a call that nobody answered has no such time
}

struct Guess {
    const char16_t *field;
    bool (*fits)(const QString &value);
    QStringList names; ///< the likeliest first; by the last step of the pointer, or its last two
};

const QList<Guess> &guesses()
{
    static const QList<Guess> list = {
        {u"id",
         isAnything,
         {u"callid"_s, u"calluuid"_s, u"callsid"_s, u"linkedid"_s, u"uniqueid"_s, u"sessionid"_s, u"uuid"_s, u"dataid"_s, u"id"_s}},
        {u"from",
         looksLikeNumber,
         {u"from"_s, u"fromnumber"_s, u"callernumber"_s, u"callerid"_s, u"calleridnum"_s, u"calleridnumber"_s, u"caller"_s, u"rawdigits"_s,
          u"src"_s, u"ani"_s, u"customerphone"_s, u"clientnumber"_s, u"externalnumber"_s, u"fromphonenumber"_s, u"callerphone"_s,
          u"phone"_s, u"phonenumber"_s}},
        {u"to",
         looksLikeNumber,
         {u"to"_s, u"tonumber"_s, u"callednumber"_s, u"did"_s, u"didnumber"_s, u"dialednumber"_s, u"dnis"_s, u"called"_s, u"dialed"_s,
          u"numberdigits"_s, u"ournumber"_s, u"line"_s, u"dst"_s, u"destination"_s, u"tophonenumber"_s, u"number"_s}},
        {u"status",
         isAnything,
         {u"status"_s, u"callstatus"_s, u"dialstatus"_s, u"disposition"_s, u"result"_s, u"calltype"_s, u"outcome"_s, u"state"_s, u"event"_s,
          u"eventtype"_s}},
        {u"direction", isAnything, {u"direction"_s, u"calldirection"_s, u"calltype"_s}},
        {u"caller_name", isAnything, {u"callername"_s, u"calleridname"_s, u"cnam"_s, u"fromname"_s, u"contactname"_s}},
        {u"started_at",
         looksLikeTime,
         {u"startedat"_s, u"starttime"_s, u"start"_s, u"callstarttimeutc"_s, u"callstart"_s, u"calldate"_s, u"createdat"_s}},
        {u"answered_at", mayBeEmpty, {u"answeredat"_s, u"answertime"_s, u"answeredtime"_s}},
        {u"ended_at", looksLikeTime, {u"endedat"_s, u"endtime"_s, u"end"_s, u"callendtimeutc"_s, u"hanguptime"_s, u"completedat"_s}},
        {u"ring_seconds", looksLikeSeconds, {u"ringseconds"_s, u"ringtime"_s, u"ringduration"_s, u"waittime"_s, u"waitingtime"_s}},
        {u"talk_seconds", looksLikeSeconds, {u"talkseconds"_s, u"billsec"_s, u"talktime"_s, u"talkduration"_s, u"talkingtime"_s}},
        {u"voicemail_url", mayBeEmpty, {u"voicemailurl"_s, u"voicemail"_s, u"voicemaillink"_s, u"voicemailrecordingurl"_s}},
        {u"voicemail_seconds", looksLikeSeconds, {u"voicemailseconds"_s, u"voicemailduration"_s}},
        {u"voicemail_text", mayBeEmpty, {u"voicemailtext"_s, u"voicemailtranscript"_s, u"voicemailtranscription"_s, u"transcription"_s}},
        {u"text", isAnything, {u"text"_s, u"body"_s, u"message"_s, u"messagebody"_s, u"content"_s}},
        {u"spam", isAnything, {u"spam"_s, u"isspam"_s}},
    };
    return list;
}

} // namespace

QString pointerStep(QString name)
{
    return name.replace(u'~', u"~0"_s).replace(u'/', u"~1"_s);
}

Result<QByteArray> formAsJson(QByteArrayView form)
{
    QJsonObject object;
    qsizetype count = 0;
    for (qsizetype at = 0; at < form.size();) {
        qsizetype end = form.indexOf('&', at);
        if (end < 0)
            end = form.size();
        const QByteArrayView field = form.sliced(at, end - at);
        at = end + 1;
        if (field.isEmpty())
            continue;
        if (++count > maxFormFields)
            return failure(ErrorKind::Invalid, u"the form has more than %1 fields"_s.arg(maxFormFields));
        const qsizetype equals = field.indexOf('=');
        const Result<QString> name = decodePart(equals < 0 ? field : field.first(equals));
        if (!name)
            return failure(name);
        const Result<QString> value = decodePart(equals < 0 ? QByteArrayView() : field.sliced(equals + 1));
        if (!value)
            return failure(value);
        if (!object.contains(*name))
            object.insert(*name, *value);
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<QList<SampleField>> readSample(const QByteArray &pasted)
{
    if (pasted.size() > maxSampleBytes)
        return failure(ErrorKind::Invalid, u"a sample of more than %1 KB is too long"_s.arg(maxSampleBytes >> 10));
    QByteArray json = pasted.trimmed();
    if (json.isEmpty())
        return failure(ErrorKind::Invalid, u"there is nothing in it"_s);
    if (!json.startsWith('{') && !json.startsWith('[')) {
        if (!json.contains('=') || json.contains('\n'))
            return failure(ErrorKind::Invalid, u"neither JSON, which begins with {, nor a form such as from=…&to=…"_s);
        const Result<QByteArray> form = formAsJson(json);
        if (!form)
            return failure(form);
        json = *form;
    }
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return failure(ErrorKind::Invalid, u"not whole JSON: %1, at character %2"_s.arg(problem.errorString()).arg(problem.offset + 1));
    const QJsonValue root = document.isArray() ? document.array().at(0) : QJsonValue(document.object());
    QList<SampleField> fields;
    if (root.isObject())
        collect(root, {}, {}, 0, fields);
    if (fields.isEmpty())
        return failure(ErrorKind::Invalid, u"there are no fields in it"_s);
    return fields;
}

QMap<QString, QString> suggestFields(const QList<SampleField> &sample)
{
    QMap<QString, QString> found;
    QSet<QString> numbers; // the pointers that are taken as one of the two numbers
    const auto take = [&](const Guess &guess, const SampleField &field) {
        const QString name = QString::fromUtf16(guess.field);
        found.insert(name, field.pointer);
        if (guess.fits == looksLikeNumber)
            numbers.insert(field.pointer);
    };
    const auto named = [&](const Guess &guess) -> const SampleField * {
        for (const QString &name : guess.names) {
            for (const SampleField &field : sample) {
                if (numbers.contains(field.pointer) || !guess.fits(field.value))
                    continue;
                const QStringList steps = field.pointer.split(u'/');
                if (plain(steps.last()) == name || (steps.size() > 2 && plain(steps.at(steps.size() - 2) + steps.last()) == name))
                    return &field;
            }
        }
        return nullptr;
    };
    for (const Guess &guess : guesses()) {
        if (const SampleField *const field = named(guess))
            take(guess, *field);
    }
    for (const Guess &guess : guesses()) { // whatever they are called, the numbers are the caller's and ours
        if (guess.fits != looksLikeNumber || found.contains(QString::fromUtf16(guess.field)))
            continue;
        const auto field = std::find_if(sample.cbegin(), sample.cend(), [&](const SampleField &each) {
            return !numbers.contains(each.pointer) && looksLikeNumber(each.value);
        });
        if (field != sample.cend())
            take(guess, *field);
    }
    return found;
}

QStringList postedFields()
{
    return {u"id"_s,
            u"from"_s,
            u"to"_s,
            u"status"_s,
            u"direction"_s,
            u"event"_s,
            u"key"_s,
            u"caller"_s,
            u"line"_s,
            u"caller_name"_s,
            u"started_at"_s,
            u"answered_at"_s,
            u"ended_at"_s,
            u"ring_seconds"_s,
            u"talk_seconds"_s,
            u"staff"_s,
            u"spam"_s,
            u"spam_by"_s,
            u"attestation"_s,
            u"voicemail_url"_s,
            u"voicemail_seconds"_s,
            u"voicemail_text"_s,
            u"text"_s,
            u"pictures"_s};
}

QStringList postedWords()
{
    return {u"ringing"_s, u"answered"_s, u"missed"_s, u"gave_up"_s,   u"busy"_s,       u"failed"_s, u"voicemail"_s,
            u"over"_s,    u"ignored"_s,  u"in"_s,     u"out"_s,       u"internal"_s,   u"call"_s,   u"text"_s,
            u"receipt"_s, u"accepted"_s, u"sent"_s,   u"delivered"_s, u"undelivered"_s};
}

} // namespace ringback::calls
