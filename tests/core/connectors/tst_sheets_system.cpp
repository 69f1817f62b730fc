#include "connectors/sheets/rows.h"
#include "support/fakesheets.h"
#include "support/leadrig.h"

#include <QTest>

#include <vector>

using namespace ringback;
using namespace ringback::connectors;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ringback::test::as;
using ringback::test::exampleFacts;
using ringback::test::exampleHeader;
using ringback::test::exampleNumber;
using ringback::test::FakeSheets;
using ringback::test::instantOf;
using Class = NotWritten::Class;
using Level = Finding::Level;

namespace {

using Rig = test::LeadRig<FakeSheets>;

const QJsonArray spanish{u"Cita"_s,   u"Notas"_s,       u"Teléfono"_s,     u"NOMBRE"_s,
                         u"Estado"_s, u"Id Ringback"_s, u"Valor ganado"_s, u"Ganado el"_s};

calls::LeadLink linkTo(const QString &record)
{
    return {.record = record, .lead = {}, .task = {}, .url = u"https://example.com/sheet"_s};
}

} // namespace

class TestSheetsSystem : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }

    void makesItsHeader();
    void findsColumnsByTheirWords();
    void addsItsIdBesideForeignColumns();
    void keepsOutOfForeignSheets();
    void writesNothingThatBecomesAFormula();
    void fillsOnlyWhatIsEmpty();
    void appendsNotes();
    void doesNotOverfillACell();
    void setsStatusAndAppointment();
    void showsTheCallback();
    void saysWhichColumnIsMissing();
    void bringsAStormTogether();
    void changesOneRowTwiceAtOnce();
    void findsRowsThatMoved();
    void repeatsALostAnswer_data();
    void repeatsALostAnswer();
    void judgesAnswers_data();
    void judgesAnswers();
    void readsTheWholeSheet();
    void readsNumbersInAllSpellings_data();
    void readsNumbersInAllSpellings();
    void readsWins();
    void readsTypedAmounts_data();
    void readsTypedAmounts();
    void readsNothingByHalves_data();
    void readsNothingByHalves();
    void renewsAnExpiredToken();
    void signsInByBrowser();
    void tests_data();
    void tests();
    void triesARecord();
    void saysWhatItCan();
    void givesUp();

private:
    void open(const QMap<QString, QString> &choices = {}, Milliseconds timeout = 5s);
    void openByBrowser();
    [[nodiscard]] WriteOutcome putLead(const QString &marker = u"rb-lead22222222"_s)
    {
        return m_rig->write(PutLead{exampleHeader(marker)});
    }

    std::unique_ptr<Rig> m_rig;
    settings::GoogleSheet m_sheet;
};

void TestSheetsSystem::init()
{
    m_rig = std::make_unique<Rig>();
    m_rig->secrets->values = {{u"key-file"_s, m_rig->fake.keyFile()}, {u"app-secret"_s, "desktop-secret"}};
    m_sheet = {.spreadsheetId = QString::fromLatin1(FakeSheets::spreadsheet()),
               .signIn = settings::GoogleSheet::SignIn::ServiceAccount,
               .credentialSecret = u"key-file"_s};
    open();
}

void TestSheetsSystem::open(const QMap<QString, QString> &choices, Milliseconds timeout)
{
    m_rig->open({.id = u"sheet"_s, .account = m_sheet, .choices = choices}, timeout);
}

void TestSheetsSystem::openByBrowser()
{
    m_sheet.signIn = settings::GoogleSheet::SignIn::Browser;
    m_sheet.clientId = u"desktop-app"_s;
    m_sheet.clientSecret = u"app-secret"_s;
    m_sheet.credentialSecret = u"refresh-token"_s;
    open();
}

void TestSheetsSystem::makesItsHeader()
{
    const std::optional<Written> written = as<Written>(putLead());
    QVERIFY(written);
    QCOMPARE(written->link.record, u"rb-lead22222222"_s);
    QVERIFY(written->link.isOurs);
    QCOMPARE(written->link.url, u"https://docs.google.com/spreadsheets/d/1AbC-dEf_0123456789"_s);
    const QList<QStringList> rows = m_rig->fake.rows();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows.at(0), QStringList({u"Ringback ID"_s, u"Called at"_s, u"Phone"_s, u"Name"_s, u"E-mail"_s, u"Language"_s, u"Kind"_s,
                                      u"Line"_s, u"Source"_s, u"Tag"_s, u"Status"_s, u"Missed calls"_s, u"Notes"_s, u"Call back by"_s,
                                      u"Call back: who"_s, u"Appointment"_s}));
    QCOMPARE(rows.at(1),
             QStringList({u"rb-lead22222222"_s, u"2026-11-20 12:00"_s, u"+12145550123"_s, u"Dana Reyes"_s, u"dana@example.com"_s, u"en"_s,
                          u"new_lead"_s, u"Main line"_s, u"hail campaign"_s, u"missed-call-automation"_s, u"needs_callback"_s, u"1"_s}));
    QVERIFY(as<Written>(putLead(u"rb-second222222"_s)));
    QCOMPARE(m_rig->fake.rows().size(), 3); // and the header only once
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestSheetsSystem::findsColumnsByTheirWords()
{
    m_rig->fake.setRows({{u"Llamadas 2026"_s}, {}, spanish});
    QVERIFY(as<Written>(putLead()));
    const QStringList row = m_rig->fake.rows().at(3);
    QCOMPARE(row.at(2), u"+12145550123"_s);
    QCOMPARE(row.at(3), u"Dana Reyes"_s);
    QCOMPARE(row.at(4), u"needs_callback"_s);
    QCOMPARE(row.at(5), u"rb-lead22222222"_s);
    QCOMPARE(m_rig->fake.rows().at(2).size(), spanish.size()); // nothing added to the header
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestSheetsSystem::addsItsIdBesideForeignColumns()
{
    m_rig->fake.setRows({{u"Phone"_s, u"Colour"_s}, {2145550124.0, u"red"_s}});
    QVERIFY(as<Written>(putLead()));
    const QList<QStringList> rows = m_rig->fake.rows();
    QCOMPARE(rows.at(0), QStringList({u"Phone"_s, u"Colour"_s, u"Ringback ID"_s}));
    QCOMPARE(rows.at(1), QStringList({u"2145550124"_s, u"red"_s}));
    QCOMPARE(rows.at(2), QStringList({u"+12145550123"_s, u""_s, u"rb-lead22222222"_s}));
    m_rig->fake.setRows({{u"Phone"_s, u"Colour"_s}});
    m_rig->fake.setGrid(10, 2); // no third column
    QCOMPARE(as<NotWritten>(putLead())->code, u"no_room"_s);
}

void TestSheetsSystem::keepsOutOfForeignSheets()
{
    const QList<QJsonArray> budget{{u"Month"_s, u"Rent"_s}, {u"May"_s, 1200}};
    m_rig->fake.setRows(budget);
    const std::optional<NotWritten> refused = as<NotWritten>(putLead());
    QCOMPARE(refused->kind, Class::Account);
    QCOMPARE(refused->code, u"no_phone_column"_s);
    QCOMPARE(m_rig->fake.rows().size(), 2);
    m_rig->fake.renameTab(u"Dana's leads"_s);
    QCOMPARE(as<NotWritten>(putLead())->code, u"no_such_tab"_s);
    m_sheet.sheet = u"Dana's leads"_s;
    open();
    m_rig->fake.setRows({});
    QVERIFY(as<Written>(putLead()));
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestSheetsSystem::writesNothingThatBecomesAFormula()
{
    LeadWriteHeader header = exampleHeader(u"rb-lead22222222"_s);
    header.facts.name = u"=HYPERLINK(\"http://evil.example.com\")"_s;
    QVERIFY(as<Written>(m_rig->write(PutLead{header}))); // the fake takes only RAW
    QCOMPARE(m_rig->fake.rows().at(1).at(3), header.facts.name);
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestSheetsSystem::fillsOnlyWhatIsEmpty()
{
    m_rig->fake.setRows({{u"Name"_s, u"Phone"_s, u"E-mail"_s, u"Status"_s}, {u"Mrs Reyes"_s, u"(214) 555-0123"_s, u""_s, u"regular"_s}});
    const std::optional<Written> written =
        as<Written>(m_rig->write(PutLead{exampleHeader(u"rb-lead22222222"_s, linkTo(u"tel:+12145550123"_s))}));
    QVERIFY(written);
    QCOMPARE(written->link, linkTo(u"tel:+12145550123"_s));
    const QList<QStringList> rows = m_rig->fake.rows();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows.at(1), QStringList({u"Mrs Reyes"_s, u"(214) 555-0123"_s, u"dana@example.com"_s, u"regular"_s}));
}

void TestSheetsSystem::appendsNotes()
{
    const calls::LeadLink link = as<Written>(putLead())->link;
    const AddNote first{exampleHeader(u"rb-first2222222"_s, link, u"Text sent."_s), calls::LeadNote::TextSent};
    const AddNote second{exampleHeader(u"rb-second222222"_s, link, u"Reply: yes"_s), calls::LeadNote::Reply};
    QVERIFY(as<Written>(m_rig->write(first)));
    QVERIFY(as<Written>(m_rig->write(second)));
    QVERIFY(as<Written>(m_rig->write(first))); // stands there already
    QCOMPARE(m_rig->fake.rows().at(1).at(12),
             u"2026-11-20 12:00 Text sent. [rb-first2222222]\n2026-11-20 12:00 Reply: yes [rb-second222222]"_s);
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestSheetsSystem::doesNotOverfillACell()
{
    const QString full(49'990, u'x');
    m_rig->fake.setRows({{u"Ringback ID"_s, u"Phone"_s, u"Notes"_s}, {u"rb-lead22222222"_s, u"+12145550123"_s, full}});
    const std::optional<NotWritten> refused = as<NotWritten>(m_rig->write(AddNote{exampleHeader(u"rb-a"_s, linkTo(u"rb-lead22222222"_s))}));
    QCOMPARE(refused->kind, Class::Write);
    QCOMPARE(refused->code, u"cell_full"_s);
    QCOMPARE(m_rig->fake.rows().at(1).at(2), full);
}

void TestSheetsSystem::setsStatusAndAppointment()
{
    open({{u"status.estimate_scheduled"_s, u"Booked"_s}});
    const calls::LeadLink link = as<Written>(putLead())->link;
    SetStatus status{.header = exampleHeader(u"rb-status222222"_s, link), .appointmentAt = instantOf(u"2026-11-23T15:30:00Z"_s)};
    status.header.facts.status = u"estimate_scheduled"_s;
    QVERIFY(as<NotFound>(m_rig->findWritten(status, m_rig->clock.now())));
    QVERIFY(as<Written>(m_rig->write(status)));
    QCOMPARE(m_rig->fake.rows().at(1).at(10), u"Booked"_s);
    QCOMPARE(m_rig->fake.rows().at(1).at(15), u"2026-11-23 09:30"_s);
    QVERIFY(as<Written>(m_rig->findWritten(status, m_rig->clock.now())));
}

void TestSheetsSystem::showsTheCallback()
{
    open({{u"user.chris"_s, u"Chris P."_s}});
    const calls::LeadLink link = as<Written>(putLead())->link;
    const PutTask task{.header = exampleHeader(u"rb-task22222222"_s, link),
                       .title = u"Call back"_s,
                       .dueAt = instantOf(u"2026-11-20T18:15:00Z"_s),
                       .assignee = u"chris"_s};
    QCOMPARE(as<Written>(m_rig->write(task))->link, link);
    QCOMPARE(m_rig->fake.rows().at(1).at(13), u"2026-11-20 12:15"_s);
    QCOMPARE(m_rig->fake.rows().at(1).at(14), u"Chris P."_s);
    QVERIFY(as<Written>(m_rig->write(CloseTask{.header = exampleHeader(u"rb-done22222222"_s, link), .outcome = {}})));
    QCOMPARE(m_rig->fake.rows().at(1).at(13), QString());
    QCOMPARE(m_rig->fake.rows().at(1).at(14), QString());
}

void TestSheetsSystem::saysWhichColumnIsMissing()
{
    m_rig->fake.setRows({{u"Ringback ID"_s, u"Phone"_s}, {u"rb-lead22222222"_s, u"+12145550123"_s}});
    const LeadWriteHeader header = exampleHeader(u"rb-a"_s, linkTo(u"rb-lead22222222"_s));
    const QList<std::pair<LeadWrite, QString>> writes{
        {AddNote{header}, u"Notes"_s},
        {SetStatus{.header = header}, u"Status"_s},
        {PutTask{.header = header, .title = {}, .dueAt = {}, .assignee = {}}, u"Call back by"_s}};
    for (const auto &[write, column] : writes) {
        const std::optional<NotWritten> refused = as<NotWritten>(m_rig->write(write));
        QVERIFY(refused);
        QCOMPARE(refused->kind, Class::Unable);
        QCOMPARE(refused->message, column);
    }
    const AddNote nobody{exampleHeader(u"rb-a"_s, linkTo(u"rb-gone22222222"_s))};
    QCOMPARE(as<NotWritten>(m_rig->write(nobody))->kind, Class::Gone);
}

void TestSheetsSystem::bringsAStormTogether()
{
    constexpr int calls = 100;
    std::vector<QCoro::Task<WriteOutcome>> writing;
    for (int i = 0; i < calls; ++i) {
        LeadWriteHeader header = exampleHeader(u"rb-storm%1"_s.arg(i));
        header.facts.number = exampleNumber(u"+121455501%1"_s.arg(i, 2, 10, QChar(u'0')));
        writing.push_back(m_rig->system->write(PutLead{header}));
    }
    QSet<QString> records;
    for (QCoro::Task<WriteOutcome> &each : writing) {
        const std::optional<Written> written = as<Written>(QCoro::waitFor(each));
        QVERIFY(written);
        records.insert(written->link.record);
    }
    QCOMPARE(records.size(), calls);
    QCOMPARE(m_rig->fake.rows().size(), calls + 1);
    QCOMPARE(m_rig->fake.asked(":append"), 3); // forty at once
    QVERIFY(m_rig->fake.requests().size() < 20);
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestSheetsSystem::changesOneRowTwiceAtOnce()
{
    const calls::LeadLink link = as<Written>(putLead())->link;
    QCoro::Task<WriteOutcome> first = m_rig->system->write(AddNote{exampleHeader(u"rb-first2222222"_s, link, u"One."_s)});
    QCoro::Task<WriteOutcome> second = m_rig->system->write(AddNote{exampleHeader(u"rb-second222222"_s, link, u"Two."_s)});
    QVERIFY(as<Written>(QCoro::waitFor(first)));
    QVERIFY(as<Written>(QCoro::waitFor(second)));
    const QString notes = m_rig->fake.rows().at(1).at(12);
    QVERIFY(notes.contains(u"One."_s) && notes.contains(u"Two."_s));
    QCOMPARE(m_rig->fake.asked("values:batchUpdate"), 2); // the header's, and one for both
}

void TestSheetsSystem::findsRowsThatMoved()
{
    const calls::LeadLink first = as<Written>(putLead())->link;
    LeadWriteHeader other = exampleHeader(u"rb-other2222222"_s);
    other.facts.number = exampleNumber(u"+12145550124");
    QVERIFY(as<Written>(m_rig->write(PutLead{other})));
    m_rig->fake.moveRow(2, 1); // sorted
    QVERIFY(as<Written>(m_rig->write(AddNote{exampleHeader(u"rb-note22222222"_s, first, u"Here."_s)})));
    QCOMPARE(m_rig->fake.rows().at(2).at(0), first.record);
    QVERIFY(m_rig->fake.rows().at(2).value(12).contains(u"Here."_s));
    QVERIFY(m_rig->fake.rows().at(1).value(12).isEmpty());
}

void TestSheetsSystem::repeatsALostAnswer_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<bool>("isError");
    for (const QString &kind : {u"new lead"_s, u"known lead"_s, u"note"_s, u"status"_s}) {
        QTest::newRow(qPrintable(kind + u": the answer was lost"_s)) << kind << false;
        QTest::newRow(qPrintable(kind + u": 500"_s)) << kind << true;
    }
}

void TestSheetsSystem::repeatsALostAnswer()
{
    QFETCH(QString, kind);
    QFETCH(bool, isError);
    m_rig->fake.setRows({{u"Ringback ID"_s, u"Phone"_s, u"Name"_s, u"Notes"_s, u"Status"_s}, {u""_s, u"214 555 0123"_s}});
    const LeadWriteHeader header =
        exampleHeader(u"rb-abcdefghijkl"_s, kind == "new lead"_L1 ? calls::LeadLink() : linkTo(u"tel:+12145550123"_s));
    LeadWrite write = PutLead{header};
    if (kind == "note"_L1)
        write = AddNote{header};
    if (kind == "status"_L1)
        write = SetStatus{.header = header};
    const QByteArray where = kind == "new lead"_L1 ? ":append" : "values:batchUpdate";
    if (isError)
        m_rig->fake.answer500AfterTakingNext(where);
    else
        m_rig->fake.dropAnswerAfterTakingNext(where);
    QVERIFY(as<Unknown>(m_rig->write(write)));
    const std::optional<Written> found = as<Written>(m_rig->findWritten(write, m_rig->clock.now()));
    QVERIFY(found);
    const QList<QStringList> rows = m_rig->fake.rows();
    QCOMPARE(as<Written>(m_rig->write(write))->link, found->link); // no double
    QCOMPARE(m_rig->fake.rows(), rows);
    QCOMPARE(rows.size(), kind == "new lead"_L1 ? 3 : 2);
    QCOMPARE(m_rig->fake.asked(where), 1);
    m_rig->fake.dropNext(where); // taken by nobody
    LeadWrite other = PutLead{exampleHeader(u"rb-other2222222"_s)};
    if (kind == "new lead"_L1) {
        QVERIFY(as<Unknown>(m_rig->write(other)));
        QVERIFY(as<NotFound>(m_rig->findWritten(other, m_rig->clock.now())));
    }
}

void TestSheetsSystem::judgesAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<std::optional<Class>>("kind");
    QTest::newRow("validation") << 400 << std::optional(Class::Write);
    QTest::newRow("not shared") << 403 << std::optional(Class::Account);
    QTest::newRow("no such spreadsheet") << 404 << std::optional(Class::Account);
    QTest::newRow("too often") << 429 << std::optional(Class::ForNow);
    QTest::newRow("server error") << 503 << std::optional<Class>();
}

void TestSheetsSystem::judgesAnswers()
{
    QFETCH(int, status);
    QFETCH(std::optional<Class>, kind);
    QVERIFY(as<Written>(putLead()));
    m_rig->fake.answerNext(status, R"({"error":{"code":1,"message":"Google's words","status":"SOMETHING"}})", ":append",
                           {{"Retry-After", "9"}});
    const WriteOutcome outcome = putLead(u"rb-second222222"_s);
    QCOMPARE(as<NotWritten>(outcome).has_value(), kind.has_value());
    if (kind) {
        QCOMPARE(as<NotWritten>(outcome)->kind, *kind);
        QCOMPARE(as<NotWritten>(outcome)->message, u"SOMETHING Google's words"_s);
        QCOMPARE(as<NotWritten>(outcome)->retryAfter, status == 429 ? std::optional<Milliseconds>(9s) : std::nullopt);
    } else {
        QVERIFY(as<Unknown>(outcome));
    }
}

void TestSheetsSystem::readsTheWholeSheet()
{
    QList<QJsonArray> rows{{u"Phone"_s, u"Name"_s, u"Ringback ID"_s, u"Kind"_s, u"Language"_s, u"E-mail"_s}};
    for (int i = 0; i < 6'000; ++i)
        rows.append({u"+1214556%1"_s.arg(i, 4, 10, QChar(u'0')), u"N%1"_s.arg(i)});
    rows[1] = {u"(214) 555-0123"_s, u"Dana"_s, u"rb-abcdefghijkl"_s, u"prior_customer"_s, u"ES"_s, u"Dana@Example.com"_s};
    rows[2] = {u"no number"_s, u"Somebody"_s};
    m_rig->fake.setRows(rows);
    const Result<LeadChanges> first = QCoro::waitFor(m_rig->system->changesSince({}));
    QVERIFY(first);
    QVERIFY(!first->isLast);
    QCOMPARE(first->records.size(), 4'999);
    QCOMPARE(first->total, std::optional(6'000));
    const calls::LeadRecord expected{.id = u"rb-abcdefghijkl"_s,
                                     .name = u"Dana"_s,
                                     .numbers = {exampleNumber()},
                                     .emails = {u"dana@example.com"_s},
                                     .kind = calls::ContactKind::PriorCustomer,
                                     .language = u"es"_s,
                                     .owner = {},
                                     .url = u"https://docs.google.com/spreadsheets/d/1AbC-dEf_0123456789"_s};
    QCOMPARE(first->records.constFirst(), expected);
    QCOMPARE(first->records.at(1).id, u"tel:+12145560002"_s);
    const Result<LeadChanges> second = QCoro::waitFor(m_rig->system->changesSince(first->cursor));
    QVERIFY(second && second->isLast);
    QCOMPARE(second->records.size(), 1'000);
    QCOMPARE(second->records.constLast().name, u"N5999"_s);
    QCOMPARE(second->cursor, QString());
    QCOMPARE(m_rig->fake.problems(), QStringList());
    m_rig->fake.setRows({});
    const Result<LeadChanges> empty = QCoro::waitFor(m_rig->system->changesSince({}));
    QVERIFY(empty && empty->isLast && empty->records.isEmpty());
    QVERIFY(m_rig->fake.rows().isEmpty()); // reading makes no header
}

void TestSheetsSystem::readsNumbersInAllSpellings_data()
{
    QTest::addColumn<QJsonValue>("cell");
    QTest::newRow("E.164") << QJsonValue(u"+12145550123"_s);
    QTest::newRow("as people write it") << QJsonValue(u"(214) 555-0123"_s);
    QTest::newRow("a number") << QJsonValue(2145550123.0);
    QTest::newRow("a number with the country") << QJsonValue(12145550123.0);
    QTest::newRow("dots") << QJsonValue(u"214.555.0123"_s);
}

void TestSheetsSystem::readsNumbersInAllSpellings()
{
    QFETCH(QJsonValue, cell);
    m_rig->fake.setRows({{u"Phone"_s, u"Notes"_s}, {cell}});
    const Result<LeadChanges> changes = QCoro::waitFor(m_rig->system->changesSince({}));
    QCOMPARE(changes->records.value(0).numbers, QList<calls::PhoneNumber>{exampleNumber()});
    QVERIFY(as<Written>(m_rig->write(AddNote{exampleHeader(u"rb-a"_s, linkTo(changes->records.value(0).id))})));
    QVERIFY(!m_rig->fake.rows().at(1).value(1).isEmpty());
}

void TestSheetsSystem::readsWins()
{
    m_rig->fake.setRows({spanish,
                         {u""_s, u""_s, u"2145550123"_s, u""_s, u""_s, u"rb-one222222222"_s, 12500.000000000002, u"2026-11-18"_s},
                         {u""_s, u""_s, u"2145550124"_s, u""_s, u""_s, u"rb-two222222222"_s, u"$8,000"_s},
                         {u""_s, u""_s, u"2145550125"_s, u""_s, u""_s, u"rb-three2222222"_s, u"maybe"_s},
                         {u""_s, u""_s, u"2145550126"_s, u""_s, u""_s, u"rb-four22222222"_s, 1, u"2026-10-01"_s}});
    const Instant since = instantOf(u"2026-11-01T00:00:00Z"_s);
    QList<calls::LeadLink> links;
    for (const QString &id : {u"rb-one222222222"_s, u"rb-two222222222"_s, u"rb-three2222222"_s, u"rb-four22222222"_s, u"rb-nobody"_s})
        links.append(linkTo(id));
    const auto wins = QCoro::waitFor(m_rig->system->wins({.links = links, .since = since}));
    QVERIFY(wins);
    QCOMPARE(wins->size(), 2);
    QCOMPARE(wins->at(0).record, u"rb-one222222222"_s);
    QCOMPARE(wins->at(0).amount, std::optional(Money{1250000}));
    QCOMPARE(wins->at(0).wonAt, instantOf(u"2026-11-18T12:00:00Z"_s));
    QCOMPARE(wins->at(1).amount, std::optional(Money{800000}));
    m_rig->fake.setRows({{u"Phone"_s, u"Ringback ID"_s}, {u"2145550123"_s, u"rb-one222222222"_s}}); // no such column
    QVERIFY(QCoro::waitFor(m_rig->system->wins({.links = links, .since = since}))->isEmpty());
}

void TestSheetsSystem::readsTypedAmounts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<std::optional<Money>>("amount");
    QTest::newRow("digits") << u"12500"_s << std::optional(Money{1250000});
    QTest::newRow("dollars") << u"$12,500.00"_s << std::optional(Money{1250000});
    QTest::newRow("thousands only") << u"12,500"_s << std::optional(Money{1250000});
    QTest::newRow("millions") << u"1,250,000"_s << std::optional(Money{125000000});
    QTest::newRow("Spanish") << u"12.500,50 €"_s << std::optional(Money{1250050});
    QTest::newRow("decimal comma") << u"99,5"_s << std::optional(Money{9950});
    QTest::newRow("cents") << u"0.01"_s << std::optional(Money{1});
    QTest::newRow("words") << u"TBD"_s << std::optional<Money>();
    QTest::newRow("short for thousands") << u"12k"_s << std::optional<Money>();
    QTest::newRow("nothing") << u""_s << std::optional<Money>();
    QTest::newRow("a dash") << u"-"_s << std::optional<Money>();
}

void TestSheetsSystem::readsTypedAmounts()
{
    QFETCH(QString, text);
    QFETCH(std::optional<Money>, amount);
    QCOMPARE(sheets::typedAmount(text), amount);
}

void TestSheetsSystem::readsNothingByHalves_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("no JSON") << 200 << "<html>"_ba << ErrorKind::Invalid;
    QTest::newRow("other ranges") << 200 << R"({"valueRanges":[{},{},{}]})"_ba << ErrorKind::Invalid;
    QTest::newRow("too much") << 200 << QByteArray(5 << 20, ' ') << ErrorKind::Transient;
    QTest::newRow("server error") << 500 << ""_ba << ErrorKind::Transient;
    QTest::newRow("not shared") << 403 << "{}"_ba << ErrorKind::Refused;
    QTest::newRow("no such spreadsheet") << 404 << "{}"_ba << ErrorKind::Refused;
}

void TestSheetsSystem::readsNothingByHalves()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    m_rig->fake.setRows({{u"Phone"_s}, {u"2145550123"_s}});
    m_rig->fake.answerNext(status, body, "batchGet");
    const Result<LeadChanges> changes = QCoro::waitFor(m_rig->system->changesSince({}));
    QVERIFY(!changes);
    QCOMPARE(changes.error().kind, kind);
    m_rig->fake.throttleNext(1, 0);
    QCOMPARE(QCoro::waitFor(m_rig->system->changesSince({}))->records.size(), 1); // asked again
}

void TestSheetsSystem::renewsAnExpiredToken()
{
    QVERIFY(as<Written>(putLead()));
    QCOMPARE(m_rig->fake.tokens(), 1);
    m_rig->fake.expireTokens();
    QVERIFY(as<Written>(putLead(u"rb-second222222"_s)));
    QCOMPARE(m_rig->fake.tokens(), 2);
    m_rig->clock.advance(1h); // a new assertion, with a new time
    m_rig->fake.setNow(toMs(m_rig->clock.now()) / 1000);
    QVERIFY(as<Written>(putLead(u"rb-third2222222"_s)));
    QCOMPARE(m_rig->fake.tokens(), 3);
    m_rig->fake.revoke();
    const std::optional<NotWritten> refused = as<NotWritten>(putLead(u"rb-fourth222222"_s));
    QCOMPARE(refused->kind, Class::Account);
    QCOMPARE(refused->code, u"revoked"_s);
}

void TestSheetsSystem::signsInByBrowser()
{
    const LeadSystemKind &kind = leadSystemKind(u"google_sheets"_s);
    QVERIFY(!kind.signInOf({.id = u"sheet"_s, .account = m_sheet}));
    openByBrowser();
    const settings::LeadConnection connection{.id = u"sheet"_s, .account = m_sheet, .choices = {}, .baseUrl = m_rig->fake.baseUrl()};
    const auto provider = kind.signInOf({.id = u"sheet"_s, .account = m_sheet});
    QVERIFY(provider);
    QCOMPARE(provider->authorizeUrl, "https://accounts.google.com/o/oauth2/v2/auth"_ba);
    QCOMPARE(provider->scope, "https://www.googleapis.com/auth/spreadsheets"_ba);
    const QList<std::pair<QByteArray, QByteArray>> more{{"access_type", "offline"}, {"prompt", "consent"}};
    QCOMPARE(provider->more, more);
    QCOMPARE(as<NotWritten>(putLead())->kind, Class::Account); // nobody has signed in yet

    const Surroundings surroundings{.network = m_rig->network, .clock = m_rig->clock, .timeout = 5s, .secrets = m_rig->secrets};
    const LoopbackSignIn::Grant grant{.code = "4/code-1", .verifier = "verifier", .redirectUri = "http://127.0.0.1:4711/"};
    QVERIFY(QCoro::waitFor(kind.keepSignIn(connection, surroundings, grant)));
    QCOMPARE(m_rig->secrets->values.value(u"refresh-token"_s), FakeSheets::refreshToken());
    open();
    QVERIFY(as<Written>(putLead()));
}

void TestSheetsSystem::tests_data()
{
    QTest::addColumn<QString>("trouble");
    QTest::addColumn<Check>("check");
    QTest::addColumn<QString>("problem");
    QTest::newRow("all well") << u""_s << Check::Credentials << u"ok"_s;
    QTest::newRow("an empty sheet") << u"empty"_s << Check::Credentials << u"ok"_s;
    QTest::newRow("not a key file") << u"file"_s << Check::Credentials << u"wrong"_s;
    QTest::newRow("a key that is none") << u"broken key"_s << Check::Credentials << u"wrong"_s;
    QTest::newRow("another key") << u"key"_s << Check::Credentials << u"wrong"_s;
    QTest::newRow("not shared") << u"shared"_s << Check::Credentials << u"no_right"_s;
    QTest::newRow("no such spreadsheet") << u"gone"_s << Check::Credentials << u"no_right"_s;
    QTest::newRow("no such tab") << u"tab"_s << Check::Choices << u"gone"_s;
    QTest::newRow("no column for numbers") << u"column"_s << Check::Choices << u"missing"_s;
    QTest::newRow("nobody there") << u"stopped"_s << Check::Credentials << u"not_reached"_s;
    QTest::newRow("nobody signed in") << u"signed in"_s << Check::Credentials << u"not_signed_in"_s;
}

void TestSheetsSystem::tests()
{
    QFETCH(QString, trouble);
    QFETCH(Check, check);
    QFETCH(QString, problem);
    m_rig->fake.setRows({{trouble == "column"_L1 ? u"Rent"_s : u"Phone"_s}, {u"2145550123"_s}});
    if (trouble == "empty"_L1)
        m_rig->fake.setRows({});
    if (trouble == "file"_L1)
        m_rig->secrets->values.insert(u"key-file"_s, R"({"type":"authorized_user"})");
    if (trouble == "broken key"_L1)
        m_rig->secrets->values.insert(u"key-file"_s, R"({"type":"service_account","client_email":"a@b","private_key":"-----BEGIN"})");
    if (trouble == "key"_L1)
        m_rig->secrets->values.insert(u"key-file"_s, m_rig->fake.otherKeyFile());
    if (trouble == "shared"_L1)
        m_rig->fake.unshare();
    if (trouble == "gone"_L1)
        m_rig->fake.removeSheet();
    if (trouble == "tab"_L1)
        m_rig->fake.renameTab(u"Leads 2026"_s);
    if (trouble == "stopped"_L1)
        m_rig->fake.stop();
    if (trouble == "signed in"_L1)
        openByBrowser();
    else
        open();
    const QList<QStringList> before = m_rig->fake.rows();
    const QList<Finding> findings = QCoro::waitFor(m_rig->system->test());
    QVERIFY(!findings.isEmpty());
    QCOMPARE(findings.constFirst().check, check);
    QCOMPARE(findings.constFirst().problem, problem);
    QCOMPARE(findings.constFirst().level == Level::Good, problem == "ok"_L1);
    QVERIFY(!findings.constFirst().detail.contains(u"PRIVATE"_s));
    QCOMPARE(m_rig->fake.rows(), before);
}

void TestSheetsSystem::triesARecord()
{
    QList<Finding> findings = QCoro::waitFor(m_rig->system->tryRecord(exampleFacts()));
    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings.constFirst().problem, u"ok"_s);
    QCOMPARE(m_rig->fake.rows().size(), 1); // the header stays, the row does not
    m_rig->fake.answerNext(403, "{}", "POST /v4/spreadsheets/" + FakeSheets::spreadsheet() + ":batchUpdate");
    findings = QCoro::waitFor(m_rig->system->tryRecord(exampleFacts()));
    QCOMPARE(findings.constFirst().problem, u"left_there"_s);
    m_rig->fake.answerNext(403, "{}", ":append");
    m_rig->clock.advance(1s);
    findings = QCoro::waitFor(m_rig->system->tryRecord(exampleFacts()));
    QCOMPARE(findings.constFirst().problem, u"no_right"_s);
    QCOMPARE(m_rig->fake.problems(), QStringList());
}

void TestSheetsSystem::saysWhatItCan()
{
    const LeadSystemKind &kind = leadSystemKind(u"google_sheets"_s);
    const LeadAbilities abilities = kind.abilities();
    QVERIFY(abilities.listsChanges && abilities.writesNotes && abilities.setsStatus && abilities.readsWins && abilities.removesRecords);
    QVERIFY(abilities.writesTasks && abilities.closesTasks);
    QVERIFY(!abilities.findsByNumber && !abilities.findsByEmail && !abilities.readsTasks);
    const QList<ChoiceSlot> expected{{.key = u"status.no_interest"_s, .list = {}}, {.key = u"user.dana"_s, .list = {}}};
    QCOMPARE(kind.choiceSlots({}, {u"no_interest"_s}, {u"dana"_s}), expected);
    QCOMPARE(QCoro::waitFor(m_rig->system->find({.number = exampleNumber(), .email = {}})).error().kind, ErrorKind::Refused);
    QCOMPARE(QCoro::waitFor(m_rig->system->tasks({})).error().kind, ErrorKind::Refused);
    m_rig->secrets->values.clear();
    open();
    QVERIFY(!m_rig->system);
}

void TestSheetsSystem::givesUp()
{
    QVERIFY(as<Written>(putLead()));
    m_rig->fake.stallNext(":append");
    QCoro::Task<WriteOutcome> writing = m_rig->system->write(PutLead{exampleHeader(u"rb-second222222"_s)});
    QTRY_COMPARE(m_rig->fake.stalled(), 1);
    QCoro::Task<WriteOutcome> waiting = m_rig->system->write(PutLead{exampleHeader(u"rb-waits2222222"_s)});
    m_rig->system->abandon();
    QVERIFY(as<Unknown>(QCoro::waitFor(writing)));
    QCOMPARE(as<NotWritten>(QCoro::waitFor(waiting))->kind, Class::ForNow); // never left
    QCOMPARE(m_rig->fake.asked(":append"), 2);
    QVERIFY(as<Written>(putLead(u"rb-third2222222"_s))); // and goes on
}

QTEST_GUILESS_MAIN(TestSheetsSystem)
#include "tst_sheets_system.moc"
