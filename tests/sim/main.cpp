#include "sim/world.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QHashFunctions>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace ringback::sim;

namespace {

QStringList play(quint64 seed, qsizetype events, bool trace)
{
    World world({.seed = seed, .events = events, .trace = trace});
    return world.run();
}

// The fewest events of a beginning that fails.
qsizetype shortest(quint64 seed, qsizetype all)
{
    for (qsizetype events = 1; events < all; ++events) {
        if (!play(seed, events, false).isEmpty())
            return events;
    }
    return all;
}

// Whether a seed means the same run each time: without it no failure could be looked at.
bool repeats(quint64 seed)
{
    QStringList ends;
    for (int i = 0; i < 2; ++i) {
        World world({.seed = seed});
        ends.append(world.run().join(u';') + world.fingerprint());
    }
    return ends.first() == ends.last();
}

} // namespace

int main(int argc, char *argv[])
{
    QHashSeed::setDeterministicGlobalSeed();
    QCoreApplication application(argc, argv);
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"The whole engine on a made-up clock, with made-up accidents: see tests/sim/README.md."_s);
    parser.addHelpOption();
    parser.addOptions({{u"seed"_s, u"One run."_s, u"number"_s},
                       {u"seeds"_s, u"Runs FIRST..LAST."_s, u"range"_s, u"1..200"_s},
                       {u"events"_s, u"Only the first so many events of the schedule."_s, u"number"_s, u"-1"_s},
                       {u"trace"_s, u"Say what happens."_s},
                       {u"keep-going"_s, u"Count the seeds that fail instead of ending with the first."_s}});
    parser.process(application);
    const qsizetype events = parser.value(u"events"_s).toLongLong();
    quint64 first = parser.value(u"seeds"_s).section(u".."_s, 0, 0).toULongLong();
    quint64 last = parser.value(u"seeds"_s).section(u".."_s, 1).toULongLong();
    if (parser.isSet(u"seed"_s))
        first = last = parser.value(u"seed"_s).toULongLong();

    QElapsedTimer took;
    took.start();
    if (!repeats(first)) {
        std::printf("seed %llu does not repeat itself\n", first);
        return 1;
    }
    int failed = 0;
    for (quint64 seed = first; seed <= last; ++seed) {
        const QStringList violations = play(seed, events, parser.isSet(u"trace"_s));
        if (violations.isEmpty())
            continue;
        ++failed;
        const qsizetype all = World({.seed = seed}).events();
        const qsizetype few = events >= 0 || parser.isSet(u"keep-going"_s) ? events : shortest(seed, all);
        std::printf("seed %llu: %s\n  replay: build/release/bin/sim --seed %llu --events %lld --trace\n", seed,
                    qPrintable(violations.join(u"\n  "_s)), seed, static_cast<long long>(few));
        if (!parser.isSet(u"keep-going"_s))
            return 1;
    }
    const double seconds = static_cast<double>(took.elapsed()) / 1000;
    const double runs = static_cast<double>(last - first + 1);
    std::printf("%.0f runs, %d failed, %.1f s, %.0f runs/s\n", runs, failed, seconds, runs / seconds);
    return failed == 0 ? 0 : 1;
}
