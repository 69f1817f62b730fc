#pragma once

#include "widgets/theme.h"

#include <QWidget>

#include <optional>

class QPainter;

namespace ringback::ui {

/// A rounded ground in the colour of a surface, with an outline: for cards of any size.
void paintGround(QPainter *painter, const QRect &rect, const QPalette &palette, std::optional<Tone> tone = {}, int radius = 12);

/// A rounded ground for things that belong together, with an outline, or in the colour of a tone where it asks for something.
class Card final : public QWidget {
    Q_OBJECT

public:
    explicit Card(std::optional<Tone> tone, QWidget *parent)
        : QWidget(parent)
        , m_tone(tone)
    {}

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<Tone> m_tone;
};

} // namespace ringback::ui
