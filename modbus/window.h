// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace modbus {

/// How many requests may be on the wire at once, and whether the peer stands it. Many gateways
/// take one at a time and drop, or never answer, what comes on top.
/// The experiment: when a request that had company is not answered, requests go alone. If the one
/// repeated alone is answered, company was the trouble and it stays at 1; if it is not, the peer
/// or the unit is silent anyway and the configured size is restored. A peer that ends the
/// connection twice with several requests under way counts as unable as well.
class Window
{
public:
    static constexpr int kMost = 16;

    explicit Window(int configured) { reset(configured); }

    /// Starts over, with a size brought into 1..kMost.
    void reset(int configured);
    int size() const { return m_isReduced ? 1 : m_configured; }
    bool isReduced() const { return m_isReduced; }

    /// A request that had company was not answered. True where it is worth repeating it alone.
    bool suspectCompany();
    void answeredAlone();
    void silentAlone();
    /// A lawful answer came, alone or not.
    void answered();
    /// True when this was the loss that made it go down to 1.
    bool connectionLost(bool hadCompany);

private:
    Window() = default;

    int m_configured = 1;
    bool m_isReduced = false;
    bool m_isProved = false; ///< a request repeated alone was answered
    int m_losses = 0;        ///< with company, one after the other
    int m_answersSinceLoss = 0;
};

} // namespace modbus
