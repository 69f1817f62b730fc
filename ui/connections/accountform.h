#pragma once

#include "desk/connectionwork.h"
#include "widgets/formfield.h"

#include <QHash>
#include <QMap>
#include <QString>
#include <QWidget>

#include <optional>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QRegularExpression;
class QVBoxLayout;

namespace ringback::ui {

class TextLabel;

/// The account at one phone system, asked for in the vendor's own words. Secrets are typed in and never shown again.
class AccountForm final : public QWidget {
    Q_OBJECT

public:
    /// `address` is where its webhooks are to be sent; empty = nowhere to be told.
    AccountForm(const QString &type, const QString &address, QWidget *parent);

    /// The fields as they are stored.
    void load(const desk::Account &account);
    /// The fields as they were filled in, and the secrets that were typed by their names in the keychain. Nothing when something is wrong, which is
    /// said in place.
    [[nodiscard]] std::optional<desk::Account> read(const QString &connection, QMap<QString, QString> &secrets);
    /// The setup's parser did not like a field: its key there. False when the form has no such field.
    bool showProblem(const QString &key);
    /// Of a generic system: what its fields are called there.
    void setMapping(const QMap<QString, QString> &fields, const QMap<QString, QStringList> &words);
    [[nodiscard]] const desk::Account &loaded() const { return m_account; }

Q_SIGNALS:
    void mapRequested(); ///< a sample is to be pasted

private:
    struct Shape; ///< what an answer must look like

    void buildTwilio();
    void buildRingCentral();
    void buildQuo();
    void buildGeneric();
    void buildGoogleVoice();
    QLineEdit *line(const QString &key, const QString &label, const QString &example, const QString &help, bool isNeeded = false);
    QLineEdit *secret(const QString &key, const QString &label, const QString &help, bool isNeeded);
    CalmComboBox *choice(const QString &key, const QString &label, const QStringList &words, const QString &help);
    QCheckBox *check(const QString &key, const QString &label, const QString &help);
    void addressRow(const QString &address, const QString &help);
    void offerToMake(QLineEdit *secret);
    QVBoxLayout *beginMore();
    void showWhatApplies();
    void showMapping();
    [[nodiscard]] QString text(const QString &key) const;
    [[nodiscard]] int chosen(const QString &key) const;
    [[nodiscard]] bool ticked(const QString &key) const;
    void setText(const QString &key, const QString &text);
    void choose(const QString &key, int index);
    void tick(const QString &key, bool on);
    [[nodiscard]] bool looksRight();
    /// The secret's name; a typed value joins `secrets` under it.
    QString keep(const QString &key, const QString &before, const QString &connection, QMap<QString, QString> &secrets);

    const QString m_type;
    QVBoxLayout *m_layout;
    QHash<QString, FormField> m_fields; ///< by the setup file's key
    QHash<QString, bool> m_needed;
    QStringList m_order;
    QStringList m_secrets;
    QWidget *m_more = nullptr;
    TextLabel *m_mapping = nullptr;
    desk::Account m_account; ///< as loaded; what the form does not show stays as it is
    bool m_isNew = true;
};

} // namespace ringback::ui
