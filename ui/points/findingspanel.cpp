// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/findingspanel.h"

#include "ui/icons.h"

#include <QCoreApplication>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace ui {

FindingsPanel::FindingsPanel(QWidget *parent)
    : QWidget(parent)
    , m_list(new QListWidget)
{
    setObjectName(QStringLiteral("pointFindings"));
    m_list->setObjectName(QStringLiteral("pointFindingsList"));
    m_list->setAccessibleName(tr("Findings in the list"));
    m_list->setAlternatingRowColors(true);
    m_list->setWordWrap(true);
    const auto goThere = [this](const QListWidgetItem *item) {
        if (item && item->data(Qt::UserRole).isValid())
            emit pointWanted(item->data(Qt::UserRole).toInt());
    };
    connect(m_list, &QListWidget::itemClicked, this, goThere);
    connect(m_list, &QListWidget::itemActivated, this, goThere);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_list);
    setMaximumHeight(fontMetrics().height() * 8);
}

void FindingsPanel::showFindings(const QList<modbus::Finding> &findings)
{
    m_count = int(findings.size());
    m_list->clear();
    for (const modbus::Finding &finding : findings) {
        const bool isError = finding.severity == modbus::Finding::Severity::Error;
        if (m_list->count() == kMostShown) {
            m_list->addItem(tr("%L1 more. Mend these first.").arg(m_count - kMostShown));
            break;
        }
        auto *item = new QListWidgetItem(
            icon(isError ? QStringLiteral("error") : QStringLiteral("warning"),
                 isError ? Tone::Bad : Tone::Warning),
            (isError ? tr("Error: %1") : tr("Warning: %1")).arg(finding.text), m_list);
        if (!finding.points.isEmpty())
            item->setData(Qt::UserRole, finding.points.constFirst());
    }
}

QString findingsText(const QList<modbus::Finding> &findings)
{
    const auto isError = [](const modbus::Finding &finding) {
        return finding.severity == modbus::Finding::Severity::Error;
    };
    const auto errors = std::count_if(findings.cbegin(), findings.cend(), isError);
    const auto warnings = findings.size() - errors;
    const auto tr = [](const char *text, qsizetype number) {
        return QCoreApplication::translate("ui::FindingsPanel", text, nullptr, int(number));
    };
    QStringList parts;
    if (errors > 0)
        parts += errors == 1 ? tr("1 error", 1) : tr("%n errors", errors);
    if (warnings > 0)
        parts += warnings == 1 ? tr("1 warning", 1) : tr("%n warnings", warnings);
    return parts.isEmpty() ? tr("No findings", 0) : parts.join(QStringLiteral(", "));
}

} // namespace ui
