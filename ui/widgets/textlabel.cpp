#include "widgets/textlabel.h"

#include <QApplication>
#include <QEvent>

namespace ringback::ui {

TextLabel::TextLabel(Rank rank, Ink ink, QWidget *parent)
    : QLabel(parent)
    , m_rank(rank)
    , m_ink(ink)
{
    setTextFormat(Qt::PlainText);
    setForegroundRole(QPalette::WindowText); // also on a ground of the role Base, which would make it Text
    dressUp();
}

void TextLabel::setTone(std::optional<Tone> tone)
{
    m_tone = tone;
    dressUp();
}

bool TextLabel::event(QEvent *event)
{
    // Qt tells windows of a new look of the application, and the widgets in them of what it changed for them.
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        dressUp();
    return QLabel::event(event);
}

// Sets only what differs: setting it is news again.
void TextLabel::dressUp()
{
    const Theme &theme = Theme::of(QApplication::palette());
    const QColor ink = m_tone ? theme.tone(*m_tone).text : m_ink == Ink::Muted ? theme.muted : theme.text;
    if (palette().color(QPalette::WindowText) != ink) {
        QPalette dressed = palette();
        dressed.setColor(QPalette::WindowText, ink);
        setPalette(dressed);
    }
    if (const QFont wanted = fontFor(m_rank); font() != wanted)
        setFont(wanted);
}

} // namespace ringback::ui
