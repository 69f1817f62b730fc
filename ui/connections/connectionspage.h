#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "board/connections.h"
#include "board/rows.h"
#include "connections/connectionrequest.h"
#include "widgets/phrases.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

#include <optional>

class QPushButton;
class QVBoxLayout;

namespace ringback::ui {

class ConnectionDialog;
class NoticeBar;
class SignInDialog;
class SystemCard;
class TextLabel;
class WiringDialog;

/// The office's phone systems: how each is doing, and everything an admin does with them. Shows values and asks; others do.
class ConnectionsPage final : public QWidget {
    Q_OBJECT

public:
    explicit ConnectionsPage(const Clock &clock, QWidget *parent = nullptr);

    void setOffice(const board::Office &office);
    void setHealth(const board::Health &health);
    void setMe(const QString &staffId) { m_staffId = staffId; }

public Q_SLOTS:
    void setSystems(const ringback::board::PhoneSystems &systems);
    /// Only this program knows it; empty = there is none.
    void setPublicUrl(const QString &publicUrl);
    void showSaved(const QString &id);
    void showRemoved(const QString &id);
    void showRefusal(const ringback::desk::ConnectionRefusal &refusal);
    void showFindings(const QString &id, const QList<ringback::board::TestFinding> &findings);
    void showWiring(const QString &id, const QList<ringback::board::WiringRow> &rows);
    /// The page for signing in is open in the browser, or could not be opened there.
    void showSignInPage(const QString &id, const QByteArray &url, bool isOpen);
    void showSignInEnd(const QString &id, const ringback::board::SignInEnd &end);
    void showWired(const QString &id);
    void showPutBack(const QString &id);
    /// It could not be asked, changed or put back.
    void showWiringProblem(const QString &id, const ringback::Error &error);

Q_SIGNALS:
    void saveRequested(const ringback::ui::ConnectionRequest &request);
    void removeRequested(const QString &id);
    void testRequested(const QString &id);
    void signInRequested(const QString &id);
    void signInGivenUp(const QString &id);
    void wiringRequested(const QString &id); ///< where do its webhooks go?
    void wireRequested(const QString &id);
    void putBackRequested(const QString &id);

private:
    SystemCard *addCard(const QString &id);
    void refresh();
    void add();
    void edit(const QString &id);
    void open(ConnectionDialog *dialog);
    void signIn(const QString &id);
    void wire(const QString &id);
    void putBack(const QString &id);
    void remove(const QString &id);
    void test(const QString &id);
    [[nodiscard]] bool knowsMe();
    [[nodiscard]] const board::ConnectionCard *cardOf(const QString &id) const;
    [[nodiscard]] QString nameOf(const QString &id) const;

    const Clock &m_clock;
    board::Office m_office;
    board::Health m_health;
    board::PhoneSystems m_systems;
    QString m_staffId;
    QTimer m_ticker;
    NoticeBar *m_notice;
    TextLabel *m_recovered;
    TextLabel *m_nothing;
    QPushButton *m_add;
    QVBoxLayout *m_list;
    QHash<QString, SystemCard *> m_cards;
    ConnectionDialog *m_dialog = nullptr; ///< while it is open
    SignInDialog *m_signIn = nullptr; ///< while it is open
    WiringDialog *m_wiring = nullptr; ///< while it is open
};

} // namespace ringback::ui
