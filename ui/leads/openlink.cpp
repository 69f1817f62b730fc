#include "leads/openlink.h"

#include "leads/leadwords.h"
#include "widgets/style.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QPushButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

struct OpenLink {
    Q_DECLARE_TR_FUNCTIONS(OpenLink)
};

} // namespace

QPushButton *openLink(const QString &url, const QString &system, const QString &whose, QWidget *parent)
{
    if (!mayOpen(url))
        return nullptr;
    auto *button = new QPushButton(parent);
    button->setObjectName(u"openRecord"_s);
    setLook(button, Look::Link);
    button->setAutoDefault(false);
    button->setIcon(icon(Glyph::Open));
    //: Button: opens a record's page in the browser. %1 is a lead system.
    button->setText(OpenLink::tr("Open in %1").arg(system));
    //: For screen readers: %1 is "Open in Jobber", %2 a person.
    button->setAccessibleName(whose.isEmpty() ? button->text() : OpenLink::tr("%1: %2").arg(button->text(), whose));
    QObject::connect(button, &QPushButton::clicked, button, [url] { QDesktopServices::openUrl(QUrl(url, QUrl::StrictMode)); });
    return button;
}

} // namespace ringback::ui
