#include "people/checkslist.h"

#include "widgets/flowlayout.h"
#include "widgets/phrases.h"

#include <QCheckBox>

using namespace Qt::StringLiterals;

namespace ringback::ui {

ChecksList::ChecksList(const QString &name, const QList<std::pair<QString, QString>> &choices, QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new FlowLayout(this, 16, 6);
    layout->setContentsMargins(0, 2, 0, 2);
    for (const auto &[known, words] : choices) {
        auto *box = new QCheckBox(literal(words), this);
        box->setObjectName(u"%1-%2"_s.arg(name, known));
        box->setAccessibleName(words);
        layout->addWidget(box);
        m_boxes.append(box);
        m_known.append(known);
    }
    if (!m_boxes.isEmpty())
        setFocusProxy(m_boxes.first());
}

void ChecksList::setChecked(const QStringList &known)
{
    m_others.clear();
    for (const QString &each : known) {
        if (!m_known.contains(each))
            m_others.append(each);
    }
    for (qsizetype i = 0; i < m_boxes.size(); ++i)
        m_boxes.at(i)->setChecked(known.contains(m_known.at(i)));
}

QStringList ChecksList::checked() const
{
    QStringList known;
    for (qsizetype i = 0; i < m_boxes.size(); ++i) {
        if (m_boxes.at(i)->isChecked())
            known.append(m_known.at(i));
    }
    return known + m_others;
}

} // namespace ringback::ui
