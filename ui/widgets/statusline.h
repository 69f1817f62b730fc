#pragma once

#include "board/calendarcards.h"
#include "board/rows.h"
#include "widgets/phrases.h"

#include <QWidget>

class QPushButton;

namespace ringback::ui {

class GlyphMark;
class TextLabel;

/// What the status line says, most pressing first.
[[nodiscard]] QList<Mark> statusMarks(const board::Health &health, const board::Calendars &calendars, const Telling &telling);

/// The truth about engine, webhooks, connections and texts, each with a shape and words. Goes on in a second line where it must.
class StatusLine final : public QWidget {
    Q_OBJECT

public:
    explicit StatusLine(QWidget *parent = nullptr);
    void setMarks(const QList<Mark> &marks);
    /// A button for what a person must decide about; none at 0.
    void setToReview(int count);
    [[nodiscard]] QStringList texts() const;

Q_SIGNALS:
    void reviewClicked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Item {
        QWidget *holder;
        GlyphMark *glyph;
        TextLabel *text;
    };
    QPushButton *m_review;
    QList<Item> m_items;
    QStringList m_texts;
};

} // namespace ringback::ui
