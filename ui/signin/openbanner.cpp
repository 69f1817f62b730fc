#include "signin/openbanner.h"

#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace ringback::ui {

OpenBanner::OpenBanner(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"openBanner"_s);
    auto *text = new TextLabel(Rank::Small, TextLabel::Ink::Muted, this);
    //: Across the window of an owner while nobody has a sign-in.
    text->setText(tr("Anyone at this computer can act as anyone."));
    auto *setUp = new QPushButton(tr("Set up sign-in"), this);
    setUp->setObjectName(u"setUpSignIn"_s);
    setLook(setUp, Look::Link);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(24, 4, 24, 4);
    layout->setSpacing(10);
    layout->addWidget(text);
    layout->addWidget(setUp);
    layout->addStretch(1);
    connect(setUp, &QPushButton::clicked, this, &OpenBanner::setUpClicked);
}

void OpenBanner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(palette()).surface);
    painter.fillRect(0, height() - 1, width(), 1, Theme::of(palette()).line);
}

} // namespace ringback::ui
