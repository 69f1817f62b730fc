#include "widgets/confirmdialog.h"

#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

ConfirmDialog::ConfirmDialog(const QString &question, const QString &whatFollows, const QString &action, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"confirmDialog"_s);
    setWindowTitle(question);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 20);
    layout->setSpacing(12);
    auto *title = new TextLabel(Rank::Heading, TextLabel::Ink::Normal, this);
    title->setText(question);
    title->setWordWrap(true);
    auto *words = new TextLabel(Rank::Body, TextLabel::Ink::Muted, this);
    words->setObjectName(u"whatFollows"_s);
    words->setText(whatFollows);
    words->setWordWrap(true);
    layout->addWidget(title);
    layout->addWidget(words);
    layout->addSpacing(8);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *cancel = new QPushButton(this);
    setLook(cancel, Look::Plain);
    //: Button: close this dialog and change nothing.
    cancel->setText(tr("Cancel"));
    cancel->setAccessibleName(cancel->text());
    cancel->setDefault(true);
    auto *confirm = new QPushButton(action, this);
    confirm->setObjectName(u"confirm"_s);
    setLook(confirm, Look::Primary);
    confirm->setAccessibleName(action);
    confirm->setAutoDefault(false);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(confirm);
    layout->addLayout(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 60);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(confirm, &QPushButton::clicked, this, &QDialog::accept);
    cancel->setFocus();
}

} // namespace ringback::ui
