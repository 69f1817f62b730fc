#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

/// What any phone system posts, taken apart for the person who says which of its fields is which (docs/connect/generic.md). Pure.
namespace ringback::calls {

/// One value of a sample.
struct SampleField {
    QString pointer; ///< where it stands, as a JSON Pointer (RFC 6901)
    QString label; ///< the same for people: `data › from › number`
    QString value; ///< as text; what is long is cut. Empty where the sample has null or an empty text

    friend bool operator==(const SampleField &, const SampleField &) = default;
};

inline constexpr qsizetype maxSampleBytes = 256 << 10;
inline constexpr qsizetype maxSampleFields = 500;
inline constexpr qsizetype maxSampleValue = 300;

/// Every value of a JSON object or of a form, in the order they stand in. Of a list of objects, those of the first, as each is an event of its own. More
/// than maxSampleFields are left out. Errors: Invalid, in words for the person who pasted it.
[[nodiscard]] Result<QList<SampleField>> readSample(const QByteArray &pasted);

/// Our field to the pointer of what is probably it, by names and by what values look like. Fields that nothing looks like are absent.
[[nodiscard]] QMap<QString, QString> suggestFields(const QList<SampleField> &sample);

/// Our fields, in the order that people ask for them: those without which no call can be read first.
[[nodiscard]] QStringList postedFields();
/// Our words for what becomes of a call, and for which way it went.
[[nodiscard]] QStringList postedWords();

/// An `application/x-www-form-urlencoded` body as a JSON object of texts, in UTF-8; of a repeated name the first. Errors: Invalid.
[[nodiscard]] Result<QByteArray> formAsJson(QByteArrayView form);

/// A step of a JSON Pointer, as it is written there.
[[nodiscard]] QString pointerStep(QString name);

} // namespace ringback::calls
