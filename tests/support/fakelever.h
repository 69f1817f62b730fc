#pragma once

#include "support/scriptedserver.h"

#include <QJsonArray>
#include <QMap>

namespace ringback::test {

/// Lever, whose reading is held to a third party's description of it where that is at hand (none of writing is); and which is as strict as its own
/// documents say: no write without `perform_as`, an address puts an opportunity to the person who has it already, a number never does, times are
/// milliseconds, and a key of the sandbox is not one of the real address.
class FakeLever final : public ScriptedServer {
public:
    FakeLever();
    ~FakeLever() override;

    [[nodiscard]] static QByteArray apiKey() { return "lever-test-key-0001"; }
    [[nodiscard]] static QByteArray error(const QByteArray &code); ///< a body

    void revoke();
    void deactivateUser(); ///< the one in whose name we write
    void limitPages(int size);
    void ageTokens(); ///< page tokens given out until now are no longer good

    QString add(const QJsonObject &opportunity); ///< what is not given is filled in; its id
    void change(const QString &id, const QJsonObject &more);
    void remove(const QString &id);
    void addOffer(const QString &opportunity, const QByteArray &json);

    [[nodiscard]] QList<QJsonObject> opportunities() const; ///< the oldest first
    [[nodiscard]] QStringList notes(const QString &opportunity) const;

    static constexpr char16_t user[] = u"8d49b010-cc6a-4f40-ace5-e86061c677ed"; ///< in whose name things are written
    static constexpr char16_t recruiter[] = u"8d49b010-cc6a-4f40-ace5-e86061c677ee";
    static constexpr char16_t notFit[] = u"63dd55b2-a99f-4e7b-985f-22c7bf80ab42"; ///< an archive reason
    static constexpr char16_t hired[] = u"63dd55b2-a99f-4e7b-985f-22c7bf80ab43";

private:
    [[nodiscard]] std::optional<Response> turnedAway(const Asked &request) override;
    [[nodiscard]] Response answer(const Asked &request) override;
    [[nodiscard]] Response badRequest(const QString &problem) override;
    [[nodiscard]] bool isDescribed(const Asked &request) const override;

    [[nodiscard]] Response create(const QJsonObject &body);
    [[nodiscard]] Response listOpportunities(const Asked &request);
    [[nodiscard]] Response write(const Asked &request, QJsonObject &opportunity, const QByteArray &what);
    [[nodiscard]] Response page(const Asked &request, const QJsonArray &all);
    [[nodiscard]] QJsonObject filled(const QJsonObject &given);
    [[nodiscard]] QJsonObject *opportunity(const QString &id);
    [[nodiscard]] QString nextId();

    QList<QJsonObject> m_opportunities;
    QMap<QString, QStringList> m_notes;
    QMap<QString, QByteArrayList> m_offers;
    bool m_isRevoked = false;
    bool m_isUserGone = false;
    int m_maxPage = 100;
    int m_tokenAge = 0;
    int m_lastId = 0;
};

} // namespace ringback::test
