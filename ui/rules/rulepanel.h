// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/rules/pushtarget.h"
#include "ui/rules/ruledocument.h"

#include <QWidget>

class QLabel;
class QStackedWidget;

namespace ui {

class RulePreview;

/// The file that is open with its facts and preview; or what stands in its place while there is
/// none.
class RulePanel : public QWidget
{
    Q_OBJECT
public:
    explicit RulePanel(const RuleDocument &document, QWidget *parent = nullptr);

    /// Over a relay the bytes are not known here; `relay` is set once the way is complete.
    void showWay(const std::optional<PushTarget::Relay> &relay, bool isRelayed,
                 const QString &name);

signals:
    void openWanted();

private:
    QWidget *makeEmptyPage();
    QWidget *makeFilePage();
    void showDocument();

    const RuleDocument &m_document;
    QLabel *m_facts;
    QLabel *m_note;
    RulePreview *m_preview;
    QStackedWidget *m_stack;
    QWidget *m_emptyPage;
    QWidget *m_filePage;
    QLabel *m_relayPage;
};

} // namespace ui
