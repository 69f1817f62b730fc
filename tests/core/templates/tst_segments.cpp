#include "templates/segments.h"

#include <QTest>

using namespace Qt::StringLiterals;
using ringback::templates::countSegments;
using ringback::templates::SegmentCount;
using Encoding = ringback::templates::SegmentCount::Encoding;

class SegmentsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void counts_data();
    void counts();
    void everyCharacterOfTheAlphabetIsOneSeptet();
    void everyEscapedCharacterIsTwoSeptets();
    void othersMakeItUcs2_data();
    void othersMakeItUcs2();
};

void SegmentsTest::counts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Encoding>("encoding");
    QTest::addColumn<int>("units");
    QTest::addColumn<int>("segments");
    QTest::addColumn<int>("left");

    const QString a = u"a"_s;
    const QString cyrillic = u"ж"_s;
    const QString smile = u"😀"_s;

    QTest::newRow("an empty text has no segment") << QString() << Encoding::Gsm7 << 0 << 0 << 160;
    QTest::newRow("160 septets fill one") << a.repeated(160) << Encoding::Gsm7 << 160 << 1 << 0;
    QTest::newRow("161 septets take two of 153") << a.repeated(161) << Encoding::Gsm7 << 161 << 2 << 145;
    QTest::newRow("306 septets fill two") << a.repeated(306) << Encoding::Gsm7 << 306 << 2 << 0;
    QTest::newRow("307 septets take three") << a.repeated(307) << Encoding::Gsm7 << 307 << 3 << 152;
    QTest::newRow("an escaped pair ends one segment") << a.repeated(158) + u"€"_s << Encoding::Gsm7 << 160 << 1 << 0;
    QTest::newRow("an escaped pair is one septet too much") << a.repeated(159) + u"€"_s << Encoding::Gsm7 << 161 << 2 << 145;
    QTest::newRow("an escaped pair is not split") << a.repeated(152) + u"["_s + a.repeated(10) << Encoding::Gsm7 << 164 << 2 << 141;
    QTest::newRow("a pair pushed on costs a third segment")
        << a.repeated(152) + u"["_s + a.repeated(152) << Encoding::Gsm7 << 306 << 3 << 152;
    QTest::newRow("a line break is in the alphabet") << u"a\nb\r"_s << Encoding::Gsm7 << 4 << 1 << 156;

    QTest::newRow("70 units fill one") << cyrillic.repeated(70) << Encoding::Ucs2 << 70 << 1 << 0;
    QTest::newRow("71 units take two of 67") << cyrillic.repeated(71) << Encoding::Ucs2 << 71 << 2 << 63;
    QTest::newRow("134 units fill two") << cyrillic.repeated(134) << Encoding::Ucs2 << 134 << 2 << 0;
    QTest::newRow("135 units take three") << cyrillic.repeated(135) << Encoding::Ucs2 << 135 << 3 << 66;
    QTest::newRow("one foreign letter changes all") << a.repeated(70) + cyrillic << Encoding::Ucs2 << 71 << 2 << 63;
    QTest::newRow("an emoji is two units") << smile << Encoding::Ucs2 << 2 << 1 << 68;
    QTest::newRow("35 emoji fill one") << smile.repeated(35) << Encoding::Ucs2 << 70 << 1 << 0;
    QTest::newRow("36 emoji take two, 33 in the first") << smile.repeated(36) << Encoding::Ucs2 << 72 << 2 << 61;
    QTest::newRow("an emoji is not split") << cyrillic.repeated(66) + smile + cyrillic.repeated(3) << Encoding::Ucs2 << 71 << 2 << 62;
    QTest::newRow("half an emoji is a unit") << QString(QChar(0xd83d)) << Encoding::Ucs2 << 1 << 1 << 69;
    QTest::newRow("in UCS-2 nothing is escaped") << u"ж[€"_s << Encoding::Ucs2 << 3 << 1 << 67;
}

void SegmentsTest::counts()
{
    QFETCH(QString, text);
    const SegmentCount count = countSegments(text);
    QTEST(count.encoding, "encoding");
    QTEST(count.units, "units");
    QTEST(count.segments, "segments");
    QTEST(count.left, "left");
}

void SegmentsTest::everyCharacterOfTheAlphabetIsOneSeptet()
{
    // By code point, from the table in 3GPP TS 23.038, 6.2.1, so that an editor's idea of accents cannot make it pass.
    const QList<char16_t> foreign = {0x40, 0xa3,  0x24, 0xa5,  0xe8,  0xe9,  0xf9,  0xec,  0xf2,  0xc7,  0x0a,  0xd8,  0xf8, 0x0d, 0xc5,
                                     0xe5, 0x394, 0x5f, 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8, 0x3a3, 0x398, 0x39e, 0xc6, 0xe6, 0xdf,
                                     0xc9, 0xa4,  0xa1, 0xc4,  0xd6,  0xd1,  0xdc,  0xa7,  0xbf,  0xe4,  0xf6,  0xf1,  0xfc, 0xe0};
    QString all;
    for (const char16_t c : foreign)
        all += QChar(c);
    for (char16_t c = 0x20; c < 0x7f; ++c) {
        if (!u"$@[\\]^_`{|}~"_s.contains(QChar(c)))
            all += QChar(c);
    }
    QCOMPARE(all.size(), 127); // 128 places less the escape character
    const SegmentCount count = countSegments(all);
    QCOMPARE(count.encoding, Encoding::Gsm7);
    QCOMPARE(count.units, 127);
}

void SegmentsTest::everyEscapedCharacterIsTwoSeptets()
{
    const SegmentCount count = countSegments(u"\f^{}\\[~]|€"_s);
    QCOMPARE(count.encoding, Encoding::Gsm7);
    QCOMPARE(count.units, 20);
}

void SegmentsTest::othersMakeItUcs2_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("small c with cedilla") << u"ç"_s;
    QTest::newRow("backtick") << u"`"_s;
    QTest::newRow("curly apostrophe") << u"’"_s;
    QTest::newRow("long dash") << u"—"_s;
    QTest::newRow("ellipsis") << u"…"_s;
    QTest::newRow("a with acute") << u"á"_s;
    QTest::newRow("i with acute") << u"í"_s;
    QTest::newRow("o with acute") << u"ó"_s;
    QTest::newRow("u with acute") << u"ú"_s;
    QTest::newRow("no-break space") << u"\u00a0"_s;
    QTest::newRow("tab") << u"\t"_s;
    QTest::newRow("the escape character itself") << u"\u001b"_s;
    QTest::newRow("a combining accent") << u"e\u0301"_s;
}

void SegmentsTest::othersMakeItUcs2()
{
    QFETCH(QString, text);
    QCOMPARE(countSegments(text).encoding, Encoding::Ucs2);
}

QTEST_APPLESS_MAIN(SegmentsTest)
#include "tst_segments.moc"
