#include "templates/segments.h"

#include <QSet>

#include <algorithm>

namespace ringback::templates {

using namespace Qt::StringLiterals;

namespace {

constexpr int septetsOfOne = 160;
constexpr int septetsOfSeveral = 153; // seven go to the header that joins the segments
constexpr int unitsOfOne = 70;
constexpr int unitsOfSeveral = 67;

// 3GPP TS 23.038, 6.2.1. It has Ç and not ç, à and not á, and no backtick. Its escape character is no text.
const QSet<QChar> &defaultAlphabet()
{
    static const QSet<QChar> set = [] {
        const QString all = u"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
                            u"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"_s;
        return QSet<QChar>(all.begin(), all.end());
    }();
    return set;
}

// 3GPP TS 23.038, 6.2.1.1: each is sent as the escape character and one more.
bool isEscaped(QChar c)
{
    return u"\f^{}\\[~]|€"_s.contains(c);
}

/// Fills segments one after the other with pieces that must stay whole.
class Packer {
public:
    explicit Packer(int capacity)
        : m_capacity(capacity)
    {}

    void add(int piece)
    {
        if (m_segments == 0 || m_used + piece > m_capacity) {
            ++m_segments;
            m_used = 0;
        }
        m_used += piece;
    }

    [[nodiscard]] int segments() const { return m_segments; }
    [[nodiscard]] int left() const { return m_segments == 0 ? m_capacity : m_capacity - m_used; }

private:
    int m_capacity;
    int m_segments = 0;
    int m_used = 0;
};

} // namespace

bool fitsGsm7(QChar c)
{
    return defaultAlphabet().contains(c) || isEscaped(c);
}

SegmentCount countSegments(const QString &text)
{
    const bool gsm7 = std::all_of(text.cbegin(), text.cend(), fitsGsm7);
    QList<int> pieces;
    pieces.reserve(text.size());
    int units = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        int piece = 1;
        if (gsm7) {
            piece = isEscaped(text.at(i)) ? 2 : 1;
        } else if (text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
            piece = 2;
            ++i;
        }
        pieces.append(piece);
        units += piece;
    }

    const int one = gsm7 ? septetsOfOne : unitsOfOne;
    const int several = gsm7 ? septetsOfSeveral : unitsOfSeveral;
    Packer packer(units <= one ? one : several);
    for (const int piece : pieces)
        packer.add(piece);
    return {
        .encoding = gsm7 ? SegmentCount::Encoding::Gsm7 : SegmentCount::Encoding::Ucs2,
        .units = units,
        .segments = packer.segments(),
        .left = packer.left(),
    };
}

} // namespace ringback::templates
