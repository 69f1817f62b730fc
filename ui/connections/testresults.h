#pragma once

#include "connections/findingwords.h"

#include <QList>
#include <QWidget>

class QVBoxLayout;

namespace ringback::ui {

/// What a test of a connection found, one sentence with advice each; hidden until there is something.
class TestResults final : public QWidget {
    Q_OBJECT

public:
    explicit TestResults(QWidget *parent);

    /// While it is asked: a sentence that says so.
    void showState(const QString &sentence);
    void showFindings(const QList<FindingWords> &findings);

private:
    void clear();
    void addFinding(const FindingWords &words);

    QVBoxLayout *m_layout;
};

} // namespace ringback::ui
