#include "desk/playbookwork.h"

#include "audit/trail.h"
#include "desk/officework.h"
#include "engine/office.h"
#include "store/gateways.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <array>
#include <barrier>
#include <functional>
#include <memory>
#include <thread>

using namespace ringback;
using namespace ringback::desk;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using playbook::Playbook;
using test::must;
using test::rowsOf;
using test::valueOf;
using Why = PlaybookRefusal::Why;

/// What people do with texts and rules, on both databases.
class TestPlaybookWork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { test::addDatabaseRows(); }
    void init();
    void cleanup();

    void makesAVersionThatHolds();
    void theTrailTellsWhatChanged();
    void manyChangesAreCounted();
    void theSameAgainAddsNoVersion();
    void turnsDown_data();
    void turnsDown();
    void namesEveryPlace();
    void keepsWhatBookingPagesNeed();
    void ofTwoWhoSaveOneIsTold();
    void listsVersions();
    void theCommandLinesVersionIsNobodys();
    void anImportedSetupKeepsTheRules();
    void rollsBack();
    void rollsBackOnlyWhatIsThereAndStillHolds();
    void aDraftSurvives();
    void aDraftIsOnesOwn();
    void aDraftFallsBehind();
    void draftsAreForWhoMayEdit();
    void readsAFile();

private:
    [[nodiscard]] engine::Office office() { return *must(engine::loadOffice(*m_database)); }
    [[nodiscard]] Playbook edited(const std::function<void(Playbook &)> &edit)
    {
        Playbook book = office().playbook;
        edit(book);
        return book;
    }
    [[nodiscard]] Playbook quicker()
    {
        return edited([](Playbook &book) { book.dedupWindow = 2h; });
    }
    [[nodiscard]] QString versionsStored() { return valueOf(*m_database, u"SELECT COUNT(*) FROM playbooks"_s); }
    [[nodiscard]] QJsonObject lastDetail()
    {
        return QJsonDocument::fromJson(valueOf(*m_database, u"SELECT detail FROM audit ORDER BY sequence DESC LIMIT 1"_s).toUtf8())
            .object();
    }

    test::TestClock m_clock;
    std::unique_ptr<test::TestDatabase> m_place;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<PlaybookWork> m_work;
};

void TestPlaybookWork::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_place = std::make_unique<test::TestDatabase>(dialect);
    m_database = m_place->open();
    test::storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) {
        setup.staff.append({.id = u"ana"_s, .name = u"Ana Cruz"_s, .role = calls::Role::Admin});
        setup.staff.append({.id = u"lee"_s, .name = u"Lee Park"_s, .role = calls::Role::Admin, .suspended = true});
    });
    m_work = std::make_unique<PlaybookWork>(*m_database, m_clock);
}

void TestPlaybookWork::cleanup()
{
    m_work.reset();
    m_database.reset();
    m_place.reset();
}

void TestPlaybookWork::makesAVersionThatHolds()
{
    const Playbook before = office().playbook;
    const Playbook wanted = quicker();
    m_clock.advance(5min);
    const PlaybookAnswer<PlaybookVersion> made =
        m_work->makeLive({.playbook = wanted, .before = 1, .note = u" Two hours\nare enough "_s}, u"ana"_s);
    QVERIFY2(made, made ? "" : qPrintable(made.error().detail));
    const PlaybookVersion expected{
        .version = 2, .savedAt = m_clock.now(), .staff = u"ana"_s, .who = u"Ana Cruz"_s, .note = u"Two hours are enough"_s};
    QVERIFY(*made == expected);
    const engine::Office now = office();
    QVERIFY(now.playbook == wanted);
    QCOMPARE(now.playbookVersion, 2);
    QVERIFY(*m_work->at(1, u"dana"_s) == before); // what was stays
    QVERIFY(*m_work->at(2, u"dana"_s) == wanted);
    QCOMPARE(*m_work->document(2, u"dana"_s), playbook::write(wanted));
}

void TestPlaybookWork::theTrailTellsWhatChanged()
{
    const Playbook wanted = edited([](Playbook &book) {
        book.dedupWindow = 2h;
        book.templates[0].text[u"en"_s] = u"Hi, {{company_name}} here. Reply STOP to opt out"_s;
    });
    const QString was = office().playbook.templates.at(0).text.value(u"en"_s);
    QVERIFY(m_work->makeLive({.playbook = wanted, .before = 1, .note = u"shorter"_s}, u"ana"_s).has_value());
    QCOMPARE(rowsOf(*m_database, u"SELECT actor, action, subject FROM audit WHERE actor LIKE 'staff:%'"_s),
             QStringList{u"staff:ana playbook_changed playbook:roofing"_s});
    const QJsonObject detail = lastDetail();
    const QJsonArray changed{QJsonObject{{u"path"_s, u"/dedup_window"_s}, {u"was"_s, u"4 h"_s}, {u"is"_s, u"2 h"_s}},
                             QJsonObject{{u"path"_s, u"/templates/text_back/text/en"_s},
                                         {u"was"_s, was},
                                         {u"is"_s, wanted.templates.at(0).text.value(u"en"_s)}}};
    QCOMPARE(detail,
             (QJsonObject{
                 {u"playbook"_s, u"roofing"_s}, {u"version"_s, 2}, {u"before"_s, 1}, {u"note"_s, u"shorter"_s}, {u"changed"_s, changed}}));
    QVERIFY(!must(audit::verify(*m_database)).firstBad);
}

void TestPlaybookWork::manyChangesAreCounted()
{
    const Playbook wanted = edited([](Playbook &book) {
        for (int i = 0; i < 130; ++i)
            book.optOut.courtesy.append(u"phrase number %1"_s.arg(i));
    });
    QVERIFY(m_work->makeLive({.playbook = wanted, .before = 1}, u"ana"_s).has_value());
    QCOMPARE(lastDetail().value("changed"_L1).toArray().size(), 100);
    QCOMPARE(lastDetail().value("more_changes"_L1).toInt(), 30);
}

void TestPlaybookWork::theSameAgainAddsNoVersion()
{
    const QString rows = valueOf(*m_database, u"SELECT COUNT(*) FROM audit"_s);
    QVERIFY(m_work->saveDraft({.playbook = quicker(), .before = 1}, u"ana"_s).has_value());
    const PlaybookAnswer<PlaybookVersion> made = m_work->makeLive({.playbook = office().playbook, .before = 1, .note = u"x"_s}, u"ana"_s);
    QVERIFY(made.has_value());
    QCOMPARE(made->version, 1);
    QCOMPARE(versionsStored(), u"1"_s);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM audit"_s), rows);
    QVERIFY(!m_work->draft(u"ana"_s)->has_value()); // nothing is left to be worked on
}

void TestPlaybookWork::turnsDown_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("why");
    QTest::newRow("nobody") << u"zoe"_s << 1 << int(Why::NoSuchPerson);
    QTest::newRow("a rep") << u"dana"_s << 1 << int(Why::NotAllowed);
    QTest::newRow("an admin who is suspended") << u"lee"_s << 1 << int(Why::NotAllowed);
    QTest::newRow("a version that is not live") << u"ana"_s << 0 << int(Why::ChangedMeanwhile);
    QTest::newRow("a version to come") << u"ana"_s << 2 << int(Why::ChangedMeanwhile);
}

void TestPlaybookWork::turnsDown()
{
    QFETCH(const QString, who);
    QFETCH(const int, before);
    QFETCH(const int, why);
    const QString rows = valueOf(*m_database, u"SELECT COUNT(*) FROM audit"_s);
    const PlaybookAnswer<PlaybookVersion> made = m_work->makeLive({.playbook = quicker(), .before = before}, who);
    QVERIFY(!made.has_value());
    QCOMPARE(int(made.error().why), why);
    const PlaybookAnswer<PlaybookVersion> back = m_work->rollBack(1, before, {}, who);
    QVERIFY(!back.has_value());
    QCOMPARE(int(back.error().why), why);
    QCOMPARE(versionsStored(), u"1"_s);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM audit"_s), rows);
}

void TestPlaybookWork::namesEveryPlace()
{
    const Playbook wanted = edited([](Playbook &book) {
        book.id = u"roofs"_s;
        book.templates[0].text[u"es"_s] = u"Hola {{frist_name}}"_s;
        book.steps[0].templates[u"storm"_s] = u"hail"_s;
    });
    const PlaybookAnswer<PlaybookVersion> made = m_work->makeLive({.playbook = wanted, .before = 1, .note = QString(201, u'n')}, u"pat"_s);
    QVERIFY(!made.has_value());
    QCOMPARE(made.error().why, Why::Invalid);
    const QList<PlaybookFinding> expected{
        {.path = u"/templates/0/text/es"_s, .what = u"unknown field 'frist_name' at character 6; did you mean 'first_name'?"_s},
        {.path = u"/steps/0/templates/storm"_s, .what = u"no template has this id"_s},
        {.path = u"/id"_s, .what = u"must stay as it is: settings and reports know the playbook by it"_s},
        {.path = u"/note"_s, .what = u"at most 200 characters"_s}};
    QVERIFY2(made.error().findings == expected, qPrintable(made.error().detail));
    QVERIFY(findingsOf(wanted) == expected.first(2)); // what a form can ask for while somebody types
    QVERIFY(findingsOf(office().playbook).isEmpty());
    QCOMPARE(versionsStored(), u"1"_s);
}

void TestPlaybookWork::keepsWhatBookingPagesNeed()
{
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        settings::Setup setup = office().setup;
        setup.bookingPages.append({.id = u"calendly"_s, .signingSecret = u"calendly-key"_s, .outcome = u"repair_booked"_s});
        must(store::OfficeGateway(*m_database).addSetup(transaction, settings::toJson(setup), m_clock.now()));
        must(transaction.commit());
    }
    const auto without = [this](const QString &id) {
        return edited([id](Playbook &book) { book.outcomes.removeIf([id](const playbook::Outcome &each) { return each.id == id; }); });
    };
    const PlaybookAnswer<PlaybookVersion> made = m_work->makeLive({.playbook = without(u"repair_booked"_s), .before = 1}, u"ana"_s);
    QVERIFY(!made.has_value());
    QVERIFY(made.error().findings ==
            QList<PlaybookFinding>({{.path = u"/outcomes"_s, .what = u"the booking page 'calendly' needs the outcome 'repair_booked'"_s}}));
    QVERIFY(m_work->makeLive({.playbook = without(u"hired_another"_s), .before = 1}, u"ana"_s).has_value());
}

void TestPlaybookWork::ofTwoWhoSaveOneIsTold()
{
    std::barrier atOnce(2);
    std::array<std::optional<PlaybookAnswer<PlaybookVersion>>, 2> answers;
    const std::array<Playbook, 2> wanted = {quicker(), edited([](Playbook &book) { book.repeatsForPriority = 5; })};
    const auto save = [&](size_t which, const QString &who) {
        const std::unique_ptr<store::Database> database = m_place->open();
        PlaybookWork work(*database, m_clock);
        atOnce.arrive_and_wait();
        answers.at(which) = work.makeLive({.playbook = wanted.at(which), .before = 1}, who);
    };
    std::thread pat(save, 0, u"pat"_s);
    std::thread ana(save, 1, u"ana"_s);
    pat.join();
    ana.join();
    const size_t first = answers.at(0)->has_value() ? 0 : 1;
    QVERIFY(answers.at(first)->has_value() && !answers.at(1 - first)->has_value());
    const PlaybookRefusal refusal = answers.at(1 - first)->error();
    QCOMPARE(refusal.why, Why::ChangedMeanwhile);
    QCOMPARE(refusal.version, 2);
    QCOMPARE(refusal.who, first == 0 ? u"Pat Lee"_s : u"Ana Cruz"_s);
    QVERIFY(office().playbook == wanted.at(first));
    QCOMPARE(versionsStored(), u"2"_s);
}

void TestPlaybookWork::listsVersions()
{
    for (int hours = 5; hours < 9; ++hours) {
        m_clock.advance(1min);
        const Playbook book = edited([hours](Playbook &each) { each.dedupWindow = std::chrono::hours(hours); });
        QVERIFY(m_work->makeLive({.playbook = book, .before = hours - 4, .note = u"%1 hours"_s.arg(hours)}, u"ana"_s).has_value());
    }
    const auto notes = [](const PlaybookAnswer<QList<PlaybookVersion>> &list) {
        QStringList said;
        for (const PlaybookVersion &each : *list)
            said.append(u"%1 %2 %3"_s.arg(each.version).arg(each.who, each.note));
        return said;
    };
    QCOMPARE(notes(m_work->versions(u"dana"_s)),
             (QStringList{u"5 Ana Cruz 8 hours"_s, u"4 Ana Cruz 7 hours"_s, u"3 Ana Cruz 6 hours"_s, u"2 Ana Cruz 5 hours"_s, u"1  "_s}));
    QCOMPARE(m_work->versions(u"dana"_s)->first().savedAt, m_clock.now());
    QCOMPARE(notes(m_work->versions(u"dana"_s, 2)), (QStringList{u"5 Ana Cruz 8 hours"_s, u"4 Ana Cruz 7 hours"_s}));
    QCOMPARE(notes(m_work->versions(u"dana"_s, 2, 4)), (QStringList{u"3 Ana Cruz 6 hours"_s, u"2 Ana Cruz 5 hours"_s}));
    QVERIFY(m_work->versions(u"dana"_s, 2, 1)->isEmpty());
    QCOMPARE(m_work->versions(u"zoe"_s).error().why, Why::NoSuchPerson);
    QCOMPARE(m_work->at(6, u"dana"_s).error().why, Why::NoSuchVersion);
    QCOMPARE(m_work->document(0, u"dana"_s).error().why, Why::NoSuchVersion);
}

void TestPlaybookWork::theCommandLinesVersionIsNobodys()
{
    settings::Setup other = office().setup;
    other.playbook = u"recruiting"_s;
    other.bookingPages.clear();
    must(importSetup(*m_database, settings::toJson(other), false, m_clock.now()));
    QCOMPARE(valueOf(*m_database, u"SELECT saved_by FROM playbooks WHERE version = 2"_s), u"command"_s);
    other.playbook = u"roofing"_s;
    must(importSetup(*m_database, settings::toJson(other), false, m_clock.now(), u"pat"_s));
    const PlaybookAnswer<QList<PlaybookVersion>> list = m_work->versions(u"pat"_s);
    QCOMPARE(list->at(0).who, u"Pat Lee"_s);
    QVERIFY(list->at(1).staff.isEmpty() && list->at(1).who.isEmpty());
}

// A setup file names the preset that the rules began as: bringing it in again must not undo what people made of them.
void TestPlaybookWork::anImportedSetupKeepsTheRules()
{
    const Playbook wanted = quicker();
    QVERIFY(m_work->makeLive({.playbook = wanted, .before = 1}, u"ana"_s).has_value());
    settings::Setup other = office().setup;
    other.company.name = u"Another name"_s;
    QVERIFY(must(importSetup(*m_database, settings::toJson(other), false, m_clock.now())).changed);
    QVERIFY(office().playbook == wanted);
    QCOMPARE(office().playbookVersion, 2);
}

void TestPlaybookWork::rollsBack()
{
    const Playbook first = office().playbook;
    QVERIFY(m_work->makeLive({.playbook = quicker(), .before = 1}, u"ana"_s).has_value());
    const Playbook onTheDesk = edited([](Playbook &book) { book.name = u"Roofs"_s; });
    QVERIFY(m_work->saveDraft({.playbook = onTheDesk, .before = 2}, u"pat"_s).has_value());
    const PlaybookAnswer<PlaybookVersion> back = m_work->rollBack(1, 2, u"people wrote twice"_s, u"pat"_s);
    QVERIFY2(back, back ? "" : qPrintable(back.error().detail));
    QCOMPARE(back->version, 3); // history stays as it was
    QCOMPARE(back->who, u"Pat Lee"_s);
    QVERIFY(office().playbook == first);
    QCOMPARE(office().playbookVersion, 3);
    const QJsonObject detail = lastDetail();
    QCOMPARE(detail.value("rolled_back_to"_L1).toInt(), 1);
    QCOMPARE(detail.value("changed"_L1).toArray().first().toObject().value("is"_L1).toString(), u"4 h"_s);
    QVERIFY(m_work->draft(u"pat"_s)->has_value());
}

void TestPlaybookWork::rollsBackOnlyWhatIsThereAndStillHolds()
{
    must(m_database->change(u"UPDATE playbooks SET document = '{\"id\": \"roofing\"}' WHERE version = 1"_s)); // as if of another time
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::OfficeGateway(*m_database)
                 .addPlaybook(transaction, u"roofing"_s, must(playbook::presetDocument(u"roofing"_s)), m_clock.now()));
        must(transaction.commit());
    }
    QCOMPARE(m_work->rollBack(9, 2, {}, u"pat"_s).error().why, Why::NoSuchVersion);
    const PlaybookAnswer<PlaybookVersion> back = m_work->rollBack(1, 2, {}, u"pat"_s);
    QVERIFY(!back.has_value());
    QCOMPARE(back.error().why, Why::Invalid);
    QVERIFY(back.error().findings.contains({.path = u"/steps"_s, .what = u"is missing"_s}));
    QCOMPARE(m_work->at(1, u"pat"_s)->id, u"roofing"_s); // may be looked at all the same
    QCOMPARE(versionsStored(), u"2"_s);
}

void TestPlaybookWork::aDraftSurvives()
{
    const Playbook halfTyped = edited([](Playbook &book) {
        book.name.clear();
        book.templates[0].text[u"en"_s] = u"Hi {{first_na"_s;
        book.steps[0].trueFor = 0min;
        book.quietHours->end = QTime();
        book.outcomes[0].attempts = 0;
        book.optOut.courtesy.clear();
        book.callback.routes[u"vip"_s] = {.note = u"half"_s};
        book.steps.append({.id = {}, .after = 40'000s});
    });
    m_clock.advance(1min);
    QVERIFY(m_work->saveDraft({.playbook = halfTyped, .before = 1}, u"ana"_s).has_value());
    const std::unique_ptr<store::Database> again = m_place->open();
    const PlaybookAnswer<std::optional<PlaybookDraft>> draft = PlaybookWork(*again, m_clock).draft(u"ana"_s);
    QVERIFY(draft.has_value() && draft->has_value());
    QVERIFY(**draft == PlaybookDraft({.playbook = halfTyped, .before = 1, .savedAt = m_clock.now(), .isBehind = false}));
    QVERIFY(!findingsOf(halfTyped).isEmpty());
    QCOMPARE(m_work->makeLive({.playbook = halfTyped, .before = 1}, u"ana"_s).error().why, Why::Invalid);
    QVERIFY(m_work->draft(u"ana"_s)->has_value()); // also after it was turned down
    QCOMPARE(rowsOf(*m_database, u"SELECT action FROM audit WHERE actor LIKE 'staff:%'"_s), QStringList());
}

void TestPlaybookWork::aDraftIsOnesOwn()
{
    QVERIFY(!m_work->draft(u"ana"_s)->has_value());
    QVERIFY(m_work->saveDraft({.playbook = quicker(), .before = 1}, u"ana"_s).has_value());
    const Playbook other = edited([](Playbook &book) { book.name = u"Roofs"_s; });
    QVERIFY(m_work->saveDraft({.playbook = other, .before = 1}, u"pat"_s).has_value());
    const Playbook later = edited([](Playbook &book) { book.dedupWindow = 3h; });
    QVERIFY(m_work->saveDraft({.playbook = later, .before = 1}, u"ana"_s).has_value()); // in the place of the one before
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM playbook_drafts"_s), u"2"_s);
    QVERIFY((*m_work->draft(u"ana"_s))->playbook == later);
    QVERIFY(m_work->makeLive({.playbook = later, .before = 1}, u"ana"_s).has_value());
    QVERIFY(!m_work->draft(u"ana"_s)->has_value());
    QVERIFY((*m_work->draft(u"pat"_s))->playbook == other);
    QVERIFY(*m_work->dropDraft(u"pat"_s));
    QVERIFY(!*m_work->dropDraft(u"pat"_s));
    QVERIFY(!m_work->draft(u"pat"_s)->has_value());
}

void TestPlaybookWork::aDraftFallsBehind()
{
    QVERIFY(m_work->saveDraft({.playbook = quicker(), .before = 1}, u"pat"_s).has_value());
    QVERIFY(!(*m_work->draft(u"pat"_s))->isBehind);
    const Playbook other = edited([](Playbook &book) { book.name = u"Roofs"_s; });
    QVERIFY(m_work->makeLive({.playbook = other, .before = 1}, u"ana"_s).has_value());
    const PlaybookDraft draft = **m_work->draft(u"pat"_s);
    QVERIFY(draft.isBehind);
    QCOMPARE(draft.before, 1);
    const PlaybookRefusal refusal = m_work->makeLive({.playbook = draft.playbook, .before = draft.before}, u"pat"_s).error();
    QCOMPARE(refusal.why, Why::ChangedMeanwhile);
    QCOMPARE(refusal.who, u"Ana Cruz"_s);
}

void TestPlaybookWork::draftsAreForWhoMayEdit()
{
    QCOMPARE(m_work->saveDraft({.playbook = quicker(), .before = 1}, u"dana"_s).error().why, Why::NotAllowed);
    QCOMPARE(m_work->saveDraft({.playbook = quicker(), .before = 1}, u"zoe"_s).error().why, Why::NoSuchPerson);
    QCOMPARE(m_work->saveDraft({.playbook = quicker(), .before = 7}, u"ana"_s).error().why, Why::NoSuchVersion);
    QCOMPARE(m_work->draft(u"dana"_s).error().why, Why::NotAllowed);
    QCOMPARE(m_work->dropDraft(u"lee"_s).error().why, Why::NotAllowed);
    const Playbook huge = edited([](Playbook &book) { book.name = QString(1 << 20, u'x'); });
    QCOMPARE(m_work->saveDraft({.playbook = huge, .before = 1}, u"ana"_s).error().why, Why::Invalid);
    QCOMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM playbook_drafts"_s), u"0"_s);
}

void TestPlaybookWork::readsAFile()
{
    QVERIFY(*readPlaybook(playbook::write(quicker())) == quicker());
    const PlaybookAnswer<Playbook> broken = readPlaybook("{\n \"id\": 3,");
    QVERIFY(!broken.has_value());
    QCOMPARE(broken.error().why, Why::Invalid);
    QVERIFY(broken.error().findings.first().path.isEmpty());
    QVERIFY2(broken.error().findings.first().what.startsWith("not JSON at line 2"_L1), qPrintable(broken.error().findings.first().what));
}

QTEST_GUILESS_MAIN(TestPlaybookWork)
#include "tst_playbookwork.moc"
