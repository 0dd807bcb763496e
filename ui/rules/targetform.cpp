// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/targetform.h"

#include "transfer/rulefile.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHostAddress>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>

namespace ui {

namespace {

constexpr int kMostRemembered = 20;

template <typename Widget>
Widget *named(Widget *widget, const QString &name, const QString &spoken)
{
    widget->setObjectName(name);
    widget->setAccessibleName(spoken);
    return widget;
}

QLabel *labelFor(QWidget *field, const QString &text)
{
    auto *label = new QLabel(text);
    label->setBuddy(field);
    return label;
}

QLabel *reasonLabel(const QString &name)
{
    auto *label = new QLabel;
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->hide();
    return label;
}

void showReason(QLabel *label, const QString &text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

QComboBox *rememberingBox()
{
    auto *box = new QComboBox;
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    box->setMinimumContentsLength(18);
    box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    box->completer()->setFilterMode(Qt::MatchContains);
    box->lineEdit()->setAcceptDrops(false);
    return box;
}

void moveToTop(QComboBox *box)
{
    const QString text = box->currentText().trimmed();
    const QSignalBlocker quiet(box);
    if (const int old = box->findText(text); old >= 0)
        box->removeItem(old);
    box->insertItem(0, text);
    while (box->count() > kMostRemembered)
        box->removeItem(box->count() - 1);
    box->setCurrentIndex(0);
}

QStringList itemsOf(const QComboBox *box)
{
    QStringList items;
    for (int row = 0; row < box->count(); ++row)
        items.append(box->itemText(row));
    return items;
}

void restoreBox(QComboBox *box, const QStringList &items, const QString &text)
{
    const QSignalBlocker quiet(box);
    box->clear();
    box->addItems(items);
    box->setEditText(text);
}

QString withHome(const QString &path)
{
    return path == u"~" || path.startsWith(QStringLiteral("~/")) ? QDir::homePath() + path.mid(1)
                                                                 : path;
}

} // namespace

TargetForm::TargetForm(QWidget *parent)
    : QWidget(parent)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 2);
    grid->setColumnStretch(4, 3);
    grid->setColumnMinimumWidth(2, 8);
    addReceiverRow(grid);
    addFileRow(grid);
    addNameRow(grid);
    addRelayRow(grid);
    showWay();
    checkName();
}

void TargetForm::addReceiverRow(QGridLayout *grid)
{
    m_receiver = named(rememberingBox(), QStringLiteral("rulesReceiver"), tr("Receiver"));
    m_receiver->lineEdit()->setPlaceholderText(tr("host:port, such as 192.168.0.20:9000"));
    m_receiver->setToolTip(tr("Where the receiver listens: host:port or [IPv6]:port. The rules go "
                              "there unencrypted, so keep to networks that you trust."));
    grid->addWidget(labelFor(m_receiver, tr("Receiver")), 0, 0);
    grid->addWidget(m_receiver, 0, 1);
    connect(m_receiver, &QComboBox::editTextChanged, this, &TargetForm::changed);
}

void TargetForm::addRelayRow(QGridLayout *grid)
{
    m_useRelay = named(new QCheckBox(tr("Through a relay")), QStringLiteral("rulesUseRelay"),
                       tr("Through a relay"));
    m_useRelay->setToolTip(tr("For receivers that cannot be reached from here: a relay pushes a "
                              "file of its own disk."));
    grid->addWidget(m_useRelay, 2, 1);

    m_relay = named(rememberingBox(), QStringLiteral("rulesRelay"), tr("Relay"));
    m_relay->lineEdit()->setPlaceholderText(tr("host:port"));
    m_relay->setToolTip(tr("Where the relay listens: host:port."));
    m_relayDirectory =
        named(new QLineEdit, QStringLiteral("rulesRelayDirectory"), tr("Directory on the relay"));
    m_relayDirectory->setPlaceholderText(QStringLiteral("/opt/rules/"));
    m_relayDirectory->setToolTip(tr("The folder on the relay's disk that has the file. No blanks: "
                                    "its protocol parts its words by them."));
    m_relayDirectory->setAcceptDrops(false);
    m_relayReceiver = named(new QLineEdit, QStringLiteral("rulesRelayReceiver"),
                            tr("Receiver's IP address, as the relay reaches it"));
    m_relayReceiver->setPlaceholderText(QStringLiteral("192.168.0.20"));
    m_relayReceiver->setToolTip(tr("The receiver's IP address, as the relay reaches it. The relay "
                                   "knows the port."));
    m_relayReceiver->setAcceptDrops(false);

    m_relayLabel = labelFor(m_relay, tr("Relay"));
    m_relayRow = new QWidget;
    auto *row = new QHBoxLayout(m_relayRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_relay, 2);
    row->addWidget(labelFor(m_relayDirectory, tr("Directory on the relay")));
    row->addWidget(m_relayDirectory, 2);
    row->addWidget(labelFor(m_relayReceiver, tr("Receiver's address")));
    row->addWidget(m_relayReceiver, 1);
    grid->addWidget(m_relayLabel, 3, 0);
    grid->addWidget(m_relayRow, 3, 1, 1, 4);

    connect(m_useRelay, &QCheckBox::toggled, this, [this] {
        showWay();
        emit changed();
    });
    connect(m_relay, &QComboBox::editTextChanged, this, &TargetForm::changed);
    connect(m_relayDirectory, &QLineEdit::textChanged, this, &TargetForm::changed);
    connect(m_relayReceiver, &QLineEdit::textChanged, this, &TargetForm::changed);
}

void TargetForm::addFileRow(QGridLayout *grid)
{
    m_file = named(new QLineEdit, QStringLiteral("rulesFile"), tr("Rule file"));
    m_file->setPlaceholderText(tr("Path, or drop a file on this page"));
    m_file->setToolTip(tr("The rule file to push. Type its path and press Enter, choose it with "
                          "Open, or drop it anywhere on this page."));
    m_file->setAcceptDrops(false);
    auto *open =
        named(new QPushButton(tr("Open...")), QStringLiteral("rulesOpen"), tr("Open a rule file"));
    open->setToolTip(tr("Choose the rule file to push (Ctrl+O)."));
    open->setShortcut(QKeySequence::Open);
    m_reload = named(new QPushButton(tr("Read again")), QStringLiteral("rulesReload"),
                     tr("Read the rule file again"));
    m_reload->setToolTip(tr("Reads the file from disk again. Only what is shown is ever pushed, "
                            "so a file that changed is read again first (Ctrl+R)."));
    m_reload->setShortcut(Qt::CTRL | Qt::Key_R);
    m_reload->setEnabled(false);
    m_fileError = reasonLabel(QStringLiteral("rulesFileError"));

    m_fileLabel = labelFor(m_file, tr("Rule file"));
    m_fileRow = new QWidget;
    auto *row = new QHBoxLayout(m_fileRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_file, 1);
    row->addWidget(open);
    row->addWidget(m_reload);
    grid->addWidget(m_fileLabel, 0, 3);
    grid->addWidget(m_fileRow, 0, 4);
    grid->addWidget(m_fileError, 1, 4);

    connect(m_file, &QLineEdit::textChanged, this, &TargetForm::changed);
    connect(m_file, &QLineEdit::returnPressed, this, &TargetForm::enterPath);
    connect(m_file, &QLineEdit::editingFinished, this, [this] {
        if (!m_file->text().trimmed().isEmpty() && m_file->isModified())
            enterPath();
    });
    connect(open, &QPushButton::clicked, this, &TargetForm::openWanted);
    connect(m_reload, &QPushButton::clicked, this, &TargetForm::reloadWanted);
}

void TargetForm::addNameRow(QGridLayout *grid)
{
    m_name = named(new QLineEdit, QStringLiteral("rulesName"), tr("Name at the receiver"));
    m_name->setPlaceholderText(tr("bad-bots.conf"));
    m_name->setAcceptDrops(false);
    m_nameReason = reasonLabel(QStringLiteral("rulesNameReason"));
    m_nameLabel = labelFor(m_name, {});
    grid->addWidget(m_nameLabel, 2, 3);
    grid->addWidget(m_name, 2, 4);
    grid->addWidget(m_nameReason, 4, 4);
    connect(m_name, &QLineEdit::textChanged, this, [this] {
        checkName();
        emit changed();
    });
}

void TargetForm::showWay()
{
    const bool isRelayed = usesRelay();
    if (isRelayed && m_relayReceiver->text().isEmpty()) {
        const auto receiver = transfer::parsePeer(m_receiver->currentText());
        if (receiver && !QHostAddress(receiver->host).isNull())
            m_relayReceiver->setText(receiver->host);
    }
    m_relayLabel->setVisible(isRelayed);
    m_relayRow->setVisible(isRelayed);
    m_receiver->setEnabled(!isRelayed);
    m_fileRow->setEnabled(!isRelayed);
    m_fileLabel->setEnabled(!isRelayed);
    m_nameLabel->setText(isRelayed ? tr("File name on the relay") : tr("Name at receiver"));
    m_name->setToolTip(isRelayed ? tr("The file's name in the relay's directory; the receiver "
                                      "stores it under the same name.")
                                 : tr("The name under which the receiver stores the file: a plain "
                                      "file name, the file's own unless you change it."));
}

void TargetForm::checkName()
{
    const QString name = m_name->text();
    QString reason;
    if (!name.isEmpty()) {
        if (const auto checked = transfer::checkRuleName(name); !checked) {
            const transfer::Explanation why = transfer::explain(checked.error());
            reason = why.remedy.isEmpty() ? why.text : why.text + u' ' + why.remedy;
        }
    }
    showReason(m_nameReason, reason);
}

void TargetForm::enterPath()
{
    const QString path = m_file->text().trimmed();
    m_file->setModified(false);
    if (!path.isEmpty())
        emit pathEntered(withHome(path));
}

bool TargetForm::usesRelay() const
{
    return m_useRelay->isChecked();
}

tl::expected<PushTarget::Relay, QString> TargetForm::relay() const
{
    const auto peer = transfer::parsePeer(m_relay->currentText().trimmed());
    if (!peer)
        return tl::unexpected(tr("Relay: %1").arg(peer.error()));
    QString directory = m_relayDirectory->text().trimmed();
    if (directory.isEmpty())
        return tl::unexpected(tr("Give the directory on the relay that has the file."));
    if (!directory.endsWith(u'/'))
        directory += u'/';
    const QString address = m_relayReceiver->text().trimmed();
    if (QHostAddress(address).isNull())
        return tl::unexpected(tr("Give the receiver's IP address, as the relay reaches it."));
    if (directory.contains(u' ') || m_name->text().contains(u' '))
        return tl::unexpected(tr("A relay parts its words by blanks: neither its directory nor "
                                 "the file's name may hold one."));
    return PushTarget::Relay{*peer, directory, address};
}

tl::expected<PushTarget, QString> TargetForm::target() const
{
    PushTarget target;
    if (usesRelay()) {
        auto way = relay();
        if (!way)
            return tl::unexpected(way.error());
        target.relay = *std::move(way);
    } else {
        const QString text = m_receiver->currentText().trimmed();
        if (text.isEmpty())
            return tl::unexpected(tr("Give the receiver's address: host:port."));
        auto receiver = transfer::parsePeer(text);
        if (!receiver)
            return tl::unexpected(tr("Receiver: %1").arg(receiver.error()));
        target.receiver = *std::move(receiver);
    }
    if (!usesRelay() && m_file->text().trimmed() != QDir::toNativeSeparators(m_openPath)) {
        return tl::unexpected(tr("The path in the field is not the file that is shown: press Enter "
                                 "there to open it."));
    }
    target.name = m_name->text();
    if (target.name.isEmpty())
        return tl::unexpected(usesRelay() ? tr("Give the file's name on the relay.")
                                          : tr("Open a rule file, or drop one on this page."));
    if (!transfer::checkRuleName(target.name))
        return tl::unexpected(tr("The name cannot be used: see the reason under it."));
    return target;
}

void TargetForm::setReceiver(const transfer::Peer &receiver)
{
    m_useRelay->setChecked(false);
    m_receiver->setEditText(receiver.toString());
}

void TargetForm::setFile(const QString &path)
{
    const bool isAnother = path != m_openPath;
    m_openPath = path;
    m_file->setText(QDir::toNativeSeparators(path));
    setFileError({});
    setReloadable(true);
    if (isAnother || m_name->text().isEmpty())
        m_name->setText(QFileInfo(path).fileName());
}

void TargetForm::setFileError(const QString &text)
{
    showReason(m_fileError, text);
}

void TargetForm::setReloadable(bool isReloadable)
{
    m_reload->setEnabled(isReloadable);
}

void TargetForm::remember()
{
    moveToTop(usesRelay() ? m_relay : m_receiver);
}

void TargetForm::saveState(QSettings &settings) const
{
    settings.setValue(QStringLiteral("rules/receivers"), itemsOf(m_receiver));
    settings.setValue(QStringLiteral("rules/receiver"), m_receiver->currentText());
    settings.setValue(QStringLiteral("rules/useRelay"), usesRelay());
    settings.setValue(QStringLiteral("rules/relays"), itemsOf(m_relay));
    settings.setValue(QStringLiteral("rules/relay"), m_relay->currentText());
    settings.setValue(QStringLiteral("rules/relayDirectory"), m_relayDirectory->text());
    settings.setValue(QStringLiteral("rules/relayReceiver"), m_relayReceiver->text());
}

void TargetForm::restoreState(const QSettings &settings)
{
    const auto text = [&settings](const QString &key) { return settings.value(key).toString(); };
    restoreBox(m_receiver, settings.value(QStringLiteral("rules/receivers")).toStringList(),
               text(QStringLiteral("rules/receiver")));
    restoreBox(m_relay, settings.value(QStringLiteral("rules/relays")).toStringList(),
               text(QStringLiteral("rules/relay")));
    m_relayDirectory->setText(text(QStringLiteral("rules/relayDirectory")));
    m_relayReceiver->setText(text(QStringLiteral("rules/relayReceiver")));
    m_useRelay->setChecked(settings.value(QStringLiteral("rules/useRelay")).toBool());
    emit changed();
}

} // namespace ui
