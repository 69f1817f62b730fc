#include <QCoreApplication>

#include <benchmark/benchmark.h>

void closeGrownOffices(); // bench_growth.cpp

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv); // Qt finds its database drivers by it
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    closeGrownOffices(); // Qt's database drivers go with the application
    return 0;
}
