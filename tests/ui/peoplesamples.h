#pragma once

#include "board/peoplerows.h"
#include "samples.h"

/// The people of the office in samples.h. Names and 555-01xx numbers are made up.
namespace ringback::samples {

inline board::Office officeWithAdmin()
{
    board::Office made = office();
    made.staff.append({.id = u"alex"_s, .name = u"Alex Kim"_s, .role = calls::Role::Admin, .teams = {}});
    return made;
}

/// At 2:22 PM: Pat is away, Dana is here until 5:00 PM, Sam is busy until 3:30 PM, Alex's calendar cannot be read, Robin is on leave.
inline board::People people(Instant now)
{
    using board::Basis;
    using board::Readiness;
    const QList<calls::Shift> week{{.days = {1, 2, 3, 4, 5}, .from = QTime(8, 0), .to = QTime(17, 0)}};
    board::PersonCard pat{.person = {.id = u"pat"_s, .name = u"Pat Lee"_s, .role = calls::Role::Owner, .senior = true},
                          .availability = {.readiness = Readiness::Away, .basis = Basis::Console, .until = {}},
                          .signIn = board::SignInState::Ready};
    board::PersonCard dana{
        .person = {.id = u"dana"_s, .name = u"Dana Reyes"_s, .teams = {u"office"_s}, .capacity = 6, .shifts = week},
        .availability = {.readiness = Readiness::Here, .basis = Basis::Console, .until = now + minutes(157) + seconds(30)},
        .live = 2,
        .givenToday = 5,
        .lastAt = now - minutes(30),
        .calendar = calls::CalendarView::State::Known,
        .signIn = board::SignInState::Ready};
    board::PersonCard sam{.person = {.id = u"sam"_s,
                                     .name = u"Sam Ortiz"_s,
                                     .senior = true,
                                     .teams = {u"office"_s, u"dallas"_s},
                                     .capacity = 6,
                                     .perDay = 20,
                                     .shifts = week,
                                     .languages = {u"en"_s, u"es"_s},
                                     .skills = {u"insurance"_s},
                                     .email = u"sam@example.com"_s,
                                     .phone = calls::PhoneNumber::fromE164(u"+12145550123")},
                          .availability = {.readiness = Readiness::Busy, .basis = Basis::Person, .until = now + minutes(67) + seconds(30)},
                          .said = calls::Presence{.word = calls::PresenceWord::Busy, .since = now - minutes(5), .until = now + minutes(68)},
                          .live = 6,
                          .givenToday = 11,
                          .lastAt = now - minutes(4),
                          .signIn = board::SignInState::MustChange};
    board::PersonCard alex{.person = {.id = u"alex"_s, .name = u"Alex Kim"_s, .role = calls::Role::Admin, .teams = {u"office"_s}},
                           .availability = {.readiness = Readiness::NotKnown, .basis = Basis::UnreadableCalendar, .until = {}},
                           .calendar = calls::CalendarView::State::Unknown,
                           .signIn = board::SignInState::None};
    board::PersonCard robin{.person = {.id = u"robin"_s,
                                       .name = u"Robin Castellanos-Weatherby"_s,
                                       .teams = {u"dallas"_s},
                                       .shifts = {{.days = {1, 2, 4}, .from = QTime(8, 0), .to = QTime(17, 0)},
                                                  {.days = {6}, .from = QTime(9, 0), .to = QTime(13, 0)}}},
                            .availability = {.readiness = Readiness::OnLeave, .basis = Basis::Calendar, .until = now + hours(24 * 12)},
                            .calendar = calls::CalendarView::State::Known,
                            .signIn = board::SignInState::Locked,
                            .lockedUntil = now + minutes(9)};
    const calls::Line main{.number = *calls::PhoneNumber::fromE164(u"+12145550100"), .label = u"Main"_s, .team = u"office"_s};
    const calls::Line hail{.number = *calls::PhoneNumber::fromE164(u"+12145550102"),
                           .label = u"Hail campaign"_s,
                           .team = u"dallas"_s,
                           .skills = {u"insurance"_s}};
    return {.people = {pat, dana, sam, alex, robin},
            .teams = {{.team = {.id = u"office"_s, .name = u"Front office"_s}, .people = 3, .ready = 3, .waiting = {.team = u"office"_s}},
                      {.team = {.id = u"dallas"_s, .name = u"Dallas crew desk"_s},
                       .people = 2,
                       .ready = 1,
                       .waiting = {.team = u"dallas"_s, .count = 3, .oldest = now - minutes(14)}}},
            .lines = {main, hail},
            .zone = "America/Chicago",
            .language = u"en"_s};
}

/// The same with nobody for the crew desk.
inline board::People unstaffed(Instant now)
{
    board::People made = people(now);
    made.teams.last().ready = 0;
    made.teams.last().waiting.unstaffedSince = now - minutes(12);
    return made;
}

} // namespace ringback::samples
