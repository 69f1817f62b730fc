#include "connectors/twilio/errors.h"

#include <algorithm>
#include <array>

namespace ringback::connectors::twilio {

namespace {

using Class = Refused::Class;

struct Row {
    int code;
    Class kind;
};

constexpr std::array table = {
    Row{10001, Class::Sender}, // account not active: out of money, or suspended
    Row{10002, Class::Sender}, // not for trial accounts
    Row{10004, Class::ForNow}, // as many calls at once as this account may have
    Row{10005, Class::Sender}, // no calls for this account
    Row{20003, Class::Sender}, // credentials
    Row{20005, Class::Sender}, // account not active
    Row{20429, Class::ForNow}, // too many requests
    Row{20500, Class::ForNow}, // of a receipt; with an HTTP status it is a 5xx and says nothing
    Row{20503, Class::ForNow}, // not available
    Row{21202, Class::Recipient}, // 911, 411, premium numbers: not to be called
    Row{21203, Class::Sender}, // calls abroad not switched on
    Row{21210, Class::Sender}, // `From` is not ours to show
    Row{21211, Class::Recipient}, // `To` is no number
    Row{21212, Class::Sender}, // `From` is no number
    Row{21214, Class::Recipient}, // not reachable
    Row{21215, Class::Sender}, // calls to that country or kind of number not switched on
    Row{21216, Class::Recipient}, // blocked by Twilio
    Row{21217, Class::Recipient}, // no number
    Row{21219, Class::Sender}, // trial account: only numbers that were verified
    Row{21408, Class::Sender}, // country not switched on
    Row{21602, Class::Message}, // no body
    Row{21603, Class::Message}, // no `From`
    Row{21604, Class::Message}, // no `To`
    Row{21606, Class::Sender}, // `From` is not ours, or cannot text
    Row{21608, Class::Sender}, // trial account
    Row{21610, Class::OptedOut},  Row{21611, Class::ForNow}, // this sender's queue is full
    Row{21612, Class::Recipient}, // no route
    Row{21614, Class::Recipient}, // not a mobile
    Row{21617, Class::Message}, // too long
    Row{21635, Class::Recipient}, // landline
    Row{21703, Class::Sender}, // messaging service without senders
    Row{21704, Class::Sender},    Row{30001, Class::ForNow}, // queue overflow
    Row{30002, Class::Sender}, // account suspended
    Row{30003, Class::ForNow}, // handset not reachable just now
    Row{30004, Class::Recipient}, // blocked
    Row{30005, Class::Recipient}, // unknown handset
    Row{30006, Class::Recipient}, // landline, or a carrier out of reach
    Row{30007, Class::Message}, // filtered by the carrier: the same text would be again
    Row{30008, Class::ForNow}, // unknown
    Row{30019, Class::Message}, // size
    Row{30022, Class::ForNow}, // 10DLC rate
    Row{30023, Class::ForNow}, // 10DLC day limit
    Row{30032, Class::Sender}, // toll-free number not verified
    Row{30034, Class::Sender}, // 10DLC not registered
    Row{30036, Class::Message}, // our ValidityPeriod is over: its moment has passed
    Row{30047, Class::Message}, // could not be rescheduled
    Row{30610, Class::ForNow}, // quiet hours, as Twilio sees them
    Row{30640, Class::Recipient}, // list of litigators
};
static_assert(std::is_sorted(table.begin(), table.end(), [](const Row &a, const Row &b) { return a.code < b.code; }));

} // namespace

std::optional<Class> classify(int httpStatus, int code)
{
    if (httpStatus >= 500)
        return std::nullopt;
    const auto row = std::find_if(table.begin(), table.end(), [code](const Row &candidate) { return candidate.code == code; });
    if (row != table.end())
        return row->kind;
    switch (httpStatus) {
    case 401: // wrong credentials
    case 403: // not allowed to this account
    case 404: // no such account
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

} // namespace ringback::connectors::twilio
