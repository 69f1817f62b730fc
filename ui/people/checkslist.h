#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QWidget>

#include <utility>

class QCheckBox;

namespace ringback::ui {

/// Some of several: a check box for each, in rows as words go.
class ChecksList final : public QWidget {
    Q_OBJECT

public:
    /// `choices`: what each is known by, and its words. The boxes' object names are `name` with that behind a `-`.
    ChecksList(const QString &name, const QList<std::pair<QString, QString>> &choices, QWidget *parent);

    void setChecked(const QStringList &known);
    /// In the order of the choices; those that are none of them stay as they were, at the end.
    [[nodiscard]] QStringList checked() const;

private:
    QList<QCheckBox *> m_boxes;
    QStringList m_known;
    QStringList m_others;
};

} // namespace ringback::ui
