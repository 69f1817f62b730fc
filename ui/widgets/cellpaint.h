#pragma once

#include "widgets/phrases.h"
#include "widgets/theme.h"

#include <QFont>
#include <QRect>
#include <QStyleOptionViewItem>

class QPainter;

namespace ringback::ui {

/// The two lines of a row's cell, with room around them. What the delegates of Board and Queue have in common.
struct CellFrame {
    QRect first;
    QRect second;
};

[[nodiscard]] CellFrame frameOf(const QStyleOptionViewItem &option);
/// Ground, selection, hover and the line below. The mark at the left edge of the first column is the selection's shape.
void paintCellGround(QPainter *painter, const QStyleOptionViewItem &option, bool firstColumn);

/// Elided at the right; returns how wide it became.
int paintWords(QPainter *painter, const QRect &rect, const QString &text, Rank rank, const QColor &colour);
/// An icon, then words.
int paintMark(QPainter *painter, const QRect &rect, const Mark &mark, Rank rank, const QColor &colour);
/// Digits in cells of one width, so that a ticking age does not jitter. (Qt 6.4 cannot ask a font for its tabular digits.)
void paintTabular(QPainter *painter, const QRect &rect, const QString &text, Rank rank, const QColor &colour);

/// The button in a row. Painted, not a widget: a row has the keys Enter and C, and the pane has a real button.
[[nodiscard]] QRect rowButton(const QStyleOptionViewItem &option, const QString &label);
void paintRowButton(QPainter *painter, const QStyleOptionViewItem &option, const QString &label, bool pressed);

} // namespace ringback::ui
