#pragma once

#include "widgets/theme.h"

#include <QLabel>

#include <optional>

namespace ringback::ui {

/// Plain text on a screen, never HTML: what callers and phone companies send is shown as it is. Grows with the application's font.
class TextLabel : public QLabel {
    Q_OBJECT

public:
    enum class Ink { Normal, Muted };

    explicit TextLabel(Rank rank = Rank::Body, Ink ink = Ink::Normal, QWidget *parent = nullptr);

    void setTone(std::optional<Tone> tone); ///< empty = the ink it was made with

protected:
    bool event(QEvent *event) override;

private:
    void dressUp();

    Rank m_rank;
    Ink m_ink;
    std::optional<Tone> m_tone;
};

} // namespace ringback::ui
