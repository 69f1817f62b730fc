#include "connectors/ringcentral/errors.h"

#include <algorithm>
#include <array>

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

namespace {

using Class = Refused::Class;

struct Row {
    const char16_t *code;
    Class kind;
};

constexpr std::array table = {
    Row{u"CMN-301", Class::ForNow}, // requests
    Row{u"CMN-302", Class::ForNow},
    Row{u"CMN-303", Class::ForNow},
    Row{u"CMN-304", Class::ForNow},
    Row{u"CMN-310", Class::ForNow},
    Row{u"MSG-305", Class::ForNow}, // texts
    Row{u"CMN-401", Class::Sender}, // a right is missing: the app's, the user's
    Row{u"CMN-402", Class::Sender},
    Row{u"CMN-408", Class::Sender},
    Row{u"MSG-304", Class::Sender}, // the number is not this extension's
    Row{u"MSG-310", Class::Sender},
    Row{u"MSG-338", Class::Sender},
    Row{u"MSG-240", Class::Recipient}, // not to be reached, or blocked
    Row{u"MSG-241", Class::Recipient},
    Row{u"MSG-242", Class::Recipient},
    Row{u"MSG-243", Class::Recipient},
    Row{u"MSG-244", Class::Recipient},
    Row{u"MSG-245", Class::Recipient},
    // Of a delivery.
    Row{u"SMS-RC-413", Class::OptedOut},
    Row{u"SMS-UP-413", Class::OptedOut},
    Row{u"SMS-CAR-413", Class::OptedOut},
    Row{u"SMS-RC-410", Class::Recipient},
    Row{u"SMS-UP-410", Class::Recipient},
    Row{u"SMS-UP-414", Class::Recipient},
    Row{u"SMS-UP-431", Class::Recipient},
    Row{u"SMS-CAR-400", Class::Recipient},
    Row{u"SMS-CAR-411", Class::Recipient},
    Row{u"SMS-CAR-414", Class::Recipient},
    Row{u"SMS-CAR-430", Class::Recipient},
    Row{u"SMS-CAR-435", Class::Recipient},
    Row{u"SMS-CAR-461", Class::Recipient},
    Row{u"SMS-RC-430", Class::Message}, // its content
    Row{u"SMS-UP-430", Class::Message},
    Row{u"SMS-UP-432", Class::Message},
    Row{u"SMS-UP-433", Class::Message},
    Row{u"SMS-CAR-432", Class::Message},
    Row{u"SMS-CAR-433", Class::Message},
};

} // namespace

std::optional<Class> classify(int httpStatus, const QString &code, const QString &parameter)
{
    if (httpStatus >= 500)
        return std::nullopt;
    const auto row = std::find_if(table.begin(), table.end(), [&](const Row &candidate) { return code == QStringView(candidate.code); });
    if (row != table.end())
        return row->kind;
    if (code.startsWith("OAU-"_L1))
        return Class::Sender;
    if (code.startsWith("SMS-"_L1)) // limits, and what may be better later
        return Class::ForNow;
    if (code == "CMN-101"_L1 && parameter.startsWith("to"_L1))
        return Class::Recipient;
    if (code == "CMN-101"_L1 && (parameter.startsWith("from"_L1) || parameter.startsWith("callerId"_L1)))
        return Class::Sender;
    switch (httpStatus) {
    case 401:
    case 403:
    case 404: // no such extension
        return Class::Sender;
    case 407: // a proxy wants something first
    case 408:
    case 409:
    case 425:
    case 429:
        return Class::ForNow;
    default:
        break;
    }
    if (httpStatus >= 400)
        return Class::Message; // certainly not taken, and the same request would meet the same answer
    return std::nullopt;
}

} // namespace ringback::connectors::ringcentral
