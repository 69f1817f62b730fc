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
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::ApplicationPaletteChange)
        dressUp();
    return QLabel::event(event);
}

void TextLabel::dressUp()
{
    const QPalette own = QApplication::palette();
    const Theme &theme = Theme::of(own);
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, m_tone ? theme.tone(*m_tone).text : m_ink == Ink::Muted ? theme.muted : theme.text);
    setPalette(palette);
    setFont(fontFor(m_rank));
}

} // namespace ringback::ui
