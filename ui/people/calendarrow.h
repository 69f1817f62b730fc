#pragma once

#include "board/calendarcards.h"
#include "board/connections.h"
#include "widgets/phrases.h"

#include <QWidget>

class QPushButton;

namespace ringback::ui {

class StatesList;
class TestResults;
class TextLabel;

/// One calendar of a person: what it is, how it is doing, and the buttons for it.
class CalendarRow final : public QWidget {
    Q_OBJECT

public:
    CalendarRow(const QString &id, QWidget *parent);

    void setCard(const board::CalendarCard &card, const Telling &telling);
    void showTesting();
    void showFindings(const QList<board::TestFinding> &findings);

Q_SIGNALS:
    void testClicked();
    void signInClicked();
    void editClicked();
    void removeClicked();

private:
    TextLabel *m_name;
    TextLabel *m_entries;
    StatesList *m_state;
    QPushButton *m_test;
    QPushButton *m_signIn;
    QPushButton *m_edit;
    QPushButton *m_remove;
    TestResults *m_results;
    QString m_title;
    QString m_system; ///< who answers there
};

} // namespace ringback::ui
