#include "console/pictures.h"

#include "widgets/theme.h"

#include <QApplication>
#include <QDir>
#include <QTableView>
#include <QTextStream>
#include <QTimer>

#include <array>

namespace ringback::app {

using namespace Qt::StringLiterals;

namespace {

struct Picture {
    const char *name;
    ui::MainWindow::Page page;
    bool dark;
    bool storm = false;
};

constexpr std::array pictures = {
    Picture{"board-light.png", ui::MainWindow::Page::Board, false},
    Picture{"queue-light.png", ui::MainWindow::Page::Queue, false},
    Picture{"board-dark.png", ui::MainWindow::Page::Board, true},
    Picture{"queue-dark.png", ui::MainWindow::Page::Queue, true},
    Picture{"phones-light.png", ui::MainWindow::Page::Systems, false},
    Picture{"leads-light.png", ui::MainWindow::Page::Leads, false},
    Picture{"people-light.png", ui::MainWindow::Page::People, false},
    Picture{"storm-dark.png", ui::MainWindow::Page::Board, true, true},
    Picture{"storm-light.png", ui::MainWindow::Page::Queue, false, true},
};

// For the selected row's conversation to come from the other thread, and for the layout to settle.
constexpr std::chrono::milliseconds settleTime{500};

} // namespace

Pictures::Pictures(Console &console, QString folder, QObject *parent)
    : QObject(parent)
    , m_console(console)
    , m_folder(std::move(folder))
{
    connect(&console, &Console::boardShown, this, &Pictures::next);
}

// The newest call has hardly happened; the one before it has something to show beside it.
void Pictures::selectSecondRow()
{
    for (QTableView *rows : m_console.window().findChildren<QTableView *>(u"rows"_s)) {
        if (rows->isVisible() && rows->model()->rowCount() > 1)
            rows->setCurrentIndex(rows->model()->index(1, 0));
    }
}

void Pictures::next()
{
    if (m_next == static_cast<int>(pictures.size())) {
        Q_EMIT m_console.window().stormEndRequested();
        Q_EMIT finished(0);
        return;
    }
    const Picture picture = pictures.at(static_cast<size_t>(m_next++));
    ui::dress(*qApp, picture.dark);
    m_console.window().showPage(picture.page);
    selectSecondRow();
    if (picture.storm)
        Q_EMIT m_console.window().stormRequested(std::nullopt);
    QTimer::singleShot(settleTime, this, [this, picture] {
        const QString file = QDir(m_folder).filePath(QString::fromLatin1(picture.name));
        if (!QDir().mkpath(m_folder) || !m_console.window().grab().save(file)) {
            QTextStream(stderr) << file << " cannot be written." << Qt::endl;
            Q_EMIT finished(4);
            return;
        }
        QTextStream(stdout) << file << Qt::endl;
        next();
    });
}

} // namespace ringback::app
