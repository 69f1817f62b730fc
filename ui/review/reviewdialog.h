#pragma once

#include "board/rows.h"
#include "desk/texting.h"
#include "widgets/phrases.h"

#include <QDialog>
#include <QHash>

class QPushButton;
class QVBoxLayout;

namespace ringback::ui {

class TextLabel;

/// Messages of which nobody can tell whether they left: what is known of each, and three answers. Stays open while others settle some of
/// them too. Somebody else does what is answered.
class ReviewDialog final : public QDialog {
    Q_OBJECT

public:
    explicit ReviewDialog(QWidget *parent = nullptr);

    void setTexts(const QList<board::TextToReview> &texts, const Telling &telling);

Q_SIGNALS:
    void answered(const QString &messageId, ringback::desk::ReviewChoice choice);

private:
    [[nodiscard]] QWidget *card(const board::TextToReview &text, const Telling &telling);

    QHash<QString, QWidget *> m_cards; ///< by message
    QList<board::TextToReview> m_shown;
    QVBoxLayout *m_list;
    TextLabel *m_nothing;
    QPushButton *m_close;
};

} // namespace ringback::ui
