#pragma once

#include "board/leadbadge.h"

#include <QDialog>
#include <QString>

class QButtonGroup;
class QPushButton;
class QVBoxLayout;

namespace ringback::ui {

/// Several people in a lead system have the caller's number: somebody says which one called, or that it was none of them.
class RecordDialog final : public QDialog {
    Q_OBJECT

public:
    /// `caller` as the case names them.
    RecordDialog(const board::LeadBadge &badge, const QString &caller, QWidget *parent = nullptr);

    [[nodiscard]] const QString &connectionId() const { return m_connectionId; }

Q_SIGNALS:
    void chosen(const QString &connectionId, const QString &record); ///< an empty record = none of them: a new one is made

private:
    void addRecord(QVBoxLayout *list, const board::LeadCandidate &candidate, const QString &system);

    const QString m_connectionId;
    QButtonGroup *m_choices;
    QPushButton *m_confirm;
};

} // namespace ringback::ui
