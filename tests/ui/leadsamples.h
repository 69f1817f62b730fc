#pragma once

#include "board/leadsystems.h"
#include "samples.h"

/// The lead systems of the office in samples.h. Names and 555-01xx numbers are made up.
namespace ringback::samples {

inline board::LeadSystems leadSystems(Instant now)
{
    board::LeadCard jobber{.connection = {.id = u"jobber"_s,
                                          .account = desk::JobberAccount{.clientId = u"an-app"_s,
                                                                         .clientSecret = u"jobber-client-secret"_s,
                                                                         .credentialSecret = u"jobber-credential"_s},
                                          .choices = {{u"tag"_s, u"missed-call-automation"_s},
                                                      {u"status.needs_callback"_s, u"needs-callback"_s},
                                                      {u"user.dana"_s, u"u-2"_s},
                                                      {u"user.sam"_s, u"u-9"_s}}},
                           .can = {.findsByNumber = true,
                                   .findsByEmail = true,
                                   .writesNotes = true,
                                   .setsStatus = true,
                                   .writesTasks = true,
                                   .readsTasks = true,
                                   .readsWins = true},
                           .choiceSlots = {{.key = u"tag"_s, .list = {}},
                                           {.key = u"outcome.task_done"_s, .list = {}, .ofOutcomes = true},
                                           {.key = u"source"_s, .list = u"sources"_s, .isNeeded = true},
                                           {.key = u"status.needs_callback"_s, .list = {}},
                                           {.key = u"status.no_interest"_s, .list = {}},
                                           {.key = u"user.pat"_s, .list = u"users"_s},
                                           {.key = u"user.dana"_s, .list = u"users"_s},
                                           {.key = u"user.sam"_s, .list = u"users"_s}},
                           .signsInByBrowser = true,
                           .waiting = 2,
                           .failed = 1,
                           .toChoose = 1,
                           .firstPass = {}};
    board::LeadCard accuLynx{
        .connection = {.id = u"acculynx-2"_s, .account = desk::AccuLynxAccount{.apiKeySecret = u"acculynx-2-api-key"_s}},
        .can = {.listsChanges = true, .writesNotes = true, .readsWins = true},
        .choiceSlots = {{.key = u"source"_s, .list = u"sources"_s}},
        .firstPass = board::FirstPass{.seen = 4'200, .total = 12'480, .wholeAt = {}, .isPaused = false, .lastError = {}}};
    board::LeadCard sheet{.connection = {.id = u"google-sheets"_s,
                                         .account = desk::GoogleSheet{.spreadsheetId = u"1abcdefghijklmnop"_s,
                                                                      .clientId = {},
                                                                      .clientSecret = {},
                                                                      .credentialSecret = u"google-sheets-credential"_s}},
                          .can = {.listsChanges = true, .writesNotes = true, .setsStatus = true},
                          .choiceSlots = {},
                          .firstPass = board::FirstPass{.seen = 318, .total = 318, .wholeAt = now - hours(3), .lastError = {}}};
    return {.connections = {jobber, accuLynx, sheet}, .takenIds = {u"jobber"_s, u"acculynx-2"_s, u"google-sheets"_s, u"twilio"_s}};
}

inline board::LeadLists leadLists()
{
    return {{u"sources"_s, {{.id = u"s-1"_s, .name = u"Website"_s}, {.id = u"s-2"_s, .name = u"Missed call"_s}}},
            {u"users"_s,
             {{.id = u"u-1"_s, .name = u"Pat Lee (owner)"_s},
              {.id = u"u-2"_s, .name = u"Dana R."_s},
              {.id = u"u-3"_s, .name = u"Tom & Jerry <crew>"_s}}}};
}

/// health() as it is with these systems.
inline board::Health leadsHealth(Instant now)
{
    board::Health told = health(now);
    told.leadSystems = {board::ConnectionPulse{.id = u"jobber"_s}, board::ConnectionPulse{.id = u"acculynx-2"_s},
                        board::ConnectionPulse{.id = u"google-sheets"_s}};
    told.leadSystems[0].lastSuccessAt = now - minutes(2);
    told.leadSystems[1].lastSuccessAt = now - seconds(1);
    told.leadSystems[2].secretMissing = true;
    return told;
}

inline QList<board::TestFinding> leadFindings()
{
    using Level = board::TestFinding::Level;
    return {{.check = u"credentials"_s, .level = Level::Good, .problem = u"ok"_s, .subject = {}, .detail = {}},
            {.check = u"lookup"_s, .level = Level::Good, .problem = u"ok"_s, .subject = {}, .detail = {}},
            {.check = u"choices"_s, .level = Level::Bad, .problem = u"missing"_s, .subject = u"source"_s, .detail = {}},
            {.check = u"choices"_s, .level = Level::Bad, .problem = u"gone"_s, .subject = u"user.sam"_s, .detail = u"no user u-9"_s},
            {.check = u"record"_s, .level = Level::Warning, .problem = u"not_checked"_s, .subject = {}, .detail = {}}};
}

inline board::LeadBadge toChoose()
{
    return {.connectionId = u"jobber"_s,
            .type = u"jobber"_s,
            .state = board::LeadBadge::State::ToChoose,
            .why = {},
            .message = {},
            .url = {},
            .candidates = {{.id = u"c-1"_s,
                            .name = u"Maria Alvarez"_s,
                            .numbers = {u"(214) 555-0142"_s, u"(214) 555-0143"_s},
                            .emails = {u"maria@example.com"_s},
                            .kind = calls::ContactKind::PriorCustomer,
                            .url = u"https://secure.getjobber.com/clients/1"_s,
                            .isOpen = true},
                           {.id = u"c-2"_s,
                            .name = u"Luis Alvarez"_s,
                            .numbers = {u"(214) 555-0142"_s},
                            .emails = {},
                            .kind = calls::ContactKind::PriorCustomer,
                            .url = u"https://secure.getjobber.com/clients/2"_s,
                            .isOpen = true},
                           {.id = u"c-3"_s,
                            .name = u"Oak Hill Property & Co"_s,
                            .numbers = {u"(214) 555-0142"_s},
                            .emails = {u"office@oakhill.example"_s},
                            .kind = {},
                            .url = u"javascript:alert(1)"_s,
                            .isOpen = false}}};
}

inline board::LeadBadge failedLead()
{
    return {.connectionId = u"acculynx-2"_s,
            .type = u"acculynx"_s,
            .state = board::LeadBadge::State::Failed,
            .why = u"account:no_right"_s,
            .message = u"This API key may not create contacts."_s,
            .url = {},
            .canTryAgain = true,
            .candidates = {}};
}

inline board::LeadBadge syncedLead()
{
    return {.connectionId = u"google-sheets"_s,
            .type = u"google_sheets"_s,
            .state = board::LeadBadge::State::Synced,
            .why = {},
            .message = {},
            .url = u"https://docs.google.com/spreadsheets/d/1abcdefghijklmnop#row=12"_s,
            .candidates = {}};
}

inline QList<board::WinBrief> wins(Instant now)
{
    return {{.connectionId = u"jobber"_s,
             .type = u"jobber"_s,
             .what = u"invoice"_s,
             .title = u"Roof repair"_s,
             .amount = Money{840'000},
             .wonAt = now - hours(26 * 24),
             .url = u"https://secure.getjobber.com/invoices/7"_s}};
}

/// conversation() with all of these.
inline board::Conversation withLeads(board::Conversation conversation, Instant now)
{
    conversation.leads = {toChoose(), failedLead(), syncedLead()};
    conversation.wins = wins(now);
    return conversation;
}

} // namespace ringback::samples
