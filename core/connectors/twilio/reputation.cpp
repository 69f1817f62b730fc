#include "connectors/twilio/reputation.h"

#include "connectors/twilio/fields.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxAddOns = 64 << 10;

bool isSpam(const QString &addOn, const QJsonObject &result)
{
    if (addOn == "nomorobo_spamscore"_L1)
        return result.value("score"_L1).toVariant().toInt() == 1;
    if (addOn == "marchex_cleancall"_L1)
        return result.value("result"_L1).toObject().value("recommendation"_L1).toString() == "BLOCK"_L1;
    return false;
}

// What is no verdict, but worth showing.
QString hint(const QString &addOn, const QJsonObject &result)
{
    if (addOn != "icehook_scout"_L1)
        return {};
    const QString rating = bounded(result.value("risk_rating"_L1).toString(), maxId);
    return rating.endsWith("likely"_L1) && !rating.contains("unlikely"_L1) ? addOn + u": "_s + rating : QString();
}

} // namespace

calls::Reputation reputationOf(const Form &form)
{
    calls::Reputation facts;
    // `TN-Validation-Passed-A`, `No-TN-Validation`, each perhaps with more behind it; `NULL` and the words of tomorrow attest nothing.
    const QString attestation = form.value(u"StirVerstat");
    if (attestation.startsWith("TN-Validation-"_L1) || attestation.startsWith("No-TN-Validation"_L1))
        facts.attestation = bounded(attestation, maxId);

    const QString addOns = form.value(u"AddOns");
    if (addOns.size() > maxAddOns)
        return facts;
    const QJsonObject root = QJsonDocument::fromJson(addOns.toUtf8()).object();
    if (root.value("status"_L1).toString() != "successful"_L1)
        return facts;
    const QJsonObject results = root.value("results"_L1).toObject();
    for (auto it = results.begin(); it != results.end(); ++it) {
        const QJsonObject addOn = it.value().toObject();
        if (addOn.value("status"_L1).toString() != "successful"_L1)
            continue;
        const QJsonObject result = addOn.value("result"_L1).toObject();
        if (isSpam(it.key(), result)) {
            facts.listedAsSpam = true;
            facts.listedBy = it.key();
        } else if (!facts.listedAsSpam && facts.listedBy.isEmpty()) {
            facts.listedBy = hint(it.key(), result);
        }
    }
    return facts;
}

} // namespace ringback::connectors::twilio
