#pragma once

#include "base/result.h"
#include "board/leadsystems.h"
#include "board/rows.h"
#include "connections/formdialog.h"
#include "leads/leadrequest.h"

#include <QList>

class QPushButton;

namespace ringback::ui {

class GlyphMark;
class TestResults;
class TextLabel;

/// What of a lead system is meant by the office's words: a row each, filled from what the system has. A test lead shows whether it works.
class ChoicesDialog final : public FormDialog {
    Q_OBJECT

public:
    ChoicesDialog(const board::LeadCard &card, const board::Office &office, QWidget *parent = nullptr);

    /// What there is to choose from, or why it could not be read.
    void showLists(const Result<board::LeadLists> &lists);
    void showFindings(const QList<board::TestFinding> &findings);
    void showRefusal(const desk::ConnectionRefusal &refusal) override;
    [[nodiscard]] const QString &id() const override { return m_card.connection.id; }
    /// With what is chosen now, saved or not.
    [[nodiscard]] desk::LeadConnection connection() const;

Q_SIGNALS:
    void saveRequested(const ringback::ui::LeadRequest &request);
    void listsRequested(const QString &id);
    void recordRequested(const ringback::desk::LeadConnection &connection);

private:
    struct Row {
        board::LeadSlot slot;
        QWidget *input; ///< a combo box, or a line to type into
        GlyphMark *glyph;
        TextLabel *state;
        QWidget *stateRow;
    };
    void addRows(const QString &title, const QString &hint, const QString &prefix);
    void addRow(const board::LeadSlot &slot);
    void fill(const Row &row);
    void tell(const Row &row);
    void save() override;
    void tryRecord();
    [[nodiscard]] QString chosen(const Row &row) const;

    const board::LeadCard m_card; ///< as it was
    const board::Office m_office;
    const QString m_name;
    board::LeadLists m_lists;
    bool m_isRead = false;
    QList<Row> m_rows;
    TextLabel *m_reading;
    TestResults *m_results;
    QPushButton *m_try;
    QPushButton *m_again;
};

} // namespace ringback::ui
