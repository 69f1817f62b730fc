#include "connections/copyrow.h"

#include "widgets/icons.h"
#include "widgets/style.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace ringback::ui {

CopyRow::CopyRow(const QString &name, const QString &copyName, const QString &text, const QString &what, QWidget *parent)
    : QWidget(parent)
    , m_shown(new QLineEdit(text, this))
    , m_copy(new QPushButton(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_shown->setObjectName(name);
    m_shown->setReadOnly(true);
    m_shown->setAccessibleName(what);
    m_copy->setObjectName(copyName);
    setLook(m_copy, Look::Plain);
    m_copy->setAutoDefault(false);
    m_copy->setIcon(icon(Glyph::Copy));
    //: Button: copies an address to the clipboard.
    m_copy->setText(tr("Copy"));
    //: For screen readers: %1 is what is copied.
    m_copy->setAccessibleName(tr("Copy: %1").arg(what));
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_shown->text()); });
    row->addWidget(m_shown, 1);
    row->addWidget(m_copy);
    setFocusProxy(m_shown);
}

} // namespace ringback::ui
