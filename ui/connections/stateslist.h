#pragma once

#include "widgets/phrases.h"

#include <QList>
#include <QWidget>

class QVBoxLayout;

namespace ringback::ui {

class GlyphMark;
class TextLabel;

/// How a connection is doing, a line each, most pressing first. Lines stay where they are when their words change.
class StatesList final : public QWidget {
    Q_OBJECT

public:
    explicit StatesList(QWidget *parent);

    void setMarks(const QList<Mark> &marks);

private:
    struct Row {
        QWidget *holder;
        GlyphMark *glyph;
        TextLabel *text;
    };
    QVBoxLayout *m_layout;
    QList<Row> m_rows;
};

/// All of them in two words, for the top of a card.
[[nodiscard]] Mark overallMark(const QList<Mark> &marks);

} // namespace ringback::ui
