// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/window.h"

#include <algorithm>

namespace modbus {

void Window::reset(int configured)
{
    *this = Window();
    m_configured = std::clamp(configured, 1, kMost);
}

bool Window::suspectCompany()
{
    if (m_configured == 1)
        return false;
    m_isReduced = true;
    return true;
}

void Window::answeredAlone()
{
    if (m_isReduced)
        m_isProved = true;
}

void Window::silentAlone()
{
    if (!m_isProved)
        m_isReduced = false;
}

void Window::answered()
{
    // The peer may answer the first of several requests before it gives up on the others.
    if (++m_answersSinceLoss > 2 * m_configured)
        m_losses = 0;
}

bool Window::connectionLost(bool hadCompany)
{
    m_answersSinceLoss = 0;
    if (!hadCompany || m_isReduced || ++m_losses < 2)
        return false;
    m_isReduced = true;
    m_isProved = true;
    return true;
}

} // namespace modbus
