#pragma once

#include "widgets/icons.h"

#include <QHash>
#include <QWidget>

class QButtonGroup;
class QShortcut;
class QVBoxLayout;

namespace ringback::ui {

/// The pages of the window, down its left edge. Arrow keys go through them, as through tabs.
class NavigationRail final : public QWidget {
    Q_OBJECT

public:
    explicit NavigationRail(QWidget *parent = nullptr);

    void addPage(int id, Glyph glyph, const QString &label, const QKeySequence &shortcut);
    void setCurrent(int id);
    /// A page that is not for who sits here is not offered, also not by its keys.
    void setOffered(int id, bool isOffered);
    void setCount(int id, int count); ///< a number on the icon; 0 = none

Q_SIGNALS:
    void pageChosen(int id);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_layout;
    QButtonGroup *m_buttons;
    QHash<int, QShortcut *> m_keys;
};

} // namespace ringback::ui
