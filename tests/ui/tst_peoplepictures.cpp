#include "bookingsamples.h"
#include "cutoff.h"
#include "mainwindow.h"
#include "people/bookingdialog.h"
#include "people/bookingsdialog.h"
#include "people/linesdialog.h"
#include "people/peoplepage.h"
#include "people/persondialog.h"
#include "people/teamdialog.h"
#include "people/trialdialog.h"
#include "people/untildialog.h"
#include "peoplesamples.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <QTranslator>

using namespace ringback;
using namespace Qt::StringLiterals;

/// A language whose every word is half as long again, as Spanish and German are: what does not fit shows.
class LongWords final : public QTranslator {
public:
    [[nodiscard]] QString translate(const char *context, const char *source, const char *, int) const override
    {
        // Formats of times stay as they are.
        const QString text = QString::fromUtf8(source);
        if (QLatin1StringView(context) == "Times"_L1 || text.contains("mm AP"_L1) || text.contains("MMM"_L1))
            return {};
        return text + QStringLiteral(" ") + QString(text.size() / 2, u'ó');
    }
    [[nodiscard]] bool isEmpty() const override { return false; }
};

/// The pictures of the page of people that a person looks at: light and dark, at the usual size, with text at 200 %, and in long words.
class TestPeoplePictures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void screens_data();
    void screens();

private:
    void save(const QString &name, QWidget &widget);

    QDir m_folder;
    samples::FixedClock m_clock;
};

void TestPeoplePictures::initTestCase()
{
    const QString folder = qEnvironmentVariable("RINGBACK_PICTURES", QCoreApplication::applicationDirPath() + u"/pictures"_s);
    QVERIFY(QDir().mkpath(folder));
    m_folder = QDir(folder);
}

void TestPeoplePictures::save(const QString &name, QWidget &widget)
{
    widget.show();
    for (int i = 0; i < 3; ++i)
        QCoreApplication::processEvents();
    const QImage image = widget.grab().toImage();
    QVERIFY(!image.isNull());
    QVERIFY(image.save(m_folder.filePath(name + u".png"_s)));
    QCOMPARE(samples::cutOff(widget), QStringList());
}

void TestPeoplePictures::screens_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<double>("scale");
    QTest::addColumn<bool>("inLongWords");
    QTest::newRow("light") << false << 1.0 << false;
    QTest::newRow("dark") << true << 1.0 << false;
    QTest::newRow("light-200") << false << 2.0 << false;
    QTest::newRow("light-long") << false << 1.0 << true;
}

void TestPeoplePictures::screens()
{
    QFETCH(bool, dark);
    QFETCH(double, scale);
    QFETCH(bool, inLongWords);
    const QString look = QString::fromLatin1(QTest::currentDataTag());
    LongWords longWords;
    if (inLongWords)
        QVERIFY(QCoreApplication::installTranslator(&longWords));
    ui::dress(*qApp, dark, scale);
    const Instant now = m_clock.now();
    const board::Office office = samples::officeWithAdmin();
    ui::MainWindow window(m_clock);
    window.resize(1280, 800);
    window.setOffice(office);
    window.setMe(u"pat"_s);
    window.setHealth(samples::health(now));
    window.setPeople(samples::people(now));
    window.showPage(ui::MainWindow::Page::People);
    save(u"people-"_s + look, window);
    QCOMPARE(window.size(), QSize(1280, 800)); // nothing in it wants more room than there is
    window.setPeople(samples::unstaffed(now));
    window.setMe(u"sam"_s);
    window.findChild<QAbstractButton *>(u"team-dallas"_s)->click();
    save(u"people-team-"_s + look, window);

    const board::People people = samples::people(now);
    ui::PersonDialog person(people, people.people.at(2), office.staff.first());
    save(u"people-person-"_s + look, person);
    person.findChild<QScrollArea *>()->verticalScrollBar()->setValue(100'000);
    save(u"people-person-end-"_s + look, person);
    ui::PersonDialog week(people, people.people.last(), office.staff.first());
    save(u"people-week-"_s + look, week);
    ui::TeamDialog team(people, people.teams.last().team);
    save(u"people-team-form-"_s + look, team);
    ui::LinesDialog lines(people);
    save(u"people-lines-"_s + look, lines);
    ui::UntilDialog until(m_clock, office.timeZone);
    save(u"people-until-"_s + look, until);
    ui::TrialDialog trial(people, office, m_clock);
    board::TrialAnswer answer{.question = {.line = u"+12145550100"_s, .at = now}, .assignment = {}};
    for (const board::PersonCard &card : people.people) {
        const bool isDana = card.person.id == "dana"_L1;
        answer.assignment.considered.append({.staff = card.person.id,
                                             .standing = isDana ? board::Standing::Chosen
                                                         : card.availability.readiness == board::Readiness::OnLeave
                                                             ? board::Standing::OnLeave
                                                             : board::Standing::Busy,
                                             .availability = card.availability,
                                             .liveTasks = card.live,
                                             .capacity = card.person.capacity,
                                             .lastAssignedAt = card.lastAt});
    }
    trial.showAnswer(answer);
    save(u"people-trial-"_s + look, trial);
    ui::BookingsDialog bookings(m_clock, office);
    bookings.setPages(samples::bookingPages(now));
    save(u"people-bookings-"_s + look, bookings);
    bookings.findChild<QScrollArea *>()->verticalScrollBar()->setValue(100'000);
    save(u"people-bookings-end-"_s + look, bookings);
    ui::BookingDialog booking(samples::noBookingPages(), &bookings);
    booking.findChild<QAbstractButton *>(u"makeSecret-calendly"_s)->click();
    booking.findChild<QAbstractButton *>(u"save"_s)->click(); // without a link
    save(u"people-booking-"_s + look, booking);
    QCoreApplication::removeTranslator(&longWords);
}

QTEST_MAIN(TestPeoplePictures)
#include "tst_peoplepictures.moc"
