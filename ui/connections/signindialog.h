#pragma once

#include "board/connections.h"

#include <QByteArray>
#include <QDialog>

class QPushButton;

namespace ringback::ui {

class NoticeBar;
class TextLabel;

/// Why a sign-in in the browser came to nothing, and what to do.
[[nodiscard]] QString signInProblem(const board::SignInEnd &end, const QString &systemName);

/// A user signs in at a phone or lead system, in the browser; this says what to do there, and waits. Who opened it does the rest.
class SignInDialog final : public QDialog {
    Q_OBJECT

public:
    /// `who` says as whom to sign in there; `address` is what the system's app has to be registered with, empty = nothing.
    SignInDialog(QString id, const QString &systemName, const QString &who, const QString &address, QWidget *parent = nullptr);

    [[nodiscard]] const QString &id() const { return m_id; }
    [[nodiscard]] const QString &systemName() const { return m_systemName; }
    /// The browser shows that page now, or could not be started: then somebody takes its address there.
    void showPage(const QByteArray &url, bool isOpen);
    /// It can be tried again.
    void showProblem(const QString &problem);

Q_SIGNALS:
    void begun();

private:
    void begin();

    const QString m_id;
    const QString m_systemName;
    QByteArray m_url; ///< of the sign-in page
    TextLabel *m_state;
    NoticeBar *m_notice;
    QPushButton *m_copyPage;
    QPushButton *m_cancel;
    QPushButton *m_begin;
};

} // namespace ringback::ui
