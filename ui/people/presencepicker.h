#pragma once

#include "base/clock.h"
#include "board/peoplerows.h"
#include "board/rows.h"

#include <QPushButton>

#include <optional>

class QAction;

namespace ringback::ui {

/// What somebody says of being there. Empty `word`: nothing any more, so that their console and calendar tell.
struct Saying {
    std::optional<calls::PresenceWord> word;
    std::optional<Instant> until;

    friend bool operator==(const Saying &, const Saying &) = default;
};

/// In the header beside the name: whether I am here, and until when not. Where the header has little room its words are
/// cut off, and the tooltip has them whole.
class PresencePicker final : public QPushButton {
    Q_OBJECT

public:
    explicit PresencePicker(const Clock &clock, QWidget *parent = nullptr);

    void setOffice(const board::Office &office);
    /// Nobody: hidden.
    void setCard(const std::optional<board::PersonCard> &card);

    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void said(const ringback::ui::Saying &saying);
    void calendarsClicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildMenu();
    void refresh();
    void askForTime(calls::PresenceWord word);

    const Clock &m_clock;
    board::Office m_office;
    std::optional<board::PersonCard> m_card;
    QAction *m_takeBack = nullptr;
};

} // namespace ringback::ui

Q_DECLARE_METATYPE(ringback::ui::Saying)
