#pragma once

#include "base/result.h"
#include "connections/connectionrequest.h"
#include "connections/systemspage.h"

#include <QHash>

namespace ringback::ui {

class ConnectionDialog;
class SystemCard;
class WiringDialog;

/// The office's phone systems: how each is doing, and everything an admin does with them.
class ConnectionsPage final : public SystemsPage {
    Q_OBJECT

public:
    explicit ConnectionsPage(const Clock &clock, QWidget *parent = nullptr);

public Q_SLOTS:
    void setSystems(const ringback::board::PhoneSystems &systems);
    /// Only this program knows it; empty = there is none.
    void setPublicUrl(const QString &publicUrl);
    void showRemoved(const QString &id);
    void showFindings(const QString &id, const QList<ringback::board::TestFinding> &findings);
    void showWiring(const QString &id, const QList<ringback::board::WiringRow> &rows);
    void showWired(const QString &id);
    void showPutBack(const QString &id);
    /// It could not be asked, changed or put back.
    void showWiringProblem(const QString &id, const ringback::Error &error);

Q_SIGNALS:
    void saveRequested(const ringback::ui::ConnectionRequest &request);
    void wiringRequested(const QString &id); ///< where do its webhooks go?
    void wireRequested(const QString &id);
    void putBackRequested(const QString &id);

private:
    void refresh() override;
    void add() override;
    bool showTesting(const QString &id) override;
    [[nodiscard]] QString nameOf(const QString &id) const override;
    [[nodiscard]] QString sentenceOf(const desk::ConnectionRefusal &refusal) const override;
    SystemCard *addCard(const QString &id);
    void edit(const QString &id);
    void openForm(ConnectionDialog *dialog);
    void signInAt(const QString &id);
    void wire(const QString &id);
    void putBack(const QString &id);
    void remove(const QString &id);
    [[nodiscard]] const board::ConnectionCard *cardOf(const QString &id) const;

    board::PhoneSystems m_systems;
    QHash<QString, SystemCard *> m_cards;
    WiringDialog *m_wiring = nullptr; ///< while it is open
};

} // namespace ringback::ui
