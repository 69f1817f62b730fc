#include "board/boardmodel.h"
#include "queue/queuemodel.h"
#include "samples.h"
#include "widgets/rowsview.h"

#include <QAbstractItemModelTester>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <random>

using namespace ringback;
using namespace ringback::ui;
using namespace Qt::StringLiterals;

class TestModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void boardChangesByDifference();
    void anyListBecomesAnyOther();
    void selectionSurvives();
    void rowsAboveDoNotPush();
    void sameIdTwiceIsShownOnce();
    void queueOrder();
    void queueFilters();

private:
    samples::FixedClock m_clock;
};

void TestModels::boardChangesByDifference()
{
    BoardModel model(m_clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QList<board::BoardRow> rows = samples::board(m_clock.now());
    model.setRows(rows);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy moved(&model, &QAbstractItemModel::rowsMoved);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);

    model.setRows(rows);
    QVERIFY(inserted.isEmpty() && removed.isEmpty() && moved.isEmpty() && changed.isEmpty());

    rows[3].claimedBy = u"Dana Reyes"_s;
    rows[4].claimedBy = u"Dana Reyes"_s;
    model.setRows(rows);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 3);
    QCOMPARE(changed.first().at(1).toModelIndex().row(), 4);

    rows[5].lastCallAt = m_clock.now(); // calls again: to the top
    rows.append(samples::row(u"new"_s, {}, u"(214) 555-0100"_s, m_clock.now() + samples::seconds(1), board::Stage::Waiting));
    rows.removeAt(0);
    model.setRows(rows);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(moved.size(), 1);
    QVERIFY(reset.isEmpty());
    QCOMPARE(model.row(0).id, u"new"_s);
    QCOMPARE(model.row(1).id, u"f"_s);
}

void TestModels::anyListBecomesAnyOther()
{
    BoardModel model(m_clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::mt19937 random(7);
    for (int round = 0; round < 60; ++round) {
        QList<board::BoardRow> rows;
        for (int i = 0; i < 20; ++i) {
            if (random() % 3 == 0)
                continue;
            rows.append(samples::row(QString::number(i), {}, {}, m_clock.now() - samples::seconds(random() % 1000), board::Stage::Waiting));
        }
        model.setRows(rows);
        std::stable_sort(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.lastCallAt > b.lastCallAt; });
        QCOMPARE(model.rows(), rows);
    }
}

void TestModels::selectionSurvives()
{
    BoardModel model(m_clock);
    RowsView view;
    view.setModel(&model);
    QList<board::BoardRow> rows = samples::board(m_clock.now());
    model.setRows(rows);
    view.selectRow(model.indexOf(u"d"_s));
    for (int i = 0; i < 5; ++i)
        rows.append(samples::row(u"n%1"_s.arg(i), {}, {}, m_clock.now() + samples::seconds(i), board::Stage::Waiting));
    rows.removeAt(1);
    model.setRows(rows);
    QVERIFY(view.selectedRow().isValid());
    QCOMPARE(model.row(view.selectedRow().row()).id, u"d"_s);
}

void TestModels::rowsAboveDoNotPush()
{
    BoardModel model(m_clock);
    RowsView view;
    view.setModel(&model);
    view.resize(900, 300);
    view.show();
    QList<board::BoardRow> rows = samples::board(m_clock.now());
    model.setRows(rows);
    QCoreApplication::processEvents();
    view.verticalScrollBar()->setValue(view.rowHeight(0) * 2 + 7);
    const int before = view.rowViewportPosition(model.indexOf(u"d"_s));
    rows.append(samples::row(u"n"_s, {}, {}, m_clock.now() + samples::seconds(1), board::Stage::Waiting));
    model.setRows(rows);
    QCoreApplication::processEvents();
    QCOMPARE(view.rowViewportPosition(model.indexOf(u"d"_s)), before);
    auto *pill = view.findChild<QWidget *>(u"newRows"_s);
    QVERIFY(pill->isVisible());
    view.scrollToTop();
    QVERIFY(!pill->isVisible());
}

void TestModels::sameIdTwiceIsShownOnce()
{
    BoardModel model(m_clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QList<board::BoardRow> rows = samples::board(m_clock.now());
    model.setRows(rows + rows);
    QCOMPARE(model.rowCount(), rows.size());
}

void TestModels::queueOrder()
{
    QueueModel model(m_clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setOffice(samples::office());
    model.setFilter(QueueFilter::All);
    model.setRows(samples::queue(m_clock.now()));
    QVERIFY(model.row(0).priority);
    for (int i = 2; i < model.rowCount() - 1; ++i)
        QVERIFY(model.row(i - 1).dueAt <= model.row(i).dueAt);
    QVERIFY(model.index(0, int(QueueModel::Column::Due)).data().toString().contains(u"Priority"_s));

    // What waits for its time stays listed, after the others, with the time it returns; then it takes its place.
    const auto placeOf = [&] {
        return model.indexOf(u"task-h"_s);
    };
    QCOMPARE(placeOf(), model.rowCount() - 1);
    QCOMPARE(model.index(placeOf(), int(QueueModel::Column::Due)).data().toString(), u"returns at 3:10 PM · try 2 of 3, Waiting"_s);
    QCOMPARE(model.urgencyOf(model.row(placeOf())), Tone::Neutral);
    m_clock.advance(samples::minutes(48));
    model.tick();
    QVERIFY(placeOf() < model.rowCount() - 1);
    QVERIFY(model.index(placeOf(), int(QueueModel::Column::Due)).data().toString().startsWith(u"due in"_s));
    m_clock.advance(-samples::minutes(48));
}

void TestModels::queueFilters()
{
    QueueModel model(m_clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setMe(u"sam"_s);
    model.setRows(samples::queue(m_clock.now()));
    QCOMPARE(model.countOf(QueueFilter::Mine), 1);
    QCOMPARE(model.countOf(QueueFilter::All), samples::queue(m_clock.now()).size());
    for (const QueueFilter filter : {QueueFilter::Mine, QueueFilter::Unclaimed, QueueFilter::All}) {
        model.setFilter(filter);
        QCOMPARE(model.rowCount(), model.countOf(filter));
    }
    QCOMPARE(model.holding(model.row(model.indexOf(u"task-mine"_s))).state, Holding::State::Mine);
}

QTEST_MAIN(TestModels)
#include "tst_models.moc"
