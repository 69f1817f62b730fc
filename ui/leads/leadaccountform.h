#pragma once

#include "connections/accountfields.h"
#include "desk/leadwork.h"

#include <QMap>
#include <QString>

#include <optional>

namespace ringback::ui {

/// The account at one lead system.
class LeadAccountForm final : public AccountFields {
    Q_OBJECT

public:
    /// `redirect` is where the browser comes back to from a sign-in; empty = nobody has to be told.
    LeadAccountForm(const QString &type, const QString &redirect, QWidget *parent);

    /// The fields as they are stored.
    void load(const desk::LeadAccount &account);
    /// The fields as they were filled in, and the secrets that were typed by their names in the keychain. Nothing when something is wrong, which is
    /// said in place.
    [[nodiscard]] std::optional<desk::LeadAccount> read(const QString &connection, QMap<QString, QString> &secrets);

    /// A key file is no larger.
    static constexpr qint64 largestKeyFile = 16 << 10;

private:
    void buildJobber();
    void buildServiceTitan();
    void buildAccuLynx();
    void buildGreenhouse();
    void buildLever();
    void buildBullhorn();
    void buildSheet();
    void buildHook();
    void redirect(const QString &help);
    void chooseKeyFile();

    [[nodiscard]] QString cleaned(const QString &key, const QString &text) const override;
    [[nodiscard]] bool isNeeded(const QString &key) const override;
    [[nodiscard]] bool hasShape(const QString &key) const override;
    [[nodiscard]] QString problemOf(const QString &key) const override;
    void showWhatApplies() override;

    const QString m_type;
    const QString m_redirect;
    QWidget *m_keyFile = nullptr;
    desk::LeadAccount m_account; ///< as loaded; what the form does not show stays as it is
};

} // namespace ringback::ui
