// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/snapshotstab.h"

#include "modbus/discovery/snapshotfile.h"
#include "ui/connections/words.h"
#include "ui/discover/comparison.h"
#include "ui/discover/findingsview.h"
#include "ui/discover/rangefields.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace ui {

namespace {

using namespace modbus::discovery;
using namespace std::chrono_literals;

const QString kStem = QStringLiteral("snapshots");
constexpr auto kRefresh = 250ms;
constexpr int kMostSnapshots = 50;
constexpr int kPointList = -1; ///< in the list of what to compare with

/// With all it needs: the caller says what it is for and opens it.
QFileDialog *fileDialog(QWidget *parent, const QString &name, const QString &title,
                        QFileDialog::AcceptMode mode)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setObjectName(name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(mode);
    dialog->setFileMode(mode == QFileDialog::AcceptSave ? QFileDialog::AnyFile
                                                        : QFileDialog::ExistingFile);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->setNameFilter(SnapshotsTab::tr("Snapshots (*.json)"));
    return dialog;
}

} // namespace

SnapshotsTab::SnapshotsTab(QWidget *parent)
    : DeviceTool(
          kStem,
          tr("Keeps all values and compares them: before and after, two devices, or a device "
             "and its point list. Watching shows which addresses change while you turn the "
             "knob."),
          tr("Take &snapshot"), parent)
    , m_what(new QComboBox)
    , m_range(new RangeFields(kStem, 100))
    , m_before(new QComboBox)
    , m_after(new QComboBox)
    , m_watch(new QPushButton(tr("&Watch changes")))
    , m_leaveOut(new QPushButton(tr("&Leave out what changes by itself")))
    , m_save(new QPushButton(tr("Sa&ve...")))
    , m_findings(new FindingsView(kStem, {tr("Where"), tr("Before"), tr("After"), tr("Difference")},
                                  QString()))
{
    m_what->setObjectName(QStringLiteral("snapshotsWhat"));
    m_what->setToolTip(tr("What a snapshot keeps, and what is watched"));
    addSetting(tr("O&f"), m_what);
    addSetting({}, m_range);
    setBody(makeBody());
    connect(m_range, &RangeFields::entered, this, [this] { start(); });
    connect(m_what, &QComboBox::currentIndexChanged, this,
            [this] { m_range->setEnabled(m_what->currentData().toInt() == Range); });
    connect(m_findings, &FindingsView::exported, this,
            [this](const QString &text) { showStatus(text); });
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefresh);
    connect(&m_refresh, &QTimer::timeout, this, &SnapshotsTab::showWatch);
    showWhat();
    setTarget(nullptr, modbus::kDefaultUnit);
    compare();
}

QWidget *SnapshotsTab::makeBody()
{
    m_before->setObjectName(QStringLiteral("snapshotsBefore"));
    m_before->setAccessibleName(tr("Before"));
    m_after->setObjectName(QStringLiteral("snapshotsAfter"));
    m_after->setAccessibleName(tr("After"));
    m_watch->setObjectName(QStringLiteral("snapshotsWatch"));
    m_watch->setToolTip(tr("Reads again and again and shows what changes, until it is cancelled"));
    m_leaveOut->setObjectName(QStringLiteral("snapshotsLeaveOut"));
    m_leaveOut->setToolTip(tr("Before you turn the knob: what has changed until now, counters and "
                              "noise, is not shown any more"));
    m_save->setObjectName(QStringLiteral("snapshotsSave"));
    m_save->setToolTip(tr("Save the snapshot under \"After\" into a file"));
    auto *open = new QPushButton(tr("&Open..."));
    open->setObjectName(QStringLiteral("snapshotsOpen"));
    open->setToolTip(tr("Open a snapshot from a file, to compare with"));
    for (QComboBox *box : {m_before, m_after}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(24);
        connect(box, &QComboBox::activated, this, &SnapshotsTab::compare);
    }
    connect(m_watch, &QPushButton::clicked, this, &SnapshotsTab::startWatch);
    connect(m_leaveOut, &QPushButton::clicked, this, [this] {
        m_log.leaveOutChanged();
        showWatch();
    });
    connect(m_save, &QPushButton::clicked, this, &SnapshotsTab::saveShown);
    connect(open, &QPushButton::clicked, this, &SnapshotsTab::openFile);

    auto *body = new QWidget;
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(new QLabel(tr("Compare")));
    line->addWidget(m_before, 1);
    line->addWidget(new QLabel(tr("with")));
    line->addWidget(m_after, 1);
    line->addWidget(m_save);
    line->addWidget(open);
    auto *watchLine = new QHBoxLayout;
    watchLine->setSpacing(8);
    watchLine->addWidget(m_watch);
    watchLine->addWidget(m_leaveOut);
    watchLine->addStretch();
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(line);
    layout->addLayout(watchLine);
    layout->addWidget(m_findings, 1);
    m_leaveOut->setEnabled(false);
    return body;
}

void SnapshotsTab::showWhat()
{
    const QVariant chosen = m_what->currentData();
    m_what->clear();
    m_what->addItem(tr("a range"), Range);
    if (!m_blocks.isEmpty())
        m_what->addItem(tr("the %1 blocks that the addresses scan found").arg(m_blocks.size()),
                        Blocks);
    if (!m_points.isEmpty())
        m_what->addItem(tr("the point list, %1 points").arg(m_points.size()), Points);
    m_what->setCurrentIndex(std::max(0, m_what->findData(chosen)));
    m_range->setEnabled(m_what->currentData().toInt() == Range);
}

void SnapshotsTab::forget()
{
    m_blocks.clear();
    showWhat();
}

void SnapshotsTab::showTarget()
{
    m_watch->setEnabled(connection() != nullptr);
    m_findings->setEmptyText(
        connection()
            ? tr("Nothing to show yet.\n\nTake a snapshot, change something, take another: what "
                 "differs is shown here. Or watch, and turn the knob.")
            : tr("Connect to a device first: type its address into the connect field (Ctrl+L). "
                 "Snapshots from files can be compared without."));
}

void SnapshotsTab::setBlocks(const QList<modbus::Block> &blocks)
{
    m_blocks = blocks;
    showWhat();
}

void SnapshotsTab::setPoints(const QList<modbus::Point> &points)
{
    m_points = points;
    m_latest = QList<std::optional<modbus::PointValue>>(points.size());
    showWhat();
    compare();
}

void SnapshotsTab::take(const QList<modbus::Sample> &samples)
{
    for (const modbus::Sample &sample : samples) {
        if (sample.point >= 0 && sample.point < m_latest.size())
            m_latest[sample.point] = sample.value;
    }
}

QList<modbus::Block> SnapshotsTab::wantedBlocks()
{
    if (m_what->currentData().toInt() == Blocks)
        return m_blocks;
    QString why;
    const auto first = m_range->first(&why);
    if (!first) {
        showStatus(why, Tone::Bad);
        return {};
    }
    return {{unit(), *first, m_range->countFrom(*first)}};
}

void SnapshotsTab::start()
{
    if (m_sweep || !connection())
        return;
    m_taking = {};
    m_taking.endpoint = connection()->endpoint();
    m_taking.takenAt = QDateTime::currentDateTimeUtc();
    if (m_what->currentData().toInt() == Points) {
        addPoints();
        return;
    }
    m_isWatching = false;
    sweep(BlockSweep::Mode::Once, wantedBlocks());
}

void SnapshotsTab::startWatch()
{
    if (m_sweep || !connection())
        return;
    if (m_what->currentData().toInt() == Points) {
        showStatus(tr("Watching is for addresses; the points page shows points as they change."),
                   Tone::Warning);
        return;
    }
    const QList<modbus::Block> blocks = wantedBlocks();
    if (blocks.isEmpty())
        return;
    m_isWatching = true;
    m_fault.reset();
    m_log = {};
    showWatch();
    sweep(BlockSweep::Mode::Repeat, blocks);
}

void SnapshotsTab::sweep(BlockSweep::Mode mode, const QList<modbus::Block> &blocks)
{
    if (blocks.isEmpty())
        return;
    m_sweep = new BlockSweep(*connection(), blocks, this);
    connect(m_sweep, &BlockSweep::read, this,
            [this](const modbus::Block &block, const modbus::BlockResult &result) {
                m_fault.reset();
                if (result.values.isEmpty() && !result.failures.isEmpty())
                    m_fault = result.failures.constFirst().error;
                if (!m_isWatching) {
                    m_taking.parts.append(partOf(block, result));
                    return;
                }
                m_log.take(block, result, QDateTime::currentMSecsSinceEpoch());
                if (!m_refresh.isActive())
                    m_refresh.start();
            });
    connect(m_sweep, &BlockSweep::progressed, this, &SnapshotsTab::showProgress);
    connect(m_sweep, &BlockSweep::finished, this, &SnapshotsTab::finish);
    showRunning(true);
    m_watch->setEnabled(false);
    m_leaveOut->setEnabled(m_isWatching);
    if (!m_isWatching)
        showStatus(tr("Reading ..."));
    m_sweep->start(mode);
}

void SnapshotsTab::cancel()
{
    if (m_sweep)
        m_sweep->cancel();
}

void SnapshotsTab::finish(bool wasCancelled)
{
    m_sweep->deleteLater();
    m_sweep = nullptr;
    showRunning(false);
    m_watch->setEnabled(connection() != nullptr);
    m_leaveOut->setEnabled(false);
    if (m_isWatching) {
        m_refresh.stop();
        showWatch();
    } else if (wasCancelled) {
        showStatus(tr("Stopped: no snapshot was taken."));
    } else if (m_fault && m_taking.readable() == 0) {
        showStatus(
            tr("Nothing could be read, so no snapshot was taken. %1").arg(errorSentence(*m_fault)),
            Tone::Bad);
    } else {
        add(m_taking);
    }
}

void SnapshotsTab::addPoints()
{
    for (int i = 0; i < m_points.size(); ++i) {
        modbus::PointValue none;
        none.fault = tr("not read yet");
        m_taking.points.append(readingOf(m_points.at(i), m_latest.at(i).value_or(none)));
    }
    add(m_taking);
}

void SnapshotsTab::add(const Snapshot &snapshot)
{
    if (m_snapshots.size() == kMostSnapshots) {
        showStatus(tr("%1 snapshots are kept, and that is the most: save what you need and start "
                      "anew.")
                       .arg(kMostSnapshots),
                   Tone::Warning);
        return;
    }
    m_snapshots.append(snapshot);
    const int number = int(m_snapshots.size()) - 1;
    const QString title = tr("%1: %2").arg(QString::number(number + 1), titleOf(snapshot));
    m_before->addItem(title, number);
    m_after->addItem(title, number);
    m_before->setCurrentIndex(std::max(0, m_before->findData(number - 1)));
    m_after->setCurrentIndex(m_after->findData(number));
    compare();
    if (m_snapshots.size() == 1)
        showStatus(snapshot.items() > 0
                       ? tr("Taken: %1 of %2 addresses could be read. Take another one later: what "
                            "differs is shown then.")
                             .arg(snapshot.readable())
                             .arg(snapshot.items())
                       : tr("Taken: %1 points. Take another one later: what differs is shown then.")
                             .arg(snapshot.points.size()));
}

void SnapshotsTab::compare()
{
    const int listEntry = m_after->findData(kPointList);
    if (m_points.isEmpty() != (listEntry < 0)) {
        if (m_points.isEmpty())
            m_after->removeItem(listEntry);
        else
            m_after->insertItem(0, tr("the point list"), kPointList);
    }
    m_save->setEnabled(m_after->currentIndex() >= 0 && m_after->currentData().toInt() >= 0);
    if (m_sweep || m_before->currentIndex() < 0 || m_after->currentIndex() < 0)
        return;
    const Snapshot &before = m_snapshots.at(m_before->currentData().toInt());
    const int after = m_after->currentData().toInt();
    present(after == kPointList ? comparisonOf(before, m_points)
                                : comparisonOf(before, m_snapshots.at(after)));
}

void SnapshotsTab::present(const Comparison &comparison)
{
    FindingsModel &model = m_findings->model();
    if (model.headings() != comparison.headings)
        model.setHeadings(comparison.headings);
    const bool isFirst = model.rowCount() == 0;
    model.setRows(comparison.rows);
    if (isFirst)
        m_findings->fitColumns();
    showStatus(comparison.summary);
}

void SnapshotsTab::showWatch()
{
    present(comparisonOf(m_log));
    if (m_fault)
        showStatus(errorSentence(*m_fault), Tone::Bad);
}

void SnapshotsTab::saveShown()
{
    const Snapshot snapshot = m_snapshots.value(m_after->currentData().toInt());
    auto *dialog = fileDialog(this, QStringLiteral("snapshotsSaveDialog"), tr("Save snapshot"),
                              QFileDialog::AcceptSave);
    connect(dialog, &QFileDialog::fileSelected, this, [this, snapshot](const QString &path) {
        const auto saved = saveSnapshot(snapshot, path);
        showStatus(saved ? tr("Saved in %1.").arg(path) : saved.error(),
                   saved ? Tone::Plain : Tone::Bad);
    });
    dialog->open();
}

void SnapshotsTab::openFile()
{
    auto *dialog = fileDialog(this, QStringLiteral("snapshotsOpenDialog"), tr("Open snapshot"),
                              QFileDialog::AcceptOpen);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const auto snapshot = loadSnapshot(path);
        if (snapshot)
            add(*snapshot);
        else
            showStatus(snapshot.error(), Tone::Bad);
    });
    dialog->open();
}

} // namespace ui
