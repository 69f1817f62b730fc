#pragma once

#include "notices/notice.h"

#include <QToolButton>

namespace ringback::ui {

/// The bell in the header: whether notices are shown, and until when not. Its menu is the tray icon's too.
class NoticeBell final : public QToolButton {
    Q_OBJECT

public:
    NoticeBell(const Clock &clock, QWidget *parent);

    void setZone(const QByteArray &zone) { m_zone = zone; }
    void setWishes(const NoticeWishes &wishes);
    [[nodiscard]] const NoticeWishes &wishes() const { return m_wishes; }
    /// Time has passed: quiet may be over.
    void tick() { tell(); }

Q_SIGNALS:
    void wishesChanged(const ringback::ui::NoticeWishes &wishes);

private:
    void fillMenu();
    void tell();
    void change(const NoticeWishes &wishes);
    [[nodiscard]] Instant tomorrowMorning() const;

    const Clock &m_clock;
    QByteArray m_zone;
    NoticeWishes m_wishes;
};

} // namespace ringback::ui
