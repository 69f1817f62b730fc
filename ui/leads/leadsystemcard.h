#pragma once

#include "board/leadsystems.h"
#include "widgets/phrases.h"

#include <QList>
#include <QWidget>

class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace ringback::ui {

class Chip;
class StatesList;
class TestResults;
class TextLabel;

/// One lead system on its page: what it does, how it is doing, how far its people are read, and what can be done with it.
class LeadSystemCard final : public QWidget {
    Q_OBJECT

public:
    explicit LeadSystemCard(const QString &id, QWidget *parent = nullptr);

    [[nodiscard]] const QString &id() const { return m_id; }
    void setCard(const board::LeadCard &card, const board::LeadSystems &systems);
    void setMarks(const QList<Mark> &marks);
    void showTesting();
    void showFindings(const QList<board::TestFinding> &findings, const board::Office &office);

Q_SIGNALS:
    void testClicked();
    void choicesClicked();
    void editClicked();
    void signInClicked();
    void removeClicked();
    void pauseClicked(bool paused); ///< stop reading its people, or go on

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void buildProgress(QVBoxLayout *layout);
    void buildButtons(QVBoxLayout *layout);
    void showProgress(const std::optional<board::FirstPass> &pass);

    const QString m_id;
    QString m_type;
    bool m_isPaused = false;
    TextLabel *m_title;
    TextLabel *m_name;
    Chip *m_overall;
    TextLabel *m_does;
    StatesList *m_marks;
    QWidget *m_progress = nullptr;
    QProgressBar *m_bar = nullptr;
    TextLabel *m_read = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_choices = nullptr;
    QPushButton *m_edit = nullptr;
    QPushButton *m_signIn = nullptr;
    QPushButton *m_remove = nullptr;
    TestResults *m_results;
};

} // namespace ringback::ui
