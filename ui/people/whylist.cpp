#include "people/whylist.h"

#include "widgets/textlabel.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

WhyList::WhyList(QWidget *parent)
    : QWidget(parent)
    , m_answer(new TextLabel(Rank::Heading, TextLabel::Ink::Normal, this))
    , m_reasons(new TextLabel(Rank::Body, TextLabel::Ink::Normal, this))
    , m_others(new TextLabel(Rank::Body, TextLabel::Ink::Muted, this))
{
    setObjectName(u"why"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    for (TextLabel *label : {m_answer, m_reasons, m_others}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        layout->addWidget(label);
    }
    m_answer->setObjectName(u"whyAnswer"_s);
    m_reasons->setObjectName(u"whyReasons"_s);
    m_others->setObjectName(u"whyOthers"_s);
}

void WhyList::setWhy(const Why &why)
{
    m_answer->setText(why.answer.text);
    m_answer->setTone(why.answer.tone == Tone::Warn ? std::optional(Tone::Warn) : std::nullopt);
    m_reasons->setText(why.reasons);
    m_reasons->setVisible(!why.reasons.isEmpty());
    m_others->setText(why.others.join(u'\n'));
    m_others->setVisible(!why.others.isEmpty());
    setAccessibleName(text());
}

QString WhyList::text() const
{
    QStringList lines{m_answer->text(), m_reasons->text(), m_others->text()};
    lines.removeAll(QString());
    return lines.join(u'\n');
}

} // namespace ringback::ui
