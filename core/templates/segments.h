#pragma once

#include <QString>

namespace ringback::templates {

/// How carriers count a text (3GPP TS 23.038): the GSM-7 default alphabet with its extension table (`^{}\[~]|€`, two septets each) where
/// every character is in it, else UCS-2 in UTF-16 units. One segment holds 160 septets or 70 units, each of several 153 or 67; neither
/// an escaped pair nor a surrogate pair is split between two segments.
struct SegmentCount {
    enum class Encoding { Gsm7, Ucs2 };
    Encoding encoding = Encoding::Gsm7;
    int units = 0; ///< septets or UTF-16 units
    int segments = 0; ///< 0 for an empty text
    int left = 0; ///< units free in the last segment; of an empty text, in the first

    friend bool operator==(const SegmentCount &, const SegmentCount &) = default;
};

/// Whether one segment of 160 may hold it.
[[nodiscard]] bool fitsGsm7(QChar c);

[[nodiscard]] SegmentCount countSegments(const QString &text);

} // namespace ringback::templates
