#pragma once

#include <QLabel>
#include <QStringList>
#include <QWidget>

/// What a picture cannot prove by itself: that no sentence on it is cut off.
namespace ringback::samples {

/// The visible labels of a shown widget that have less room than their text takes, each with its text and sizes.
inline QStringList cutOff(const QWidget &widget)
{
    QStringList list;
    const QList<QLabel *> labels = widget.findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        if (!label->isVisibleTo(&widget) || label->text().isEmpty() || label->visibleRegion().isEmpty())
            continue;
        const QSize needed = label->wordWrap() ? QSize(0, label->heightForWidth(label->width())) : label->sizeHint();
        if (label->width() < needed.width() || label->height() < needed.height())
            list.append(QStringLiteral("\"%1\" has %2x%3 of %4x%5")
                            .arg(label->text())
                            .arg(label->width())
                            .arg(label->height())
                            .arg(needed.width())
                            .arg(needed.height()));
    }
    return list;
}

} // namespace ringback::samples
