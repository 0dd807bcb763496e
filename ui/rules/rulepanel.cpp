// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/rulepanel.h"

#include "ui/rules/figures.h"
#include "ui/rules/rulepreview.h"

#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ui {

RulePanel::RulePanel(const RuleDocument &document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_facts(new QLabel)
    , m_note(new QLabel)
    , m_preview(new RulePreview)
    , m_stack(new QStackedWidget)
    , m_emptyPage(makeEmptyPage())
    , m_filePage(makeFilePage())
    , m_relayPage(new QLabel)
{
    m_relayPage->setObjectName(QStringLiteral("rulesRelayNotice"));
    m_relayPage->setTextFormat(Qt::PlainText);
    m_relayPage->setAlignment(Qt::AlignCenter);
    m_relayPage->setWordWrap(true);
    m_stack->addWidget(m_emptyPage);
    m_stack->addWidget(m_filePage);
    m_stack->addWidget(m_relayPage);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(&document, &RuleDocument::opened, this, &RulePanel::showDocument);
}

QWidget *RulePanel::makeEmptyPage()
{
    auto *page = new QWidget;
    auto *text = new QLabel(tr("Rule files for nginx go to a receiver from here.\n"
                               "Open one, or drop it on this page, to see it before it is sent."));
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    auto *open = new QPushButton(tr("Open a rule file..."));
    open->setObjectName(QStringLiteral("rulesOpenFirst"));
    open->setAccessibleName(tr("Open a rule file"));
    open->setToolTip(tr("Choose the rule file to push."));
    connect(open, &QPushButton::clicked, this, &RulePanel::openWanted);
    auto *layout = new QVBoxLayout(page);
    layout->addStretch();
    layout->addWidget(text);
    layout->addWidget(open, 0, Qt::AlignHCenter);
    layout->addStretch();
    return page;
}

QWidget *RulePanel::makeFilePage()
{
    auto *page = new QWidget;
    m_facts->setObjectName(QStringLiteral("rulesFacts"));
    m_facts->setAccessibleName(tr("Size, lines, encoding, line ends and SHA-256 of the file"));
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_facts->setContentsMargins(8, 4, 8, 4);
    m_note->setObjectName(QStringLiteral("rulesPreviewNote"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(8, 0, 8, 4);
    m_preview->setObjectName(QStringLiteral("rulesPreview"));
    m_preview->setAccessibleName(tr("Content of the rule file"));
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_facts);
    layout->addWidget(m_note);
    layout->addWidget(m_preview, 1);
    return page;
}

void RulePanel::showDocument()
{
    const transfer::RuleFileFacts &facts = m_document.facts();
    m_facts->setText(tr("%1  |  %2  |  %3  |  line ends: %4  |  SHA-256 %5")
                         .arg(sizeText(facts.bytes), linesText(facts.lines),
                              transfer::encodingName(facts.encoding),
                              transfer::lineEndsName(facts.lineEnds),
                              QString::fromLatin1(facts.sha256)));
    const PreviewText shown = previewText(m_document.content(), facts);
    QStringList notes;
    if (!shown.isWhole) {
        notes.append(tr("Shown: the first %1 of %2. All of the file is pushed.")
                         .arg(QLocale().toString(shown.lines), linesText(facts.lines)));
    }
    if (shown.hasCutLine) {
        notes.append(tr("Lines are shown up to %1 characters; they are pushed whole.")
                         .arg(PreviewText::kMostColumns));
    }
    m_note->setText(notes.join(u' '));
    m_note->setVisible(!notes.isEmpty());
    m_preview->setPlainText(shown.text);
}

void RulePanel::showWay(const std::optional<PushTarget::Relay> &relay, bool isRelayed,
                        const QString &name)
{
    if (isRelayed) {
        const QString what =
            relay && !name.isEmpty()
                ? tr("The relay %1 pushes %2%3 from its own disk to %4.")
                      .arg(relay->peer.toString(), relay->directory, name, relay->receiverAddress)
                : tr("The relay pushes a file from its own disk: say above which relay, file and "
                     "receiver.");
        m_relayPage->setText(
            what + u'\n' +
            tr("Its bytes are not known here: nothing can be shown or checked before it is sent."));
        m_stack->setCurrentWidget(m_relayPage);
    } else {
        m_stack->setCurrentWidget(m_document.isOpen() ? m_filePage : m_emptyPage);
    }
}

} // namespace ui
