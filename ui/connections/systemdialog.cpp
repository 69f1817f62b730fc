#include "connections/systemdialog.h"

#include "connections/systemwords.h"
#include "widgets/card.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

SystemDialog::SystemDialog(const QString &heading, const QString &question, const QList<SystemKind> &kinds, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"systemDialog"_s);
    setWindowTitle(heading);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 24, 24, 20);
    outer->setSpacing(12);
    auto *title = new TextLabel(Rank::Heading, TextLabel::Ink::Normal, this);
    title->setText(question);
    title->setWordWrap(true);
    outer->addWidget(title);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *content = new QWidget;
    auto *list = new QVBoxLayout(content);
    list->setContentsMargins(0, 0, 8, 0);
    list->setSpacing(10);
    for (const SystemKind &kind : kinds) {
        auto *card = new Card(std::nullopt, content);
        auto *row = new QHBoxLayout(card);
        row->setContentsMargins(16, 12, 12, 12);
        row->setSpacing(16);
        auto *words = new QVBoxLayout;
        words->setSpacing(2);
        auto *name = new TextLabel(Rank::Strong, TextLabel::Ink::Normal, card);
        name->setText(kind.name);
        auto *sentence = new TextLabel(Rank::Small, TextLabel::Ink::Muted, card);
        sentence->setText(kind.sentence);
        sentence->setWordWrap(true);
        words->addWidget(name);
        words->addWidget(sentence);
        row->addLayout(words, 1);
        auto *choose = new QPushButton(card);
        choose->setObjectName(u"choose-"_s + kind.type);
        setLook(choose, Look::Plain);
        choose->setAutoDefault(false);
        //: Button beside a kind of phone or lead system.
        choose->setText(tr("Choose"));
        //: For screen readers: %1 is a kind of phone or lead system.
        choose->setAccessibleName(tr("Choose %1").arg(kind.name));
        choose->setAccessibleDescription(kind.sentence);
        row->addWidget(choose, 0, Qt::AlignVCenter);
        connect(choose, &QPushButton::clicked, this, [this, type = kind.type] {
            Q_EMIT chosen(type);
            accept();
        });
        list->addWidget(card);
    }
    list->addStretch(1);
    scroll->setWidget(content);
    outer->addWidget(scroll, 1);
    auto *buttons = new QHBoxLayout;
    auto *cancel = new QPushButton(this);
    setLook(cancel, Look::Plain);
    cancel->setAutoDefault(false);
    //: Button: close this dialog and change nothing.
    cancel->setText(tr("Cancel"));
    cancel->setAccessibleName(cancel->text());
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    outer->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    resize(fontMetrics().averageCharWidth() * 88, fontMetrics().height() * 34);
}

SystemDialog *phoneSystemDialog(QWidget *parent)
{
    QList<SystemKind> kinds;
    for (const QString &type : desk::phoneSystemTypes())
        kinds.append({.type = type, .name = systemName(type), .sentence = systemSentence(type)});
    //: Title of the dialog that lists kinds of phone systems.
    return new SystemDialog(SystemDialog::tr("Add a phone system"), SystemDialog::tr("Which phone system do you have?"), kinds, parent);
}

} // namespace ringback::ui
