#include "welcome/welcomepage.h"

#include "widgets/icons.h"
#include "widgets/textlabel.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

/// A choice as large as it is important: icon, title, a sentence.
class ChoiceCard final : public QAbstractButton {
public:
    ChoiceCard(Glyph glyph, const QString &title, const QString &sentence, QWidget *parent)
        : QAbstractButton(parent)
        , m_glyph(glyph)
        , m_sentence(sentence)
    {
        setText(title);
        setAccessibleName(title);
        setAccessibleDescription(sentence);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
    }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override
    {
        const int inner = width - 2 * margin;
        return 2 * margin + iconSide() + 16 + wrapped(fontFor(Rank::Heading), text(), inner) + 8 +
               wrapped(fontFor(Rank::Body), m_sentence, inner);
    }
    QSize sizeHint() const override
    {
        const int width = fontMetrics().averageCharWidth() * 48;
        return QSize(width, heightForWidth(width));
    }
    QSize minimumSizeHint() const override { return QSize(fontMetrics().averageCharWidth() * 24, 120); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(palette());
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool strong = underMouse() || hasFocus();
        painter.setPen(QPen(strong ? theme.accent : theme.line, hasFocus() ? 2 : 1));
        painter.setBrush(isDown() ? theme.selected : theme.surface);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 12, 12);

        const int side = iconSide();
        const QRect ground(margin, margin, side, side);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.selected);
        painter.drawRoundedRect(ground, 10, 10);
        paintGlyph(&painter, ground.adjusted(side / 5, side / 5, -side / 5, -side / 5), m_glyph, theme.accent);

        QRect rest(margin, margin + side + 16, width() - 2 * margin, height());
        painter.setFont(fontFor(Rank::Heading));
        painter.setPen(theme.text);
        painter.drawText(rest, Qt::TextWordWrap, text());
        rest.translate(0, wrapped(fontFor(Rank::Heading), text(), rest.width()) + 8);
        painter.setFont(fontFor(Rank::Body));
        painter.setPen(theme.muted);
        painter.drawText(rest, Qt::TextWordWrap, m_sentence);
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            animateClick();
        else
            QAbstractButton::keyPressEvent(event);
    }

private:
    static constexpr int margin = 24;

    static int wrapped(const QFont &font, const QString &text, int width)
    {
        return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10000), Qt::TextWordWrap, text).height();
    }
    int iconSide() const { return fontMetrics().height() * 5 / 2; }

    Glyph m_glyph;
    QString m_sentence;
};

} // namespace

WelcomePage::WelcomePage(QWidget *parent)
    : QWidget(parent)
{
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);

    auto *title = new TextLabel(Rank::Title, TextLabel::Ink::Normal, content);
    //: First line of the program's first page.
    title->setText(tr("Welcome to Ringback"));
    title->setAlignment(Qt::AlignCenter);
    auto *lead = new TextLabel(Rank::Body, TextLabel::Ink::Muted, content);
    lead->setText(tr("A missed call gets a text within seconds, and a callback that somebody claims. How would you like to start?"));
    lead->setAlignment(Qt::AlignCenter);
    lead->setWordWrap(true);
    auto *practice =
        new ChoiceCard(Glyph::Practice, tr("Try it with a practice phone line"),
                       tr("Made-up callers ring a made-up line. Nothing leaves this computer and no real texts are sent."), content);
    practice->setObjectName(u"practice"_s);
    auto *connectCard = new ChoiceCard(Glyph::Plug, tr("Connect my phone system"),
                                       tr("Use your business number. You need your Twilio account and about ten minutes."), content);
    connectCard->setObjectName(u"connect"_s);
    auto *cards = new QHBoxLayout;
    cards->setSpacing(24);
    cards->addStretch(1);
    cards->addWidget(practice, 6);
    cards->addWidget(connectCard, 6);
    cards->addStretch(1);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(32, 32, 32, 32);
    layout->setSpacing(12);
    layout->addStretch(2);
    layout->addWidget(title);
    layout->addWidget(lead);
    layout->addSpacing(24);
    layout->addLayout(cards);
    layout->addStretch(3);
    setFocusProxy(practice);
    connect(practice, &QAbstractButton::clicked, this, &WelcomePage::practiceChosen);
    connect(connectCard, &QAbstractButton::clicked, this, &WelcomePage::connectChosen);
}

} // namespace ringback::ui
