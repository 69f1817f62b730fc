#pragma once

#include "board/connections.h"
#include "widgets/phrases.h"

#include <QList>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace ringback::ui {

class Chip;
class StatesList;
class TestResults;
class TextLabel;

/// One phone system on its page: what goes through it, how it is doing, what can be done with it, and what a test found.
class SystemCard final : public QWidget {
    Q_OBJECT

public:
    explicit SystemCard(const QString &id, QWidget *parent = nullptr);

    [[nodiscard]] const QString &id() const { return m_id; }
    void setCard(const board::ConnectionCard &card, const board::PhoneSystems &systems);
    void setMarks(const QList<Mark> &marks);
    void showTesting();
    void showFindings(const QList<board::TestFinding> &findings);

Q_SIGNALS:
    void testClicked();
    void editClicked();
    void signInClicked();
    void wireClicked();
    void putBackClicked();
    void removeClicked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void buildButtons(QVBoxLayout *layout);

    const QString m_id;
    TextLabel *m_title;
    TextLabel *m_name;
    Chip *m_overall;
    TextLabel *m_calls;
    TextLabel *m_texts;
    StatesList *m_marks;
    QPushButton *m_test = nullptr;
    QPushButton *m_edit = nullptr;
    QPushButton *m_signIn = nullptr;
    QPushButton *m_wire = nullptr;
    QPushButton *m_putBack = nullptr;
    QPushButton *m_remove = nullptr;
    TestResults *m_results;
};

} // namespace ringback::ui
