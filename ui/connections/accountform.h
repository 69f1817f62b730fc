#pragma once

#include "connections/accountfields.h"
#include "desk/connectionwork.h"

#include <QMap>
#include <QString>

#include <optional>

namespace ringback::ui {

class TextLabel;

/// The account at one phone system.
class AccountForm final : public AccountFields {
    Q_OBJECT

public:
    /// `address` is where its webhooks are to be sent; empty = nowhere to be told.
    AccountForm(const QString &type, const QString &address, QWidget *parent);

    /// The fields as they are stored.
    void load(const desk::Account &account);
    /// The fields as they were filled in, and the secrets that were typed by their names in the keychain. Nothing when something is wrong, which is
    /// said in place.
    [[nodiscard]] std::optional<desk::Account> read(const QString &connection, QMap<QString, QString> &secrets);
    /// Of a generic system: what its fields are called there.
    void setMapping(const QMap<QString, QString> &fields, const QMap<QString, QStringList> &words);
    [[nodiscard]] const desk::Account &loaded() const { return m_account; }

Q_SIGNALS:
    void mapRequested(); ///< a sample is to be pasted

private:
    void buildTwilio();
    void buildRingCentral();
    void buildQuo();
    void buildGeneric();
    void buildGoogleVoice();
    void addressRow(const QString &address, const QString &help);
    void showMapping();

    [[nodiscard]] QString cleaned(const QString &key, const QString &text) const override;
    [[nodiscard]] bool isNeeded(const QString &key) const override;
    [[nodiscard]] bool hasShape(const QString &key) const override;
    [[nodiscard]] QString problemOf(const QString &key) const override;
    void showWhatApplies() override;

    const QString m_type;
    TextLabel *m_mapping = nullptr;
    desk::Account m_account; ///< as loaded; what the form does not show stays as it is
};

} // namespace ringback::ui
