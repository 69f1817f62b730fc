#include "connections/signindialog.h"
#include "mainwindow.h"
#include "people/calendardialog.h"
#include "people/calendarrow.h"
#include "people/calendarsdialog.h"
#include "people/calendarwords.h"
#include "people/linesdialog.h"
#include "people/peoplemodel.h"
#include "people/peoplepage.h"
#include "people/peoplewords.h"
#include "people/persondialog.h"
#include "people/presencepicker.h"
#include "people/teamdialog.h"
#include "people/trialdialog.h"
#include "people/unstaffedbanner.h"
#include "people/untildialog.h"
#include "people/whylist.h"
#include "peoplesamples.h"
#include "queue/queuemodel.h"
#include "widgets/confirmdialog.h"
#include "widgets/noticebar.h"
#include "widgets/rowsview.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QTimeEdit>

using namespace ringback;
using namespace ringback::ui;
using namespace Qt::StringLiterals;

class TestPeoplePage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void statesInWords_data();
    void statesInWords();
    void weeksInWords_data();
    void weeksInWords();
    void everyStandingHasWords();
    void whyInSentences();
    void whyOfSomebodyWhoHasLeft();
    void everyRefusalHasASentence();
    void theModelKeepsItsPromises();
    void aTeamAlone();
    void aNewPersonIsAskedToBeSaved();
    void aPersonIsGivenBackAsTheyWere();
    void wrongFields_data();
    void wrongFields();
    void theLastOwnerIsRefusedInTheForm();
    void repsAreTold();
    void adminsMakeNoOwners();
    void removingSaysWhatFollows();
    void aTeamIsAskedToBeSaved();
    void linesAreSavedOneAfterAnother();
    void theTrialAsksAndAnswers();
    void presenceIsSaid();
    void presenceUntilATime();
    void calendarsAreAskedToBeSaved();
    void calendarsSayHowTheyAre();
    void myCalendarsWhateverMyRole();
    void theQueueShowsWhetherTheyAreHere();
    void theConversationSaysWhy();
    void theBannerSaysWhoWaits();
    void everyControlHasAName();

private:
    [[nodiscard]] Telling telling() const { return {m_office, m_clock.now()}; }
    std::unique_ptr<PeoplePage> page(const QString &me = u"pat"_s)
    {
        auto made = std::make_unique<PeoplePage>(m_clock);
        made->resize(1100, 800);
        made->setOffice(m_office);
        made->setMe(me);
        made->setPeople(samples::people(m_clock.now()));
        made->show();
        return made;
    }
    template <class T>
    static T *child(QWidget *of, const QString &name)
    {
        T *const found = of->findChild<T *>(name);
        if (found == nullptr)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    static void click(QWidget *of, const QString &button) { QTest::mouseClick(child<QPushButton>(of, button), Qt::LeftButton); }
    static QString notice(QWidget *of) { return child<NoticeBar>(of, u"notice"_s)->text(); }
    // As Enter on the row does it.
    static PersonDialog *edit(PeoplePage &page, int row)
    {
        auto *const view = child<RowsView>(&page, u"people"_s);
        view->selectRow(row);
        QTest::keyClick(view, Qt::Key_Return);
        return page.findChild<PersonDialog *>();
    }

    samples::FixedClock m_clock;
    board::Office m_office = samples::officeWithAdmin();
};

void TestPeoplePage::statesInWords_data()
{
    using board::Basis;
    using board::Readiness;
    QTest::addColumn<int>("readiness");
    QTest::addColumn<int>("basis");
    QTest::addColumn<int>("minutesOn"); // -1 = not known
    QTest::addColumn<QString>("words");
    const auto row = [](Readiness readiness, Basis basis, int minutesOn, const QString &words) {
        QTest::newRow(qPrintable(words)) << int(readiness) << int(basis) << minutesOn << words;
    };
    row(Readiness::Here, Basis::Console, 157, u"Here"_s);
    row(Readiness::NotKnown, Basis::Nothing, -1, u"On shift"_s);
    row(Readiness::NotKnown, Basis::UnreadableCalendar, -1, u"Not known"_s);
    row(Readiness::Busy, Basis::Calendar, 67, u"Busy until 3:29 PM"_s);
    row(Readiness::Busy, Basis::Person, -1, u"Busy"_s);
    row(Readiness::Away, Basis::Person, 97, u"Away until 3:59 PM"_s);
    row(Readiness::OnLeave, Basis::Calendar, 12 * 24 * 60, u"On leave until Jun 1"_s);
    row(Readiness::OffShift, Basis::Shift, 17 * 60 + 38, u"Off shift until tomorrow 8:00 AM"_s);
    row(Readiness::Suspended, Basis::Nothing, -1, u"Suspended"_s);
}

void TestPeoplePage::statesInWords()
{
    QFETCH(int, readiness);
    QFETCH(int, basis);
    QFETCH(int, minutesOn);
    QFETCH(QString, words);
    board::Availability availability{.readiness = static_cast<board::Readiness>(readiness), .basis = static_cast<board::Basis>(basis)};
    if (minutesOn >= 0)
        availability.until = m_clock.now() + std::chrono::minutes(minutesOn);
    QCOMPARE(readinessMark(availability, telling()).text, words);
}

void TestPeoplePage::weeksInWords_data()
{
    QTest::addColumn<QList<calls::Shift>>("shifts");
    QTest::addColumn<QString>("words");
    const auto shift = [](QList<int> days, QTime from, QTime to) {
        return calls::Shift{.days = std::move(days), .from = from, .to = to};
    };
    const auto row = [](const QList<calls::Shift> &shifts, const QString &words) {
        QTest::newRow(qPrintable(words)) << shifts << words;
    };
    row({}, u"Any time"_s);
    row({shift({1, 2, 3, 4, 5}, QTime(8, 0), QTime(17, 0))}, u"Mon–Fri 8:00 AM–5:00 PM"_s);
    row({shift({1, 3, 5}, QTime(8, 0), QTime(12, 30))}, u"Mon, Wed, Fri 8:00 AM–12:30 PM"_s);
    row({shift({1, 2, 4, 5, 6, 7}, QTime(22, 0), QTime(6, 0))}, u"Mon, Tue, Thu–Sun 10:00 PM–6:00 AM"_s);
    row({shift({1, 2, 3}, QTime(8, 0), QTime(17, 0)), shift({6}, QTime(9, 0), QTime(13, 0))},
        u"Mon–Wed 8:00 AM–5:00 PM; Sat 9:00 AM–1:00 PM"_s);
    row({shift({7}, QTime(8, 0), QTime(8, 0))}, u"Sun all day from 8:00 AM"_s);
}

void TestPeoplePage::weeksInWords()
{
    QFETCH(QList<calls::Shift>, shifts);
    QFETCH(QString, words);
    QCOMPARE(shiftsWords(shifts), words);
}

void TestPeoplePage::everyStandingHasWords()
{
    QSet<QString> seen;
    for (int standing = 0; standing <= int(board::Standing::NotTheirTurn); ++standing) {
        board::Considered considered{.staff = u"dana"_s, .standing = static_cast<board::Standing>(standing), .capacity = 6};
        // Those that are about the state take their words from it.
        const QHash<int, board::Readiness> states = {{int(board::Standing::Suspended), board::Readiness::Suspended},
                                                     {int(board::Standing::OffShift), board::Readiness::OffShift},
                                                     {int(board::Standing::OnLeave), board::Readiness::OnLeave},
                                                     {int(board::Standing::Away), board::Readiness::Away},
                                                     {int(board::Standing::Busy), board::Readiness::Busy}};
        considered.availability.readiness = states.value(standing, board::Readiness::Here);
        const QString words = standingWords(considered, telling());
        QVERIFY(!words.isEmpty());
        QVERIFY2(!seen.contains(words), qPrintable(words));
        seen.insert(words);
    }
}

// "a client calls the Dallas line at 4 PM: who gets it, why"
void TestPeoplePage::whyInSentences()
{
    using board::Basis;
    using board::Readiness;
    using board::Standing;
    const Instant now = m_clock.now();
    board::Assignment assignment{.team = u"office"_s, .staff = u"dana"_s, .reasons = {u"senior_first"_s, u"assigned_next_available"_s}};
    assignment.considered = {
        {.staff = u"dana"_s,
         .standing = Standing::Chosen,
         .availability = {.readiness = Readiness::Here, .basis = Basis::Console, .until = now + std::chrono::minutes(68)},
         .liveTasks = 2,
         .capacity = 6,
         .lastAssignedAt = now - std::chrono::minutes(30)},
        {.staff = u"sam"_s,
         .standing = Standing::OffShift,
         .availability = {.readiness = Readiness::OffShift, .basis = Basis::Shift, .until = now + std::chrono::minutes(17 * 60 + 38)}},
        {.staff = u"alex"_s, .standing = Standing::Full, .availability = {}, .liveTasks = 4, .capacity = 4},
        {.staff = u"pat"_s, .standing = Standing::NotTheirTurn, .availability = {}, .lastAssignedAt = now - std::chrono::minutes(3)}};
    const Why why = whoWouldGetIt(assignment, telling());
    QCOMPARE(why.answer.text, u"Dana Reyes gets it"_s);
    QCOMPARE(why.reasons,
             u"Senior people are asked first for this caller, here and free until 3:30 PM, 2 of 6 open, last got one at 1:52 PM."_s);
    QCOMPARE(why.others, (QStringList{u"Sam Ortiz: off shift until tomorrow 8:00 AM"_s, u"Alex Kim: has enough: 4 of 4 open"_s,
                                      u"Pat Lee: not their turn, last got one at 2:19 PM"_s}));
    QCOMPARE(whoGotIt(assignment.considered, assignment.reasons, telling()).answer.text, u"Dana Reyes got it"_s);
    assignment.staff.clear();
    assignment.considered.removeFirst();
    const Why nobody = whoWouldGetIt(assignment, telling());
    QCOMPARE(nobody.answer.text, u"Nobody: it waits in the queue, and goes to whoever comes first"_s);
    QVERIFY(nobody.reasons.isEmpty());
    QCOMPARE(nobody.others.size(), 3);
}

void TestPeoplePage::whyOfSomebodyWhoHasLeft()
{
    const Why why = whoGotIt({{.staff = u"zoe"_s, .standing = board::Standing::Chosen, .availability = {}}}, {}, telling());
    QCOMPARE(why.answer.text, u"Somebody who has left got it"_s);
    QCOMPARE(why.reasons, u"On shift, nothing open, got none yet."_s);
}

void TestPeoplePage::everyRefusalHasASentence()
{
    QSet<QString> seen;
    for (int why = 0; why <= int(desk::PeopleRefusal::Why::CannotStore); ++why) {
        const QString sentence =
            peopleRefusalSentence({.why = static_cast<desk::PeopleRefusal::Why>(why), .field = u"name"_s, .detail = u"disk full"_s});
        QVERIFY(sentence.size() > 20);
        QVERIFY2(!seen.contains(sentence), qPrintable(sentence));
        seen.insert(sentence);
    }
}

void TestPeoplePage::theModelKeepsItsPromises()
{
    PeopleModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setOffice(m_office);
    board::People people = samples::people(m_clock.now());
    model.setPeople(people);
    QCOMPARE(model.rowCount(), 5);
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    people.people[1].live = 3;
    model.setPeople(people);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().toModelIndex().row(), 1);
    people.people.move(4, 0);
    people.people.removeLast();
    model.setPeople(people);
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.row(0).id, u"robin"_s);
    model.setTeam(u"dallas"_s);
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(reset.isEmpty());
    const auto text = [&](int row, PeopleColumn column) {
        return model.index(row, int(column)).data().toString();
    };
    QCOMPARE(text(1, PeopleColumn::Person), u"Sam Ortiz, Rep, Front office, Dallas crew desk"_s);
    QCOMPARE(text(1, PeopleColumn::State), u"Busy until 3:30 PM"_s);
    QCOMPARE(text(1, PeopleColumn::Desk), u"6 of 6 open, 11 of 20 today, last 2:18 PM"_s);
    QCOMPARE(text(1, PeopleColumn::Hours), u"Mon–Fri 8:00 AM–5:00 PM"_s);
    QCOMPARE(model.notice(model.row(0))->text, u"Sign-in locked until 2:31 PM"_s);
}

void TestPeoplePage::aTeamAlone()
{
    const auto shown = page();
    QCOMPARE(child<QPushButton>(shown.get(), u"everybody"_s)->text(), u"Everybody  5"_s);
    QCOMPARE(child<QPushButton>(shown.get(), u"team-dallas"_s)->text(), u"Dallas crew desk  1 of 2 here · 3 wait"_s);
    click(shown.get(), u"team-dallas"_s);
    QVERIFY(child<QPushButton>(shown.get(), u"editTeam"_s)->isVisible());
    QCOMPARE(child<RowsView>(shown.get(), u"people"_s)->model()->rowCount(), 2);
    QVERIFY(child<QPushButton>(shown.get(), u"team-dallas"_s)->isChecked());
    // It goes meanwhile: everybody is shown.
    board::People people = samples::people(m_clock.now());
    people.teams.removeLast();
    shown->setPeople(people);
    QCOMPARE(child<RowsView>(shown.get(), u"people"_s)->model()->rowCount(), 5);
    QVERIFY(child<QPushButton>(shown.get(), u"everybody"_s)->isChecked());
}

void TestPeoplePage::aNewPersonIsAskedToBeSaved()
{
    const auto shown = page(u"alex"_s);
    QSignalSpy asked(shown.get(), &PeoplePage::personSaveRequested);
    click(shown.get(), u"addPerson"_s);
    auto *const dialog = shown->findChild<PersonDialog *>();
    QVERIFY(dialog != nullptr);
    click(dialog, u"save"_s); // without a name
    QVERIFY(asked.isEmpty());
    QCOMPARE(child<QLabel>(dialog, u"nameProblem"_s)->text(), u"Give the person a name."_s);
    child<QLineEdit>(dialog, u"name"_s)->setText(u"Lee Wong"_s);
    child<QCheckBox>(dialog, u"team-dallas"_s)->click();
    child<QCheckBox>(dialog, u"language-es"_s)->click();
    child<QLineEdit>(dialog, u"skills"_s)->setText(u"Insurance, commercial insurance"_s);
    child<QSpinBox>(dialog, u"capacity"_s)->setValue(4);
    click(dialog, u"addShift"_s);
    QCOMPARE(child<QLabel>(dialog, u"shiftsWords"_s)->text(), u"Mon–Fri 8:00 AM–5:00 PM"_s);
    click(dialog, u"shift0-day5"_s);
    child<QTimeEdit>(dialog, u"shift0-to"_s)->setTime(QTime(16, 30));
    click(dialog, u"addShift"_s);
    child<QTimeEdit>(dialog, u"shift1-from"_s)->setTime(QTime(22, 0));
    QCOMPARE(child<QLabel>(dialog, u"shiftsWords"_s)->text(), u"Mon–Thu 8:00 AM–4:30 PM; Sat 10:00 PM–5:00 PM (ends on the next day)"_s);
    click(dialog, u"shift1-remove"_s);
    child<QLineEdit>(dialog, u"phone"_s)->setText(u"(214) 555-0161"_s);
    auto *const offDesk = child<QComboBox>(dialog, u"off_desk"_s);
    offDesk->setCurrentIndex(offDesk->findData(int(calls::OffDesk::Text)));
    click(dialog, u"save"_s);
    QCOMPARE(asked.size(), 1);
    const auto edit = asked.first().first().value<desk::PersonEdit>();
    const calls::Staff expected{.id = {},
                                .name = u"Lee Wong"_s,
                                .teams = {u"dallas"_s},
                                .capacity = 4,
                                .shifts = {{.days = {1, 2, 3, 4}, .from = QTime(8, 0), .to = QTime(16, 30)}},
                                .languages = {u"es"_s},
                                .skills = {u"insurance"_s, u"commercial"_s},
                                .phone = calls::PhoneNumber::fromE164(u"+12145550161"),
                                .offDesk = calls::OffDesk::Text};
    QVERIFY(edit.person == expected);
    QVERIFY(!edit.before);
    shown->showSaved(u"Lee Wong"_s);
    QVERIFY(!dialog->isVisible());
    QCOMPARE(notice(shown.get()), u"Lee Wong is saved."_s);
}

void TestPeoplePage::aPersonIsGivenBackAsTheyWere()
{
    const auto shown = page();
    QSignalSpy asked(shown.get(), &PeoplePage::personSaveRequested);
    for (int row = 0; row < 5; ++row) {
        PersonDialog *const dialog = edit(*shown, row);
        QVERIFY(dialog != nullptr);
        click(dialog, u"save"_s);
        const auto given = asked.takeLast().first().value<desk::PersonEdit>();
        QVERIFY2(given.person == given.before, qPrintable(given.person.name));
        QVERIFY(*given.before == samples::people(m_clock.now()).people.at(row).person);
        delete dialog;
    }
}

void TestPeoplePage::wrongFields_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::newRow("no name") << u"name"_s << u" "_s;
    QTest::newRow("an address that is none") << u"email"_s << u"dana at home"_s;
    QTest::newRow("a number that is none") << u"phone"_s << u"call me"_s;
    QTest::newRow("a page that is none") << u"booking_link"_s << u"javascript:alert(1)"_s;
    QTest::newRow("skills with accents") << u"skills"_s << u"techumbre, español"_s;
}

void TestPeoplePage::wrongFields()
{
    QFETCH(QString, field);
    QFETCH(QString, text);
    const auto shown = page();
    const QSignalSpy asked(shown.get(), &PeoplePage::personSaveRequested);
    PersonDialog *const dialog = edit(*shown, 1);
    child<QLineEdit>(dialog, field)->setText(text);
    click(dialog, u"save"_s);
    QVERIFY(asked.isEmpty());
    const auto *const problem = child<QLabel>(dialog, field + u"Problem"_s);
    QVERIFY(problem->isVisible());
    QVERIFY(!problem->text().isEmpty());
}

void TestPeoplePage::theLastOwnerIsRefusedInTheForm()
{
    const auto shown = page();
    PersonDialog *const dialog = edit(*shown, 0);
    click(dialog, u"save"_s);
    QVERIFY(!child<QPushButton>(dialog, u"save"_s)->isEnabled());
    shown->showRefusal({.why = desk::PeopleRefusal::Why::LastOwner, .field = {}, .detail = {}});
    QVERIFY(dialog->isVisible());
    QCOMPARE(notice(dialog), u"The office would have no owner left. Make somebody else an owner first."_s);
    QVERIFY(child<QPushButton>(dialog, u"save"_s)->isEnabled());
    shown->showRefusal({.why = desk::PeopleRefusal::Why::PhoneTaken, .field = u"Sam Ortiz"_s, .detail = {}});
    QCOMPARE(notice(dialog), u"That is already Sam Ortiz's own phone: a text from it could be from either."_s);
    QVERIFY(child<QLabel>(dialog, u"phoneProblem"_s)->isVisible());
}

void TestPeoplePage::repsAreTold()
{
    const auto shown = page(u"dana"_s);
    for (const QString &button : {u"addPerson"_s, u"addTeam"_s, u"lines"_s}) {
        click(shown.get(), button);
        QCOMPARE(notice(shown.get()), u"Only owners and admins set up people. Ask one of them."_s);
    }
    QVERIFY(edit(*shown, 1) == nullptr);
    QVERIFY(shown->findChildren<QDialog *>().isEmpty());
    shown->setMe({});
    click(shown.get(), u"addPerson"_s);
    QCOMPARE(notice(shown.get()), u"First choose your name at the top right, so that others see who decided this."_s);
    click(shown.get(), u"trial"_s); // anybody may ask
    QVERIFY(shown->findChild<TrialDialog *>() != nullptr);
}

void TestPeoplePage::adminsMakeNoOwners()
{
    const auto asAdmin = page(u"alex"_s);
    const auto *const role = child<QComboBox>(edit(*asAdmin, 1), u"role"_s);
    QCOMPARE(role->findData(int(calls::Role::Owner)), -1);
    QVERIFY(role->findData(int(calls::Role::Admin)) >= 0);
    const auto asOwner = page(u"pat"_s);
    QVERIFY(child<QComboBox>(edit(*asOwner, 1), u"role"_s)->findData(int(calls::Role::Owner)) >= 0);
}

void TestPeoplePage::removingSaysWhatFollows()
{
    const auto shown = page();
    QSignalSpy asked(shown.get(), &PeoplePage::personRemoveRequested);
    PersonDialog *const dialog = edit(*shown, 2);
    click(dialog, u"removePerson"_s);
    auto *const confirm = shown->findChild<ConfirmDialog *>();
    QVERIFY(confirm != nullptr);
    QVERIFY(child<QLabel>(confirm, u"whatFollows"_s)->text().contains(u"suspend them instead"));
    click(confirm, u"confirm"_s);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().toString(), u"sam"_s);
    shown->showPersonRemoved(u"Sam Ortiz"_s, 2);
    QVERIFY(!dialog->isVisible());
    QCOMPARE(notice(shown.get()), u"Sam Ortiz is removed. Their 2 callbacks go to somebody else in a moment."_s);
}

void TestPeoplePage::aTeamIsAskedToBeSaved()
{
    const auto shown = page();
    QSignalSpy asked(shown.get(), &PeoplePage::teamSaveRequested);
    click(shown.get(), u"team-dallas"_s);
    QVERIFY(child<QPushButton>(shown.get(), u"editTeam"_s)->isVisible());
    click(shown.get(), u"editTeam"_s);
    auto *const dialog = shown->findChild<TeamDialog *>();
    QVERIFY(child<QCheckBox>(dialog, u"member-sam"_s)->isChecked());
    QVERIFY(!child<QCheckBox>(dialog, u"member-dana"_s)->isChecked());
    QVERIFY(child<QCheckBox>(dialog, u"line-+12145550102"_s)->isChecked());
    child<QCheckBox>(dialog, u"member-dana"_s)->click();
    child<QLineEdit>(dialog, u"booking_link"_s)->setText(u"our page"_s);
    click(dialog, u"save"_s);
    QVERIFY(asked.isEmpty());
    child<QLineEdit>(dialog, u"booking_link"_s)->setText(u"https://book.example/dallas"_s);
    click(dialog, u"save"_s);
    QCOMPARE(asked.size(), 1);
    const auto edit = asked.first().first().value<desk::TeamEdit>();
    QCOMPARE(edit.team.bookingLink, u"https://book.example/dallas"_s);
    QCOMPARE(*edit.members, (QStringList{u"dana"_s, u"sam"_s, u"robin"_s}));
    QCOMPARE(*edit.lines, (QStringList{u"+12145550102"_s}));
    QVERIFY(edit.before == samples::people(m_clock.now()).teams.last().team);
    QCOMPARE(edit.membersBefore, (QStringList{u"sam"_s, u"robin"_s}));
    QCOMPARE(edit.linesBefore, (QStringList{u"+12145550102"_s}));
}

void TestPeoplePage::linesAreSavedOneAfterAnother()
{
    const auto shown = page();
    QSignalSpy asked(shown.get(), &PeoplePage::lineSaveRequested);
    click(shown.get(), u"lines"_s);
    auto *const dialog = shown->findChild<LinesDialog *>();
    child<QLineEdit>(dialog, u"lineSkills-+12145550100"_s)->setText(u"commercial"_s);
    auto *const team = child<QComboBox>(dialog, u"lineTeam-+12145550102"_s);
    team->setCurrentIndex(0);
    click(dialog, u"save"_s);
    QCOMPARE(asked.size(), 1);
    QVERIFY(
        asked.at(0).first().value<desk::LineEdit>() ==
        (desk::LineEdit{
            .number = u"+12145550100"_s, .team = u"office"_s, .skills = {u"commercial"_s}, .teamBefore = u"office"_s, .skillsBefore = {}}));
    shown->showSaved(u"Main"_s);
    QCOMPARE(asked.size(), 2);
    QVERIFY(asked.at(1).first().value<desk::LineEdit>() == (desk::LineEdit{.number = u"+12145550102"_s,
                                                                           .team = {},
                                                                           .skills = {u"insurance"_s},
                                                                           .teamBefore = u"dallas"_s,
                                                                           .skillsBefore = {u"insurance"_s}}));
    QVERIFY(dialog->isVisible());
    shown->showSaved(u"Hail campaign"_s);
    QCOMPARE(asked.size(), 2);
    QVERIFY(!dialog->isVisible());
}

void TestPeoplePage::theTrialAsksAndAnswers()
{
    const auto shown = page(u"dana"_s);
    QSignalSpy asked(shown.get(), &PeoplePage::trialRequested);
    click(shown.get(), u"trial"_s);
    auto *const dialog = shown->findChild<TrialDialog *>();
    auto *const kind = child<QComboBox>(dialog, u"trialKind"_s);
    kind->setCurrentIndex(kind->findData(int(calls::ContactKind::Client)));
    auto *const line = child<QComboBox>(dialog, u"trialLine"_s);
    line->setCurrentIndex(line->findText(u"Hail campaign"_s));
    auto *const at = child<QDateTimeEdit>(dialog, u"trialAt"_s);
    QCOMPARE(at->time(), QTime(14, 22, 30)); // the office's clock, whatever this computer's
    at->setTime(QTime(16, 0));
    click(dialog, u"tryIt"_s);
    QCOMPARE(asked.size(), 1);
    const auto question = asked.first().first().value<board::TrialQuestion>();
    QCOMPARE(question.kind, calls::ContactKind::Client);
    QCOMPARE(question.line, u"+12145550102"_s);
    QCOMPARE(toIso(question.at), u"2026-05-20T21:00:00.000Z"_s);
    board::TrialAnswer answer{.question = question, .assignment = {.team = u"dallas"_s, .staff = u"sam"_s}};
    answer.assignment.considered = {{.staff = u"sam"_s, .standing = board::Standing::Chosen, .availability = {}, .liveTasks = 1}};
    shown->showTrial(answer);
    const auto *const why = child<WhyList>(dialog, u"why"_s);
    QVERIFY(why->isVisible());
    QCOMPARE(why->text(), u"Sam Ortiz gets it\nOn shift, 1 open, got none yet."_s);
    shown->showTrialProblem(u"The disk is full."_s);
    QVERIFY(!why->isVisible());
    QCOMPARE(notice(dialog), u"It could not be tried. The disk is full."_s);
}

void TestPeoplePage::presenceIsSaid()
{
    MainWindow window(m_clock);
    window.setOffice(m_office);
    window.setPeople(samples::people(m_clock.now()));
    window.show();
    auto *const picker = child<PresencePicker>(&window, u"presence"_s);
    QVERIFY(!picker->isVisible()); // nobody has said who they are
    window.setMe(u"sam"_s);
    QVERIFY(picker->isVisible());
    QCOMPARE(picker->text(), u"Busy until 3:30 PM"_s);
    QSignalSpy said(&window, &MainWindow::presenceSaid);
    const auto choose = [&](const QString &name) {
        auto *const action = picker->menu()->findChild<QAction *>(name);
        if (action == nullptr)
            qFatal("there is no %s", qPrintable(name));
        action->trigger();
        return said.takeLast().first().value<Saying>();
    };
    using enum calls::PresenceWord;
    const Instant now = m_clock.now();
    QVERIFY(choose(u"sayHere"_s) == (Saying{.word = Here, .until = {}}));
    QVERIFY(choose(u"sayBusyHalf"_s) == (Saying{.word = Busy, .until = now + std::chrono::minutes(30)}));
    QVERIFY(choose(u"sayAwayHour"_s) == (Saying{.word = Away, .until = now + std::chrono::hours(1)}));
    QCOMPARE(toIso(*choose(u"sayAwayDay"_s).until), u"2026-05-21T05:00:00.000Z"_s); // midnight in Dallas
    QVERIFY(picker->menu()->findChild<QAction *>(u"sayNothing"_s)->isVisible());
    QVERIFY(choose(u"sayNothing"_s) == Saying{});
    window.setMe(u"dana"_s); // who has said nothing
    QVERIFY(!picker->menu()->findChild<QAction *>(u"sayNothing"_s)->isVisible());
}

void TestPeoplePage::presenceUntilATime()
{
    UntilDialog dialog(m_clock, "America/Chicago");
    dialog.show();
    QSignalSpy chosen(&dialog, &UntilDialog::chosen);
    auto *const until = child<QDateTimeEdit>(&dialog, u"until"_s);
    QCOMPARE(until->time(), QTime(16, 22, 30));
    until->setTime(QTime(14, 0));
    click(&dialog, u"save"_s);
    QVERIFY(chosen.isEmpty());
    QCOMPARE(child<QLabel>(&dialog, u"untilProblem"_s)->text(), u"That is over. Choose a time to come."_s);
    until->setTime(QTime(15, 45));
    click(&dialog, u"save"_s);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(toIso(chosen.first().first().value<Instant>()), u"2026-05-20T20:45:00.000Z"_s);
}

void TestPeoplePage::calendarsAreAskedToBeSaved()
{
    const auto shown = page();
    QSignalSpy asked(shown.get(), &PeoplePage::calendarSaveRequested);
    QSignalSpy tested(shown.get(), &PeoplePage::calendarTestRequested);
    click(edit(*shown, 1), u"calendars"_s);
    auto *const calendars = shown->findChild<CalendarsDialog *>();
    QVERIFY(calendars != nullptr);
    QVERIFY(child<QLabel>(calendars, u"noCalendars"_s)->isVisible());
    auto *const form = new CalendarDialog(CalendarDialog::made(u"ics"_s, u"dana"_s, {u"dana-ics"_s}), true, calendars);
    QCOMPARE(form->id(), u"dana-ics-2"_s);
    QSignalSpy saved(form, &CalendarDialog::saveRequested);
    form->show();
    click(form, u"save"_s);
    QVERIFY(saved.isEmpty());
    auto *const address = child<QLineEdit>(form, u"address_secret"_s);
    address->setText(u"http://calendar.example/basic.ics"_s); // anybody on the way could read it
    click(form, u"save"_s);
    QVERIFY(saved.isEmpty());
    address->setText(u"https://calendar.example/basic.ics"_s);
    child<QLineEdit>(form, u"leave_words"_s)->setText(u"PTO, out of  office"_s);
    click(form, u"save"_s);
    QCOMPARE(saved.size(), 1);
    const auto request = saved.first().first().value<CalendarRequest>();
    const desk::CalendarConnection connection = request.edit.connection;
    QCOMPARE(connection.staff, u"dana"_s);
    QCOMPARE(connection.leaveWords, (QStringList{u"PTO"_s, u"out of office"_s}));
    const QString name = std::get<desk::IcsFeed>(connection.account).addressSecret;
    QCOMPARE(request.secrets.value(name), u"https://calendar.example/basic.ics"_s);
    QVERIFY(request.edit.freshSecrets);
    QVERIFY(!request.edit.before);
    delete form;
    // Every kind gives back what it was given.
    for (const QString &type : desk::calendarTypes()) {
        desk::CalendarConnection before = CalendarDialog::made(type, u"dana"_s, {});
        if (auto *const feed = std::get_if<desk::IcsFeed>(&before.account))
            *feed = {.addressSecret = u"a"_s};
        if (auto *const dav = std::get_if<desk::CalDavAccount>(&before.account))
            *dav = {.address = u"https://dav.example/"_s, .user = u"dana"_s, .passwordSecret = u"p"_s, .calendar = u"/work/"_s};
        if (auto *const google = std::get_if<desk::GoogleCalendar>(&before.account))
            *google = {.clientId = u"123456789-abc"_s, .clientSecret = u"s"_s, .credentialSecret = u"c"_s, .calendar = u"team"_s};
        if (auto *const microsoft = std::get_if<desk::MicrosoftCalendar>(&before.account))
            *microsoft = {
                .clientId = u"123456789-abc"_s, .tenant = u"summit"_s, .credentialSecret = u"c"_s, .address = u"dana@example.com"_s};
        before.reads = false;
        before.pollEvery = std::chrono::seconds(300);
        CalendarDialog again(before, false);
        QSignalSpy same(&again, &CalendarDialog::saveRequested);
        again.show();
        click(&again, u"save"_s);
        QCOMPARE(same.size(), 1);
        const auto given = same.first().first().value<CalendarRequest>();
        QVERIFY2(given.edit.connection == before, qPrintable(type));
        QVERIFY(given.edit.before == before);
        QVERIFY(given.secrets.isEmpty() && !given.edit.freshSecrets);
    }
    QVERIFY(asked.isEmpty() && tested.isEmpty());
}

void TestPeoplePage::calendarsSayHowTheyAre()
{
    using board::CalendarState;
    const auto shown = page();
    QSignalSpy tested(shown.get(), &PeoplePage::calendarTestRequested);
    QSignalSpy removed(shown.get(), &PeoplePage::calendarRemoveRequested);
    QSignalSpy signsIn(shown.get(), &PeoplePage::calendarSignInRequested);
    desk::CalendarConnection google = CalendarDialog::made(u"google_calendar"_s, u"dana"_s, {});
    board::CalendarCard card{.connection = google,
                             .state = CalendarState::Fresh,
                             .canWrite = true,
                             .signsInByBrowser = true,
                             .readAt = m_clock.now() - std::chrono::minutes(2),
                             .waiting = 2};
    const board::Calendars all{.people = {{.staff = u"dana"_s, .calendars = {card}, .today = {}}}, .takenIds = {google.id}};
    shown->setCalendars(all);
    click(edit(*shown, 1), u"calendars"_s);
    auto *const dialog = shown->findChild<CalendarsDialog *>();
    auto *const row = child<CalendarRow>(dialog, u"calendar-"_s + google.id);
    QCOMPARE(calendarStateMark(card, telling()).text, u"Read 2 minutes ago"_s);
    QCOMPARE(child<QLabel>(row, u"entries"_s)->text(), u"Callbacks are entered there. 2 are on their way."_s);
    click(row, u"test"_s);
    QCOMPARE(tested.takeLast().first().toString(), google.id);
    QVERIFY(!child<QPushButton>(row, u"test"_s)->isEnabled());
    using Level = board::TestFinding::Level;
    const board::TestFinding wrong{
        .check = u"credentials"_s, .level = Level::Bad, .problem = u"no_right"_s, .subject = {}, .detail = u"accessDenied"_s};
    shown->showCalendarFindings(google.id, {wrong});
    QVERIFY(child<QPushButton>(row, u"test"_s)->isEnabled());
    QStringList said;
    for (const QLabel *const label : row->findChildren<QLabel *>())
        said.append(label->text());
    QVERIFY2(said.contains(u"Google Calendar does not let this sign-in into the calendar"_s), qPrintable(said.join(u'|')));
    QVERIFY2(said.filter(u"phone company"_s).isEmpty(), qPrintable(said.join(u'|')));
    click(row, u"signIn"_s);
    auto *const signIn = dialog->findChild<SignInDialog *>();
    QVERIFY(signIn != nullptr);
    shown->showCalendarSaved(google.id); // a sign-in ends with a save
    QVERIFY(!signIn->isVisible());
    QCOMPARE(tested.size(), 1);
    click(row, u"remove"_s);
    click(dialog->findChild<ConfirmDialog *>(), u"confirm"_s);
    QCOMPARE(removed.takeLast().first().toString(), google.id);
    shown->setCalendars({});
    QVERIFY(dialog->findChild<CalendarRow *>() == nullptr);
    // No state looks like another.
    QSet<QString> seen;
    for (int state = 0; state <= int(CalendarState::SecretMissing); ++state) {
        card.state = static_cast<CalendarState>(state);
        const QString words = calendarStateMark(card, telling()).text;
        QVERIFY2(!seen.contains(words), qPrintable(words));
        seen.insert(words);
    }
}

void TestPeoplePage::myCalendarsWhateverMyRole()
{
    MainWindow window(m_clock);
    window.setOffice(m_office);
    window.setPeople(samples::people(m_clock.now()));
    window.setMe(u"dana"_s);
    window.show();
    child<PresencePicker>(&window, u"presence"_s)->menu()->findChild<QAction *>(u"myCalendars"_s)->trigger();
    const auto *const dialog = window.findChild<CalendarsDialog *>();
    QVERIFY(dialog != nullptr);
    QCOMPARE(dialog->staff(), u"dana"_s);
}

void TestPeoplePage::theQueueShowsWhetherTheyAreHere()
{
    QueueModel model(m_clock);
    model.setOffice(m_office);
    board::QueueRow row;
    row.taskId = u"task-1"_s;
    row.team = u"Front office"_s;
    row.createdAt = row.dueAt = m_clock.now();
    QCOMPARE(model.assignedMark(row).text, u"Front office"_s);
    row.assignedTo = u"sam"_s;
    row.assignedName = u"Sam Ortiz"_s;
    QVERIFY(model.assignedMark(row).more.isEmpty()); // nothing is known of them yet
    model.setPeople(samples::people(m_clock.now()));
    QCOMPARE(model.assignedMark(row).more, u"Busy until 3:30 PM"_s);
    QCOMPARE(model.assignedMark(row).tone, Tone::Warn);
    model.setRows({row});
    QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains(u"Sam Ortiz: Busy until 3:30 PM"));
}

void TestPeoplePage::theConversationSaysWhy()
{
    MainWindow window(m_clock);
    window.setOffice(m_office);
    window.setMe(u"dana"_s);
    window.show();
    window.setBoard(samples::board(m_clock.now()));
    for (QTableView *rows : window.findChildren<QTableView *>(u"rows"_s)) {
        if (rows->isVisible())
            rows->selectRow(1);
    }
    board::Conversation conversation = samples::conversation(m_clock.now());
    conversation.timeline = {{.sequence = 7,
                              .at = m_clock.now() - std::chrono::hours(2),
                              .actor = u"engine"_s,
                              .action = u"task_created"_s,
                              .reasons = {},
                              .detail = {},
                              .considered = {{.staff = u"dana"_s,
                                              .standing = board::Standing::Chosen,
                                              .availability = {.readiness = board::Readiness::Here, .basis = board::Basis::Person}},
                                             {.staff = u"sam"_s, .standing = board::Standing::HadIt, .availability = {}}}}};
    window.setConversation(conversation);
    QCoreApplication::processEvents();
    const auto shownWhy = [&]() -> QPushButton * {
        for (QPushButton *each : window.findChildren<QPushButton *>(u"whyThem"_s)) {
            if (each->isVisible())
                return each;
        }
        return nullptr;
    };
    QPushButton *const ask = shownWhy();
    QVERIFY(ask != nullptr);
    QCOMPARE(ask->text(), u"Why Dana Reyes?"_s);
    auto *const answer = child<QLabel>(ask->parentWidget(), u"whyThemAnswer"_s);
    QVERIFY(!answer->isVisible());
    ask->click();
    QVERIFY(answer->isVisible());
    QCOMPARE(answer->text(), u"Here, nothing open, got none yet.\nSam Ortiz: had it and did not take it"_s);
    // It stays open when news arrive.
    conversation.leadStatus = u"needs_callback"_s;
    window.setConversation(conversation);
    QCoreApplication::processEvents();
    QVERIFY(child<QLabel>(shownWhy()->parentWidget(), u"whyThemAnswer"_s)->isVisible());
}

void TestPeoplePage::theBannerSaysWhoWaits()
{
    MainWindow window(m_clock);
    window.setOffice(m_office);
    window.show();
    auto *const banner = child<UnstaffedBanner>(&window, u"unstaffedBanner"_s);
    window.setPeople(samples::people(m_clock.now())); // callers wait, and somebody is there
    QVERIFY(!banner->isVisible());
    window.setPeople(samples::unstaffed(m_clock.now()));
    QVERIFY(banner->isVisible());
    QCOMPARE(banner->text(), u"Nobody is here for Dallas crew desk: 3 callers wait, the longest for 14 minutes"_s);
    window.showPage(MainWindow::Page::Systems);
    QVERIFY(!banner->isVisible());
    window.showPage(MainWindow::Page::People);
    QVERIFY(banner->isVisible());
    board::People ofNoTeam = samples::people(m_clock.now());
    ofNoTeam.ofNoTeam = {.team = {},
                         .count = 1,
                         .oldest = m_clock.now() - std::chrono::minutes(1),
                         .unstaffedSince = m_clock.now() - std::chrono::minutes(1)};
    window.setPeople(ofNoTeam);
    QCOMPARE(banner->text(), u"Nobody is here: 1 callers wait, the longest for 1 minutes"_s); // the translation has the singular
    window.setPeople(samples::people(m_clock.now()));
    QVERIFY(!banner->isVisible());
}

void TestPeoplePage::everyControlHasAName()
{
    const auto shown = page();
    edit(*shown, 2);
    click(shown.get(), u"addTeam"_s);
    click(shown.get(), u"lines"_s);
    click(shown.get(), u"trial"_s);
    int checked = 0;
    for (const QWidget *widget : shown->findChildren<QWidget *>()) {
        const bool isInside = qobject_cast<const QAbstractSpinBox *>(widget->parentWidget()) != nullptr ||
                              widget->objectName().startsWith("qt_"_L1) || widget->objectName() == "newRows"_L1;
        const bool isControl =
            qobject_cast<const QAbstractButton *>(widget) != nullptr || qobject_cast<const QComboBox *>(widget) != nullptr ||
            qobject_cast<const QAbstractSpinBox *>(widget) != nullptr || qobject_cast<const QLineEdit *>(widget) != nullptr;
        if (isInside || !isControl || widget->focusPolicy() == Qt::NoFocus)
            continue;
        QVERIFY2(!widget->accessibleName().isEmpty(),
                 qPrintable(u"%1 %2"_s.arg(QLatin1StringView(widget->metaObject()->className()), widget->objectName())));
        ++checked;
    }
    QVERIFY(checked > 40);
}

QTEST_MAIN(TestPeoplePage)
#include "tst_peoplepage.moc"
