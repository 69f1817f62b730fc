#pragma once

#include "widgets/formfield.h"

#include <QHash>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QWidget>

class QCheckBox;
class QLineEdit;
class QVBoxLayout;

namespace ringback::ui {

/// A form for an account at somebody else's system, in that vendor's own words, by the setup file's keys. Secrets are typed in and never shown again.
class AccountFields : public QWidget {
    Q_OBJECT

public:
    /// The setup's parser did not like a field: its key there. False when the form has no such field.
    bool showProblem(const QString &key);

protected:
    explicit AccountFields(QWidget *parent);

    QLineEdit *line(const QString &key, const QString &label, const QString &example, const QString &help, bool isNeeded = false);
    QLineEdit *secret(const QString &key, const QString &label, const QString &help, bool isNeeded);
    CalmComboBox *choice(const QString &key, const QString &label, const QStringList &words, const QString &help);
    QCheckBox *check(const QString &key, const QString &label, const QString &help);
    /// Something of another kind.
    FormField other(const QString &key, const QString &label, QWidget *input, const QString &help);
    /// Where the browser comes back to from a sign-in: people carry it to the page of the vendor's app.
    void redirectRow(const QString &address, const QString &help);
    /// A password that we make up is shown this once, as it must be given to the other system too; null = of letters and digits.
    void offerToMake(QLineEdit *secret, QString (*make)() = nullptr);
    /// What few offices change stands behind a button: all fields made in between.
    void beginMore();
    void endMore();

    [[nodiscard]] QVBoxLayout *fields() const { return m_layout; }
    [[nodiscard]] FormField field(const QString &key) const { return m_fields.value(key); }
    [[nodiscard]] QString text(const QString &key) const;
    [[nodiscard]] int chosen(const QString &key) const;
    [[nodiscard]] bool ticked(const QString &key) const;
    void setText(const QString &key, const QString &text);
    void choose(const QString &key, int index);
    void tick(const QString &key, bool on);
    void showField(const QString &key, bool visible);
    void showMore(bool visible);

    /// Which secrets are stored already, by the field's key: their names. Empty ones are not.
    void setKept(const QMap<QString, QString> &names);
    /// Every field that is shown; what is wrong is said in place.
    [[nodiscard]] bool looksRight();
    /// The secret's name; a typed value joins `secrets` under it.
    QString keep(const QString &key, const QString &before, const QString &connection, QMap<QString, QString> &secrets);

    /// What a field's text is to be stored as.
    [[nodiscard]] virtual QString cleaned(const QString &key, const QString &text) const;
    [[nodiscard]] virtual bool isNeeded(const QString &key) const { return m_needed.value(key); }
    /// Whether a text that is there looks as the vendor writes it.
    [[nodiscard]] virtual bool hasShape(const QString &key) const;
    /// What to say below a field that is not right; empty = as usual.
    [[nodiscard]] virtual QString problemOf(const QString &key) const;
    /// Questions that the answers so far leave open.
    virtual void showWhatApplies() {}

private:
    QVBoxLayout *m_layout;
    QVBoxLayout *m_outer = nullptr; ///< while the fields behind the button are made
    QHash<QString, FormField> m_fields; ///< by the setup file's key
    QHash<QString, bool> m_needed;
    QStringList m_order;
    QStringList m_secrets;
    QWidget *m_more = nullptr;
    QWidget *m_moreButton = nullptr;
    bool m_isNew = true;
};

} // namespace ringback::ui
