#pragma once

#include "base/result.h"
#include "board/leadsystems.h"
#include "connections/systemspage.h"
#include "leads/leadrequest.h"

#include <QHash>

namespace ringback::ui {

class ChoicesDialog;
class LeadDialog;
class LeadSystemCard;

/// The office's lead systems: how each is doing, and everything an admin does with them.
class LeadsPage final : public SystemsPage {
    Q_OBJECT

public:
    explicit LeadsPage(const Clock &clock, QWidget *parent = nullptr);

public Q_SLOTS:
    void setSystems(const ringback::board::LeadSystems &systems);
    void showRemoved(const QString &id);
    void showFindings(const QString &id, const QList<ringback::board::TestFinding> &findings);
    /// What there is to choose from, or why it could not be read.
    void showLists(const QString &id, const ringback::Result<ringback::board::LeadLists> &lists);
    /// What a test lead brought.
    void showRecordFindings(const QString &id, const QList<ringback::board::TestFinding> &findings);

Q_SIGNALS:
    void saveRequested(const ringback::ui::LeadRequest &request);
    void listsRequested(const QString &id);
    void recordRequested(const ringback::desk::LeadConnection &connection);
    void pauseRequested(const QString &id, bool paused); ///< of the reading of its people

private:
    void refresh() override;
    void add() override;
    bool showTesting(const QString &id) override;
    [[nodiscard]] QString nameOf(const QString &id) const override;
    [[nodiscard]] QString sentenceOf(const desk::ConnectionRefusal &refusal) const override;
    LeadSystemCard *addCard(const QString &id);
    void openForm(LeadDialog *dialog);
    void edit(const QString &id);
    void chooseFor(const QString &id);
    void signInAt(const QString &id);
    void remove(const QString &id);
    [[nodiscard]] const board::LeadCard *cardOf(const QString &id) const;
    [[nodiscard]] ChoicesDialog *choicesFor(const QString &id) const;

    board::LeadSystems m_systems;
    QHash<QString, LeadSystemCard *> m_cards;
};

} // namespace ringback::ui
