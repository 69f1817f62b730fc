#include "templates/checks.h"

#include "playbook/playbook.h"

#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace ringback;
using namespace ringback::templates;
using Part = TextFinding::Part;

namespace {

const Fields sample = {{u"company_name"_s, u"Northgate Roofing Co"_s},
                       {u"company_phone"_s, u"(214) 555-0100"_s},
                       {u"first_name"_s, u"Maximilian"_s},
                       {u"booking_link"_s, u"https://book.example/summit"_s},
                       {u"staff_name"_s, u"Dana Reyes"_s},
                       {u"appointment_time"_s, u"Tue, Nov 24 at 10:30 AM"_s}};

QString nameOf(Check check)
{
    switch (check) {
    case Check::Empty:
        return u"empty"_s;
    case Check::TooLong:
        return u"too long"_s;
    case Check::NotClosed:
        return u"not closed"_s;
    case Check::ClosesNothing:
        return u"closes nothing"_s;
    case Check::NoFieldName:
        return u"no name"_s;
    case Check::UnknownField:
        return u"unknown"_s;
    case Check::OutsideGsm7:
        return u"gsm"_s;
    case Check::SeveralSegments:
        return u"segments"_s;
    case Check::NoCompany:
        return u"company"_s;
    case Check::NoStop:
        return u"stop"_s;
    case Check::LinkShortener:
        return u"shortener"_s;
    case Check::Threat:
        return u"threat"_s;
    case Check::Capitals:
        return u"capitals"_s;
    case Check::ExclamationMarks:
        return u"marks"_s;
    case Check::NoSpanish:
        return u"spanish"_s;
    }
    Q_UNREACHABLE();
}

// `gsm[Pat’s>']`: the check, what it is about, and what to write there instead.
QStringList described(const CheckedMessage &message)
{
    QStringList list;
    const QList<TextFinding> findings = checkMessage(message).findings;
    for (const TextFinding &each : findings) {
        const QMap<QString, QString> &words = each.part == Part::Subject ? message.subject : message.text;
        QString line = nameOf(each.check);
        if (each.length > 0)
            line += u'[' + words.value(each.language).mid(each.position, each.length);
        if (each.length > 0)
            line += (each.isFixable ? u">%1"_s.arg(each.replacement) : QString()) + u']';
        if (each.language != "en"_L1)
            line.prepend(each.language + u' ');
        if (each.part == Part::Subject)
            line.prepend(u"subject "_s);
        list.append(line);
    }
    return list;
}

} // namespace

class ChecksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatShipsHasNoFindings_data();
    void whatShipsHasNoFindings();
    void english_data();
    void english();
    void isToldByLanguageAndPart();
    void segmentsAreThoseOfTheSample();
    void whatIsReplacedFits();
    void refusesWhatATemplateMayNotBe();
};

void ChecksTest::whatShipsHasNoFindings_data()
{
    QTest::addColumn<CheckedMessage>("message");
    for (const QString &id : playbook::presets()) {
        const playbook::Playbook book = *playbook::parse(*playbook::presetDocument(id));
        const QStringList first = book.step(u"text_back")->templates.values();
        for (const playbook::Template &each : book.templates)
            QTest::newRow(qPrintable(id + u' ' + each.id)) << CheckedMessage{.text = each.text,
                                                                             .subject = each.subject,
                                                                             .isFirst = first.contains(each.id),
                                                                             .stopWords = book.optOut.stop,
                                                                             .sample = sample};
    }
}

void ChecksTest::whatShipsHasNoFindings()
{
    QFETCH(const CheckedMessage, message);
    QCOMPARE(described(message), QStringList());
    QCOMPARE(checkMessage(message).segments.size(), message.subject.isEmpty() ? 2 : 0);
}

void ChecksTest::english_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("found");
    const QString who = u" {{company_name}} STOP"_s; // what a first text has to say
    const auto row = [&](const char *name, const QString &text, const QStringList &found = {}) {
        QTest::newRow(name) << text + who << found;
    };
    row("plain", u"Hi {{first_name|there}}, sorry we missed you!"_s);

    // What cannot be used
    row("a slip in a field's name", u"Hi {{ frist_name|there }}"_s, {u"unknown[frist_name>first_name]"_s});
    row("two strange fields", u"{{balance}} and {{x}}"_s, {u"unknown[balance]"_s, u"unknown[x]"_s});
    row("a field without a name", u"Hi {{ |there}}"_s, {u"no name[{{ |there}}]"_s});
    row("half a field before another", u"Hi {{first_na, {{first_name}}"_s, {u"not closed[{{]"_s});
    row("closes nothing, twice", u"a }} b }}"_s, {u"closes nothing[}}]"_s, u"closes nothing[}}]"_s});
    row("all of it at once", u"}} {{x}} “ {{"_s, {u"closes nothing[}}]"_s, u"unknown[x]"_s, u"gsm[“>\"]"_s, u"not closed[{{]"_s});

    // What costs more
    row("smart quotes", u"“Pat’s” ‘roof’"_s, {u"gsm[“>\"]"_s, u"gsm[’>']"_s, u"gsm[”>\"]"_s, u"gsm[‘>']"_s, u"gsm[’>']"_s});
    row("dashes and dots", u"a – b — c…"_s, {u"gsm[–>-]"_s, u"gsm[—>-]"_s, u"gsm[…>...]"_s});
    row("a blank that does not break", u"5\u00a0pm"_s, {u"gsm[\u00a0> ]"_s});
    row("what nobody sees", u"roof\u200bing"_s, {u"gsm[\u200b>]"_s});
    row("accents without a place in the alphabet", u"á é í ó ú ñ ¿ ç"_s,
        {u"gsm[á>a]"_s, u"gsm[í>i]"_s, u"gsm[ó>o]"_s, u"gsm[ú>u]"_s, u"gsm[ç>c]"_s});
    row("an accent written beside its letter", u"cafe\u0301"_s, {u"gsm[e\u0301>é]"_s});
    row("no replacement for a picture", u"Hi 👋 there"_s, {u"gsm[👋]"_s});
    row("a picture of several characters is one", u"Hi 👩‍🔧 there"_s, {u"gsm[👩‍🔧]"_s});
    row("another alphabet", u"Привет"_s, {u"gsm[П]"_s, u"gsm[р]"_s, u"gsm[и]"_s, u"gsm[в]"_s, u"gsm[е]"_s, u"gsm[т]"_s});
    row("in what stands for a field", u"Hi {{first_name|you “there”}}"_s, {u"gsm[“>\"]"_s, u"gsm[”>\"]"_s});
    row("the extension table costs, and stays", u"[roof] ~ 5 €"_s);
    row("two segments", u"call us "_s.repeated(20), {u"segments"_s});

    // Links
    row("a shortener", u"Book: https://bit.ly/3xYz now"_s, {u"shortener[https://bit.ly/3xYz]"_s});
    row("without a scheme, in capitals", u"see TinyURL.com/abc."_s, {u"shortener[TinyURL.com/abc.]"_s});
    row("bare", u"go to t.co, please"_s, {u"shortener[t.co]"_s});
    row("one of its names", u"www.bit.ly/x"_s, {u"shortener[www.bit.ly/x]"_s});
    row("as a field's stand-in", u"{{booking_link|bit.ly/us}}"_s, {u"shortener[bit.ly/us]"_s});
    row("an ending of another name", u"habit.ly and north.co and tt.co and first.com"_s);
    row("a beginning of another name", u"bit.ly.example.com/x and bit.lyric"_s);
    row("an address at one", u"ask me@bit.ly"_s);

    // Tone
    row("a threat", u"This is your FINAL notice"_s, {u"threat[FINAL notice]"_s, u"capitals[FINAL]"_s});
    row("another", u"Reply or else we take legal  action"_s, {u"threat[or else]"_s, u"threat[legal  action]"_s});
    row("a threat in Spanish, with accents or without", u"Último aviso, ultimo aviso, acción legal"_s,
        {u"threat[Último aviso]"_s, u"gsm[Ú>U]"_s, u"threat[ultimo aviso]"_s, u"threat[acción legal]"_s, u"gsm[ó>o]"_s});
    row("no threats", u"the last roof; a sued fabric; for Elsie; demanda alta"_s);
    row("capitals", u"CALL US about your ROOF"_s, {u"capitals[CALL US]"_s, u"capitals[ROOF]"_s});
    row("accented capitals", u"¡LLÁMENOS ya"_s, {u"capitals[LLÁMENOS]"_s, u"gsm[Á>A]"_s});
    row("short ones alone are names", u"in TX or LA, the ZIP, AT&T, USA"_s);
    row("keywords are none", u"Reply HELP or START"_s);
    row("one exclamation mark is enough", u"Hi! Call us! Now!!"_s, {u"marks[!]"_s, u"marks[!]"_s, u"marks[!]"_s});
    row("a mark that opens is none", u"¡Hola!"_s);

    QTest::newRow("nothing") << QString() << QStringList{u"empty"_s};
    QTest::newRow("blanks") << u" \n"_s << QStringList{u"empty"_s};
    QTest::newRow("too long with the company's name") << QString(1578, u'a') + who << QStringList{u"segments"_s};
    QTest::newRow("too long by two") << QString(1580, u'a') + who << QStringList{u"too long[OP]"_s};
    QTest::newRow("does not say who") << u"We missed you. Reply STOP to end"_s << QStringList{u"company"_s};
    QTest::newRow("says who by name") << u"summit roofing here. Reply STOP to end"_s << QStringList();
    QTest::newRow("does not say how to stop") << u"{{company_name}}: please stop by"_s << QStringList{u"stop"_s};
    QTest::newRow("STOP inside a word") << u"{{company_name}}: NONSTOP service"_s << QStringList{u"stop"_s, u"capitals[NONSTOP]"_s};
    QTest::newRow("another of the words") << u"{{company_name}}: ALTO"_s << QStringList();
    QTest::newRow("of several words") << u"{{company_name}}: STOP ALL"_s << QStringList();
}

void ChecksTest::english()
{
    QFETCH(const QString, text);
    QFETCH(const QStringList, found);
    const CheckedMessage message{.text = {{u"en"_s, text}, {u"es"_s, u"Somos {{company_name}}. STOP"_s}},
                                 .isFirst = true,
                                 .company = u"Summit Roofing"_s,
                                 .stopWords = {u"STOP"_s, u"stop all"_s, u"ALTO"_s},
                                 .sample = sample};
    QCOMPARE(described(message), found);
}

void ChecksTest::isToldByLanguageAndPart()
{
    const CheckedMessage mail{.text = {{u"es"_s, u"Hola — ¡AHORA!"_s}, {u"en"_s, u"Hello — bit.ly/x {{nam}}"_s}},
                              .subject = {{u"en"_s, u"ACT NOW!!"_s}},
                              .isFirst = true};
    // An e-mail has no segments, and is ended in another way.
    QCOMPARE(described(mail),
             (QStringList{u"subject threat[ACT NOW]"_s, u"subject capitals[ACT NOW]"_s, u"subject marks[!]"_s, u"company"_s,
                          u"shortener[bit.ly/x]"_s, u"unknown[nam]"_s, u"es company"_s, u"es capitals[AHORA]"_s, u"subject es spanish"_s}));
    QVERIFY(checkMessage(mail).segments.isEmpty());
    const CheckedMessage text{.text = {{u"en"_s, u"{{company_name}}"_s}}};
    QCOMPARE(described(text), QStringList{u"es spanish"_s});
}

void ChecksTest::segmentsAreThoseOfTheSample()
{
    const QString source = u"{{company_name}} "_s + QString(150, u'a');
    const auto segmentsWith = [&](const QString &company) {
        const CheckedMessage message{.text = {{u"en"_s, source}, {u"es"_s, u"{{company_name}} {{x}}"_s}},
                                     .sample = {{u"company_name"_s, company}}};
        return checkMessage(message).segments;
    };
    QCOMPARE(segmentsWith(u"Nine char"_s).value(u"en"_s), SegmentCount({.units = 160, .segments = 1, .left = 0}));
    QCOMPARE(segmentsWith(u"Ten  chars"_s).value(u"en"_s).segments, 2);
    QCOMPARE(segmentsWith(u"Niño “x”"_s).value(u"en"_s).encoding, SegmentCount::Encoding::Ucs2);
    QVERIFY(!segmentsWith(u"Nine char"_s).contains(u"es"_s)); // cannot be written
}

// Taking every fix makes a text that fits.
void ChecksTest::whatIsReplacedFits()
{
    QString text = u"“Hi” – it’s… {{first_name|ñandú ‘x’}}\u00a0™ \u200báéíóú cafe\u0301 × ´\u2003«a» ﬁne № ½"_s;
    const QList<TextFinding> findings = checkMessage({.text = {{u"en"_s, text}}}).findings;
    qsizetype fixes = 0;
    for (auto each = findings.crbegin(); each != findings.crend(); ++each) {
        if (each->check == Check::OutsideGsm7 && each->isFixable) {
            text.replace(each->position, each->length, each->replacement);
            ++fixes;
        }
    }
    QVERIFY(fixes > 20);
    QCOMPARE(text, u"\"Hi\" - it's... {{first_name|ñandu 'x'}} (TM) aéiou café x ' \"a\" fine No ½"_s);
    QCOMPARE(countSegments(text.remove(u'½')).encoding, SegmentCount::Encoding::Gsm7);
}

// The editor's findings and the parser's verdict are two ways of reading; they must not disagree.
void ChecksTest::refusesWhatATemplateMayNotBe()
{
    static const QStringList pieces = {u"{{"_s,         u"}}"_s, u"{"_s, u"}"_s,  u"first_name"_s,
                                       u"frist_name"_s, u"|"_s,  u" "_s, u"Hi"_s, u"\n"_s};
    std::mt19937 random(7);
    int refused = 0;
    for (int round = 0; round < 4000; ++round) {
        QString source;
        const int count = std::uniform_int_distribution<int>(0, 9)(random);
        for (int i = 0; i < count; ++i)
            source += pieces.at(std::uniform_int_distribution<int>(0, static_cast<int>(pieces.size()) - 1)(random));
        const QList<TextFinding> findings = checkMessage({.text = {{u"en"_s, source}}}).findings;
        const bool isBad = std::any_of(findings.cbegin(), findings.cend(), [](const TextFinding &each) { return isRefused(each.check); });
        QVERIFY2(isBad == !check(source).has_value(), qPrintable(source));
        for (const TextFinding &each : findings)
            QVERIFY2(each.position >= 0 && each.position + each.length <= source.size(), qPrintable(source));
        refused += isBad ? 1 : 0;
    }
    QVERIFY(refused > 500 && refused < 3900);
}

QTEST_APPLESS_MAIN(ChecksTest)
#include "tst_checks.moc"
