#include "connections/formdialog.h"

#include "widgets/noticebar.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

FormFrame::FormFrame(const QString &title, const QString &heading, const QString &sentence, const QString &saveWords, QWidget *parent)
    : QDialog(parent)
    , m_saveWords(saveWords)
    , m_notice(new NoticeBar(this))
    , m_scroll(new QScrollArea(this))
    , m_content(new QWidget)
    , m_form(new QVBoxLayout(m_content))
    , m_save(new QPushButton(this))
    , m_buttons(new QHBoxLayout)
{
    setWindowTitle(title);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_form->setContentsMargins(24, 24, 24, 8);
    m_form->setSpacing(4);
    auto *name = new TextLabel(Rank::Title, TextLabel::Ink::Normal, m_content);
    name->setText(heading);
    name->setWordWrap(true);
    m_form->addWidget(name);
    auto *about = new TextLabel(Rank::Body, TextLabel::Ink::Muted, m_content);
    about->setText(sentence);
    about->setWordWrap(true);
    m_form->addWidget(about);
    m_form->addSpacing(16);
    outer->addWidget(m_scroll, 1);

    auto *below = new QVBoxLayout;
    below->setContentsMargins(24, 8, 24, 20);
    below->setSpacing(8);
    below->addWidget(m_notice);
    m_buttons->setSpacing(8);
    auto *cancel = new QPushButton(this);
    setLook(cancel, Look::Plain);
    cancel->setAutoDefault(false);
    //: Button: close this dialog and change nothing.
    cancel->setText(FormDialog::tr("Cancel"));
    cancel->setAccessibleName(cancel->text());
    cancel->setObjectName(u"cancel"_s);
    setLook(m_save, Look::Primary);
    m_save->setObjectName(u"save"_s);
    m_save->setDefault(true);
    m_save->setAccessibleName(m_saveWords);
    m_buttons->addStretch(1);
    m_buttons->addWidget(cancel);
    m_buttons->addWidget(m_save);
    below->addLayout(m_buttons);
    outer->addLayout(below);
    showIdle();
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, [this] { save(); });
    setMinimumWidth(fontMetrics().averageCharWidth() * 62);
    resize(fontMetrics().averageCharWidth() * 84, fontMetrics().height() * 48);
}

void FormFrame::addButton(QPushButton *button)
{
    m_buttons->insertWidget(0, button);
    setTabOrder(button, findChild<QPushButton *>(u"cancel"_s));
}

void FormFrame::addSection(const QString &title)
{
    auto *label = new TextLabel(Rank::Strong, TextLabel::Ink::Normal, m_content);
    label->setText(title);
    m_form->addWidget(label);
    m_form->addSpacing(6);
}

void FormFrame::finish()
{
    m_form->addStretch(1);
    m_scroll->setWidget(m_content);
}

void FormFrame::showSaving()
{
    m_save->setEnabled(false);
    //: On a button, while something is saved.
    m_save->setText(FormDialog::tr("Saving…"));
}

void FormFrame::showIdle()
{
    m_save->setEnabled(true);
    m_save->setText(m_saveWords);
}

void FormFrame::showFocused()
{
    if (focusWidget() != nullptr)
        m_scroll->ensureWidgetVisible(focusWidget(), 50, 120);
}

// Once the layout knows how large it is.
void FormFrame::showWidget(QWidget *widget)
{
    QMetaObject::invokeMethod(
        this, [this, widget] { m_scroll->ensureWidgetVisible(widget, 0, 24); }, Qt::QueuedConnection);
}

} // namespace ringback::ui
