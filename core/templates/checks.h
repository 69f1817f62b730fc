#pragma once

#include "templates/segments.h"
#include "templates/template.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

/// What is to be said about a message while somebody writes it: values for an editor that underlines. Pure.
namespace ringback::templates {

enum class Check {
    // The template cannot be used: check() refuses it too.
    Empty,
    TooLong,
    NotClosed, ///< a `{{`
    ClosesNothing, ///< a `}}`
    NoFieldName,
    UnknownField, ///< `replacement` is the field that was probably meant
    // It costs more.
    OutsideGsm7, ///< 70 characters to a segment instead of 160
    SeveralSegments,
    // It breaks a rule of carriers or of the law (providers: phone-and-sms.md, 6.2).
    NoCompany, ///< does not say who is writing
    NoStop, ///< a first text that does not say how to stop
    LinkShortener,
    // It is not how an office should sound.
    Threat,
    Capitals,
    ExclamationMarks,
    // It is not all there.
    NoSpanish,
};

struct TextFinding {
    enum class Part { Text, Subject };

    Check check = Check::Empty;
    Part part = Part::Text;
    QString language; ///< `en`, `es`
    qsizetype position = 0; ///< in the template as it is written
    qsizetype length = 0; ///< 0 = about the whole
    bool isFixable = false; ///< where it is plain what to write there instead:
    QString replacement = {}; ///< that; empty = nothing

    friend bool operator==(const TextFinding &, const TextFinding &) = default;
};

/// A template and what it is for.
struct CheckedMessage {
    QMap<QString, QString> text; ///< by language
    QMap<QString, QString> subject = {}; ///< of an e-mail
    bool isFirst = false; ///< may be the first that somebody hears from us
    QString company = {}; ///< its name, where it may be written out
    QStringList stopWords = {QStringLiteral("STOP")}; ///< of the playbook
    Fields sample = {}; ///< an example of a caller, to count segments with
};

struct CheckedText {
    QList<TextFinding> findings; ///< by language (`en` first), the subject first, by position
    QMap<QString, SegmentCount> segments; ///< of texts, by language, with the sample filled in; absent where that cannot be
};

[[nodiscard]] CheckedText checkMessage(const CheckedMessage &message);

/// Whether a playbook with it would be refused.
[[nodiscard]] bool isRefused(Check check);

} // namespace ringback::templates
