#include "console/console.h"
#include "console/pictures.h"
#include "quitsignals.h"
#include "systemclock.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QLocale>
#include <QTextStream>
#include <QTranslator>

using namespace Qt::StringLiterals;
using ringback::app::Console;

namespace {

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

void translate(QApplication &application)
{
    for (const auto &[name, folder] :
         {std::pair{u"qtbase"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)}, std::pair{u"ringback"_s, u":/i18n"_s}}) {
        auto *translator = new QTranslator(&application);
        if (translator->load(QLocale(), name, u"_"_s, folder))
            QApplication::installTranslator(translator);
    }
    // English says singular and plural by way of a translation too.
    if (QLocale().language() != QLocale::Spanish) {
        auto *english = new QTranslator(&application);
        if (english->load(u":/i18n/ringback_en.qm"_s))
            QApplication::installTranslator(english);
    }
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"Ringback"_s);
    QApplication::setApplicationDisplayName(u"Ringback"_s);
    QApplication::setApplicationVersion(QStringLiteral(RINGBACK_VERSION));

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "Wins back missed calls."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {u"database"_s, u"A file, or postgresql://user@host/database; the user's own office when left out."_s, u"where"_s},
        {u"no-engine"_s, u"Show the board only; another program does the work."_s},
        {u"listen-port"_s, u"Where webhooks arrive on this computer."_s, u"port"_s, u"8080"_s},
        {u"public-url"_s, u"What the phone company calls us by."_s, u"url"_s},
        {u"as"_s, u"Who sits here: a staff id of the setup."_s, u"staff"_s},
        {u"pictures"_s, u"Save the pages as PNG in a folder, and quit."_s, u"folder"_s},
    });
    parser.process(application);

    translate(application);
    ringback::ui::dress(application, isDark(QApplication::palette()));

    const ringback::app::SystemClock clock;
    Console::Options options{.withEngine = !parser.isSet(u"no-engine"_s) && !parser.isSet(u"pictures"_s),
                             .port = parser.value(u"listen-port"_s).toUShort(),
                             .publicUrl = parser.value(u"public-url"_s),
                             .me = parser.value(u"as"_s)};
    if (parser.isSet(u"database"_s)) {
        const ringback::Result<ringback::store::Address> address = ringback::store::Address::parse(parser.value(u"database"_s));
        if (!address) {
            QTextStream(stderr) << address.error().what << Qt::endl;
            return 4;
        }
        if (address->dialect == ringback::store::Dialect::Sqlite && !QFileInfo::exists(address->file)) {
            QTextStream(stderr) << "There is no database at " << address->file << Qt::endl;
            return 4;
        }
        options.database = *address;
    }
    const ringback::app::QuitSignals quitSignals;
    QObject::connect(&quitSignals, &ringback::app::QuitSignals::quitRequested, &application, &QApplication::quit);
    Console console(options, clock);
    console.window().resize(1280, 800);
    std::unique_ptr<ringback::app::Pictures> pictures;
    if (parser.isSet(u"pictures"_s)) {
        pictures = std::make_unique<ringback::app::Pictures>(console, parser.value(u"pictures"_s));
        QObject::connect(pictures.get(), &ringback::app::Pictures::finished, &application, &QApplication::exit, Qt::QueuedConnection);
    }
    console.start();
    console.window().show();
    return QApplication::exec();
}
