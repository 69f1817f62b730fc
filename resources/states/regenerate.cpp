// Writes area_codes.csv anew, from libphonenumber's offline geocoder (Apache-2.0; Debian's libphonenumber-dev 8.12.57). Not part of the build. In this folder:
//   g++ regenerate.cpp -lgeocoding -lphonenumber -licuuc -licui18n -o /tmp/regenerate && /tmp/regenerate > area_codes.csv
#include <phonenumbers/geocoding/phonenumber_offline_geocoder.h>
#include <phonenumbers/phonenumber.pb.h>

#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>

namespace {

const char *const states =
    "Alabama=AL|Alaska=AK|Arizona=AZ|Arkansas=AR|California=CA|Colorado=CO|Connecticut=CT|Delaware=DE|Florida=FL|Georgia=GA|Hawaii=HI|"
    "Idaho=ID|Illinois=IL|Indiana=IN|Iowa=IA|Kansas=KS|Kentucky=KY|Louisiana=LA|Maine=ME|Maryland=MD|Massachusetts=MA|Michigan=MI|"
    "Minnesota=MN|Mississippi=MS|Missouri=MO|Montana=MT|Nebraska=NE|Nevada=NV|New Hampshire=NH|New Jersey=NJ|New Mexico=NM|New York=NY|"
    "North Carolina=NC|North Dakota=ND|Ohio=OH|Oklahoma=OK|Oregon=OR|Pennsylvania=PA|Rhode Island=RI|South Carolina=SC|South Dakota=SD|"
    "Tennessee=TN|Texas=TX|Utah=UT|Vermont=VT|Virginia=VA|Washington State=WA|West Virginia=WV|Wisconsin=WI|Wyoming=WY|"
    "Washington D.C.=DC";

// In service since that release (NANPA's planning letters), added by hand.
const char *const newer =
    "AL=483|AR=327|CA=350 357 369 738|CO=748 983|FL=324 645 728|IL=730 861|LA=457|MD=227|MI=679|MN=924|MO=235 557 975|MS=471|NC=472|"
    "NY=329 363 624|OH=283 436|PA=835|SC=821|TX=621|VA=686 826 948|WI=274 353";

} // namespace

int main()
{
    std::map<std::string, std::string> codeOf; // by name, and each code by itself
    std::istringstream pairs(states);
    for (std::string pair; std::getline(pairs, pair, '|');) {
        const auto split = pair.find('=');
        codeOf[pair.substr(0, split)] = codeOf[pair.substr(split + 1)] = pair.substr(split + 1);
    }

    std::map<int, std::set<std::string>> statesOf;
    const i18n::phonenumbers::PhoneNumberOfflineGeocoder geocoder;
    for (int area = 200; area < 1000; ++area) {
        std::map<std::string, int> exchanges;
        for (int exchange = 200; exchange < 1000; ++exchange) {
            i18n::phonenumbers::PhoneNumber number;
            number.set_country_code(1);
            number.set_national_number(area * 10'000'000ULL + exchange * 10'000ULL + 1234);
            const std::string place = geocoder.GetDescriptionForValidNumber(number, icu::Locale("en"));
            const auto comma = place.rfind(", "); // "Dallas, TX", or just "Texas"
            const auto state = codeOf.find(comma == std::string::npos ? place : place.substr(comma + 2));
            if (state != codeOf.end())
                ++exchanges[state->second];
        }
        for (const auto &[state, count] : exchanges) {
            if (count > 1) // one exchange alone is a slip of the data: no area code of the United States crosses a border on purpose
                statesOf[area].insert(state);
        }
    }
    std::istringstream lists(newer);
    for (std::string list; std::getline(lists, list, '|');) {
        std::istringstream areas(list.substr(3));
        for (int area = 0; areas >> area;)
            statesOf[area].insert(list.substr(0, 2));
    }

    std::cout << "# The state of the United States that an area code belongs to: area code,state (several joined by &).\n"
                 "# Data: Google libphonenumber 8.12.57 (Apache-2.0), and newer area codes by hand. Made by regenerate.cpp.\n";
    for (const auto &[area, codes] : statesOf) {
        std::cout << area << ',';
        for (auto code = codes.begin(); code != codes.end(); ++code)
            std::cout << (code == codes.begin() ? "" : "&") << *code;
        std::cout << '\n';
    }
}
