#include "connectors/twilio/form.h"

#include <QStringDecoder>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

Result<QString> decodePart(QByteArrayView part)
{
    QByteArray bytes;
    bytes.reserve(part.size());
    for (qsizetype i = 0; i < part.size(); ++i) {
        if (part[i] == '+') {
            bytes += ' ';
        } else if (part[i] == '%') {
            const int high = i + 2 < part.size() ? hexDigit(part[i + 1]) : -1;
            const int low = i + 2 < part.size() ? hexDigit(part[i + 2]) : -1;
            if (high < 0 || low < 0)
                return failure(ErrorKind::Invalid, u"a percent sign without two hex digits in a form"_s);
            bytes += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            bytes += part[i];
        }
    }
    if (std::all_of(bytes.cbegin(), bytes.cend(), [](char c) { return static_cast<signed char>(c) >= 0; }))
        return QString::fromLatin1(bytes);
    // A byte order mark is a character of the text here: it is signed.
    QStringDecoder decoder(QStringConverter::Utf8, QStringConverter::Flag::Stateless | QStringConverter::Flag::ConvertInitialBom);
    const QString text = decoder(bytes);
    if (decoder.hasError())
        return failure(ErrorKind::Invalid, u"a form that is not UTF-8"_s);
    return text;
}

} // namespace

QString Form::value(QStringView name) const
{
    return find(name).value_or(QString());
}

std::optional<QString> Form::find(QStringView name) const
{
    for (const auto &[candidate, value] : fields) {
        if (candidate == name)
            return value;
    }
    return std::nullopt;
}

Result<Form> decodeForm(QByteArrayView encoded)
{
    Form form;
    for (qsizetype at = 0; at < encoded.size();) {
        qsizetype end = encoded.indexOf('&', at);
        if (end < 0)
            end = encoded.size();
        const QByteArrayView field = encoded.sliced(at, end - at);
        at = end + 1;
        if (field.isEmpty())
            continue;
        if (form.fields.size() == maxFormFields)
            return failure(ErrorKind::Invalid, u"more than %1 fields in a form"_s.arg(maxFormFields));
        const qsizetype equals = field.indexOf('=');
        const Result<QString> name = decodePart(equals < 0 ? field : field.first(equals));
        if (!name)
            return failure(name);
        const Result<QString> value = decodePart(equals < 0 ? QByteArrayView() : field.sliced(equals + 1));
        if (!value)
            return failure(value);
        form.fields.emplaceBack(*name, *value);
    }
    return form;
}

QByteArray encodeForm(const Form &form)
{
    QByteArray out;
    for (const auto &[name, value] : form.fields) {
        if (!out.isEmpty())
            out += '&';
        out += QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    }
    return out;
}

} // namespace ringback::connectors::twilio
