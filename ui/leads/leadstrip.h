#pragma once

#include "board/leadbadge.h"
#include "widgets/phrases.h"

#include <QList>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace ringback::ui {

class GlyphMark;
class TextLabel;

/// Where a case stands in each lead system and what was earned with it, in the conversation. Rows stay where they are when their words change, with the
/// keyboard on them.
class LeadStrip final : public QWidget {
    Q_OBJECT

public:
    explicit LeadStrip(QWidget *parent);

    /// Hidden while there is nothing to show.
    void setLeads(const QList<board::LeadBadge> &badges, const QList<board::WinBrief> &wins, const Telling &telling);

Q_SIGNALS:
    void retryClicked(const QString &connectionId);
    void chooseClicked(const QString &connectionId);

private:
    struct Row {
        QString connectionId;
        QWidget *holder;
        GlyphMark *glyph;
        TextLabel *words;
        TextLabel *why;
        QPushButton *choose;
        QPushButton *retry;
        QPushButton *open; ///< null where there is nothing to open
        QString url;
    };
    Row addRow(const board::LeadBadge &badge);
    void fill(Row &row, const board::LeadBadge &badge);
    void orderTabs();
    void showWins(const QList<board::WinBrief> &wins, const Telling &telling);

    QVBoxLayout *m_list;
    QVBoxLayout *m_winList;
    QWidget *m_wins;
    QList<Row> m_rows;
    QList<board::WinBrief> m_shownWins;
};

} // namespace ringback::ui
