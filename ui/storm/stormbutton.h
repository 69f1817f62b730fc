#pragma once

#include "base/clock.h"
#include "board/rows.h"

#include <QPushButton>

#include <optional>

class QAction;

namespace ringback::ui {

/// Where "the end of today" is on the office's clock.
[[nodiscard]] Instant endOfDay(Instant now, const QByteArray &zone);

/// The storm switch in the header: a menu asks until when.
class StormButton final : public QPushButton {
    Q_OBJECT

public:
    StormButton(const Clock &clock, QWidget *parent);

    void setZone(const QByteArray &zone) { m_zone = zone; }
    void setStorm(const std::optional<board::StormNow> &storm);

Q_SIGNALS:
    void beginChosen(std::optional<ringback::Instant> until);
    void endChosen();

private:
    const Clock &m_clock;
    QByteArray m_zone;
    QAction *m_end;
};

} // namespace ringback::ui
