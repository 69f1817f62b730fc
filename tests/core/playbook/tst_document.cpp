#include "playbook/document.h"

#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace ringback;
using namespace ringback::playbook;

namespace {

Playbook preset(const QString &id)
{
    const Result<Playbook> playbook = parse(*presetDocument(id));
    return playbook ? *playbook : Playbook();
}

// Without the blanks between its parts.
QByteArray squeezed(const QByteArray &document)
{
    QByteArray text;
    bool isInside = false;
    for (qsizetype i = 0; i < document.size(); ++i) {
        const char c = document.at(i);
        if (isInside && c == '\\') {
            text += document.mid(i++, 2);
            continue;
        }
        if (c == '"')
            isInside = !isInside;
        if (isInside || !QByteArrayView(" \n").contains(c))
            text += c;
    }
    return text;
}

/// Edits as somebody at a form makes them, each into something that a document may hold.
class Editor {
public:
    explicit Editor(unsigned seed)
        : m_random(seed)
    {}

    void edit(Playbook &book)
    {
        const int edits = upTo(12) + 1;
        for (int i = 0; i < edits; ++i)
            editOne(book);
    }

private:
    [[nodiscard]] int upTo(int most) { return std::uniform_int_distribution<int>(0, most)(m_random); }
    [[nodiscard]] bool coin() { return upTo(1) == 1; }
    template <class Item>
    [[nodiscard]] Item &anyOf(QList<Item> &list)
    {
        return list[upTo(static_cast<int>(list.size()) - 1)];
    }
    [[nodiscard]] QString words()
    {
        static const QStringList pieces = {u"\"quoted\""_s,
                                           u"back\\slash"_s,
                                           u"línea\ntab\t"_s,
                                           u"– “dash”"_s,
                                           u"👋"_s,
                                           u"a/b~c"_s,
                                           u"{ brace }"_s,
                                           u"\u0001\u007f"_s,
                                           u"{{first_name|you, there}}"_s};
        QString text = u"words"_s;
        const int count = upTo(4);
        for (int i = 0; i < count; ++i)
            text += u' ' + pieces.at(upTo(static_cast<int>(pieces.size()) - 1));
        return text;
    }
    [[nodiscard]] minutes someMinutes() { return coin() ? minutes(upTo(9998) + 1) : minutes(60 * (upTo(160) + 1)); }
    [[nodiscard]] seconds someSeconds() { return coin() ? seconds(upTo(9999)) : seconds(60 * upTo(9999)); }
    [[nodiscard]] QString newId() { return u"made_%1"_s.arg(++m_made); }
    [[nodiscard]] QMap<QString, QString> label()
    {
        QMap<QString, QString> both = {{u"en"_s, words()}};
        if (coin())
            both.insert(u"es"_s, words());
        return both;
    }

    void editOne(Playbook &book)
    {
        switch (upTo(13)) {
        case 0:
            book.name = words().left(60);
            book.screening = {.shortRing = someSeconds(),
                              .withheldNumbers = coin(),
                              .listedAsSpam = coin(),
                              .shortCallsToSurface = 2 + upTo(18),
                              .complaintsToBlock = upTo(1000)};
            return;
        case 1:
            book.dedupWindow = std::chrono::hours(upTo(9999));
            book.returningWindow = std::chrono::hours(upTo(9999));
            book.repeatsForPriority = 2 + upTo(18);
            book.crmHeadStart = someSeconds();
            return;
        case 2:
            book.quietHours.reset();
            if (coin())
                book.quietHours = {.start = QTime(upTo(11), upTo(59)), .end = QTime(12 + upTo(11), upTo(59)), .stateRules = coin()};
            return;
        case 3:
            book.lead = {.tag = u"Tag-%1"_s.arg(upTo(99)),
                         .newStatus = newId(),
                         .reachedStatus = newId(),
                         .unknownCaller = coin() ? calls::ContactKind::Client : calls::ContactKind::PriorCustomer};
            return;
        case 4:
            anyOf(book.templates).text = label();
            return;
        case 5:
            book.templates.insert(upTo(static_cast<int>(book.templates.size())), {.id = newId(), .text = label(), .subject = {}});
            return;
        case 6: { // the last one may wait for any time
            Step &step = book.steps.last();
            step.after = std::max<seconds>(std::chrono::hours(24 + upTo(900)), step.after);
            step.trueFor = someMinutes();
            step.stopsOn = {StopsOn::OptedOut, StopsOn::Claimed};
            if (coin())
                std::swap(step.stopsOn[0], step.stopsOn[1]);
            return;
        }
        case 7:
            for (const QString &situation : {u"new_lead"_s, u"candidate"_s, u"client"_s, u"storm"_s}) {
                book.steps.first().templates.remove(situation);
                if (coin())
                    book.steps.first().templates.insert(situation, u"text_back"_s);
            }
            return;
        case 8:
            book.callback.dueIn = someMinutes();
            book.callback.claimIdleLimit = someMinutes();
            book.callback.routes.insert(u"candidate"_s, {.team = coin() ? words().left(40) : QString(),
                                                         .senior = coin(),
                                                         .priority = coin(),
                                                         .note = coin() ? words() : QString()});
            return;
        case 9:
            book.callback.escalation.clear();
            for (int at = 1 + upTo(50); at < 300; at += 1 + upTo(99))
                book.callback.escalation.append({.after = minutes(at), .to = coin() ? u"owner"_s : u"next_person"_s});
            return;
        case 10: {
            Outcome outcome{.id = newId(), .label = label(), .recovered = coin(), .closes = coin(), .leadStatus = newId()};
            outcome.asksValue = coin();
            outcome.asksTime = coin();
            if (!outcome.closes) {
                outcome.retryIn = someMinutes();
                outcome.attempts = 1 + upTo(19);
            }
            book.outcomes.insert(upTo(static_cast<int>(book.outcomes.size())), outcome);
            return;
        }
        case 11:
            book.storm = {.missesPer15Minutes = 2 + upTo(9998), .perCallback = someMinutes()};
            return;
        case 12:
            book.optOut.likely.insert(upTo(9), u"phrase %1 \"x\" *"_s.arg(++m_made));
            book.optOut.courtesy = coin() ? QStringList() : QStringList{u"please"_s};
            book.optOut.startReply = coin() ? QString() : u"start_reply"_s;
            std::swap(book.optOut.stop[0], book.optOut.stop[upTo(9)]);
            return;
        default:
            book.money = {.averageValue = Money{upTo(1'000'000'000)}, .winPercent = upTo(100), .valueLabel = label()};
            return;
        }
    }

    std::mt19937 m_random;
    int m_made = 0;
};

} // namespace

class DocumentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPresetIsWrittenAsItShips_data() { addPresets(); }
    void aPresetIsWrittenAsItShips();
    void whatIsWrittenReadsBack_data() { addPresets(); }
    void whatIsWrittenReadsBack();
    void oneEditIsOneLine_data();
    void oneEditIsOneLine();
    void whatNoDocumentHoldsIsFound();
    void theSameHasNoChanges();
    void changesNameTheirPlaces_data();
    void changesNameTheirPlaces();
    void twoOfANameAreToldApart();
    void changesStandInTheOrderOfTheDocument();

private:
    static void addPresets()
    {
        QTest::addColumn<QString>("id");
        for (const QString &id : presets())
            QTest::newRow(qPrintable(id)) << id;
    }
};

void DocumentTest::aPresetIsWrittenAsItShips()
{
    QFETCH(const QString, id);
    const QByteArray ships = *presetDocument(id);
    const QByteArray written = write(preset(id));
    QCOMPARE(squeezed(written), squeezed(ships));
    QVERIFY(written.endsWith("}\n"));
    QVERIFY(written.contains("\n  \"screening\": { \"short_ring\": \"10 s\", ")); // laid out for people too
    QVERIFY(written.contains("\n      \"default\": {},\n"));
}

void DocumentTest::whatIsWrittenReadsBack()
{
    QFETCH(const QString, id);
    const Playbook begun = preset(id);
    QCOMPARE(*parse(write(begun)), begun);
    for (unsigned seed = 1; seed <= 60; ++seed) {
        Playbook book = begun;
        Editor(seed).edit(book);
        const QByteArray written = write(book);
        const Result<Playbook> readBack = parse(written);
        QVERIFY2(readBack, qPrintable(u"seed %1: %2"_s.arg(seed).arg(readBack ? QString() : readBack.error().what)));
        QVERIFY2(*readBack == book, qPrintable(u"seed %1"_s.arg(seed)));
        QCOMPARE(write(*readBack), written);
        QCOMPARE(changes(begun, book).isEmpty(), book == begun);
    }
}

void DocumentTest::oneEditIsOneLine_data()
{
    QTest::addColumn<std::function<void(Playbook &)>>("edit");
    QTest::addColumn<int>("gone");
    QTest::addColumn<int>("come");
    const auto row = [](const char *name, std::function<void(Playbook &)> edit, int gone, int come) {
        QTest::newRow(name) << std::move(edit) << gone << come;
    };
    row(
        "another text", [](Playbook &book) { book.templates[0].text[u"en"_s] = u"Hi"_s; }, 1, 1);
    row(
        "one more likely opt-out", [](Playbook &book) { book.optOut.likely.insert(4, u"go away"_s); }, 0, 1);
    row(
        "one stop word less", [](Playbook &book) { book.optOut.stop.removeAt(3); }, 1, 0);
    row(
        "another value", [](Playbook &book) { book.money.averageValue = Money{123'456}; }, 1, 1);
    row(
        "a shorter ring", [](Playbook &book) { book.screening.shortRing = 5s; }, 1, 1);
}

void DocumentTest::oneEditIsOneLine()
{
    QFETCH(const std::function<void(Playbook &)>, edit);
    QFETCH(const int, gone);
    QFETCH(const int, come);
    Playbook book = preset(u"roofing"_s);
    const QList<QByteArray> before = write(book).split('\n');
    edit(book);
    const QList<QByteArray> after = write(book).split('\n');
    const auto without = [](QList<QByteArray> lines, const QList<QByteArray> &others) {
        for (const QByteArray &line : others)
            lines.removeOne(line);
        return lines.size();
    };
    QCOMPARE(without(before, after), gone);
    QCOMPARE(without(after, before), come);
}

// Nothing is mended on the way out: a form that lets such a value through hears where it is.
void DocumentTest::whatNoDocumentHoldsIsFound()
{
    Playbook book = preset(u"roofing"_s);
    book.steps[0].trueFor = 0min;
    book.steps[0].templates.insert(u"vip"_s, u"text_back"_s);
    book.lead.tag.clear();
    book.quietHours->end = QTime();
    book.screening.shortRing = 36'001s;
    const Result<Playbook> read = parse(write(book));
    QVERIFY(!read);
    const QString findings = read.error().what;
    for (const QString &path :
         {u"/steps/0/true_for: "_s, u"/steps/0/templates/vip: "_s, u"/lead/tag: "_s, u"/quiet_hours/end: "_s, u"/screening/short_ring: "_s})
        QVERIFY2(findings.contains(path), qPrintable(path + u'\n' + findings));
}

void DocumentTest::theSameHasNoChanges()
{
    const Playbook book = preset(u"recruiting"_s);
    QVERIFY(changes(book, book).isEmpty());
    QVERIFY(!changes(book, preset(u"roofing"_s)).isEmpty());
}

void DocumentTest::changesNameTheirPlaces_data()
{
    QTest::addColumn<std::function<void(Playbook &)>>("edit");
    QTest::addColumn<QList<Change>>("found");
    const auto row = [](const char *name, std::function<void(Playbook &)> edit, const QList<Change> &found) {
        QTest::newRow(name) << std::move(edit) << found;
    };
    row("a text", [](Playbook &book) { book.templates[1].text[u"es"_s] = u"Hola"_s; },
        {{.path = u"/templates/text_back_prior_customer/text/es"_s,
          .was = preset(u"roofing"_s).templates.at(1).text.value(u"es"_s),
          .is = u"Hola"_s}});
    row("a language that is new",
        [](Playbook &book) {
            book.outcomes[0].label = {{u"en"_s, u"Estimate scheduled"_s}};
        },
        {{.path = u"/outcomes/estimate_scheduled/label/es"_s, .was = u"Presupuesto agendado"_s, .is = {}}});
    row("no quiet hours", [](Playbook &book) { book.quietHours.reset(); },
        {{.path = u"/quiet_hours/start"_s, .was = u"21:00"_s, .is = {}},
         {.path = u"/quiet_hours/end"_s, .was = u"08:00"_s, .is = {}},
         {.path = u"/quiet_hours/state_rules"_s, .was = u"true"_s, .is = {}}});
    row("a phrase more and a phrase less",
        [](Playbook &book) {
            book.optOut.help.removeAll(u"INFO"_s);
            book.optOut.help.append(u"a/b"_s);
        },
        {{.path = u"/opt_out/help/INFO"_s, .was = u"INFO"_s, .is = {}}, {.path = u"/opt_out/help/a~1b"_s, .was = {}, .is = u"a/b"_s}});
    row("another order",
        [](Playbook &book) {
            book.optOut.help = {u"AYUDA"_s, u"HELP"_s, u"INFO"_s};
        },
        {{.path = u"/opt_out/help"_s, .was = u"HELP, INFO, AYUDA"_s, .is = u"AYUDA, HELP, INFO"_s}});
    row("a template more, before the others",
        [](Playbook &book) {
            book.templates.prepend({.id = u"x"_s, .text = {{u"en"_s, u"X"_s}}, .subject = {}});
        },
        {{.path = u"/templates/x/id"_s, .was = {}, .is = u"x"_s}, {.path = u"/templates/x/text/en"_s, .was = {}, .is = u"X"_s}});
    row("the owner hears later", [](Playbook &book) { book.callback.escalation[2].after = 50min; },
        {{.path = u"/callback/escalation/owner/after"_s, .was = u"45 min"_s, .is = u"50 min"_s}});
}

void DocumentTest::changesNameTheirPlaces()
{
    QFETCH(const std::function<void(Playbook &)>, edit);
    QFETCH(const QList<Change>, found);
    const Playbook before = preset(u"roofing"_s);
    Playbook after = before;
    edit(after);
    QStringList seen;
    const QList<Change> list = changes(before, after);
    for (const Change &change : list)
        seen.append(change.path + u": "_s + change.was + u" > "_s + change.is);
    QVERIFY2(list == found, qPrintable(seen.join(u'\n')));
}

void DocumentTest::twoOfANameAreToldApart()
{
    Playbook before = preset(u"roofing"_s);
    before.callback.escalation = {{.after = 5min, .to = u"next_person"_s}, {.after = 9min, .to = u"next_person"_s}};
    Playbook after = before;
    after.callback.escalation[1].after = 12min;
    QCOMPARE(changes(before, after),
             QList<Change>({{.path = u"/callback/escalation/next_person 2/after"_s, .was = u"9 min"_s, .is = u"12 min"_s}}));
}

void DocumentTest::changesStandInTheOrderOfTheDocument()
{
    const Playbook before = preset(u"roofing"_s);
    Playbook after = before;
    after.money.winPercent = 50;
    after.name = u"Roofs"_s;
    after.optOut.stop.removeFirst();
    after.templates.removeLast();
    QStringList tops;
    const QList<Change> list = changes(before, after);
    for (const Change &change : list)
        tops.append(change.path.section(u'/', 1, 1));
    tops.removeDuplicates();
    QCOMPARE(tops, (QStringList{u"name"_s, u"templates"_s, u"opt_out"_s, u"money"_s}));
}

QTEST_APPLESS_MAIN(DocumentTest)
#include "tst_document.moc"
