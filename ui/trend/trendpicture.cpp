// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendpicture.h"

#include "ui/trend/legendmodel.h"
#include "ui/trend/timeview.h"
#include "ui/trend/trendline.h"
#include "ui/trend/trendplot.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QSaveFile>
#include <QTemporaryFile>

namespace ui {

namespace {

constexpr int kLegendColumns = 4;
constexpr int kIconWidth = 60; ///< px, of a line in the legend with the space around it
constexpr int kRowSpacing = 8; ///< px between rows of the legend
constexpr double kPngScale = 2;

QString tr(const char *text)
{
    return QCoreApplication::translate("ui::TrendPicture", text);
}

QString dateText(double seconds)
{
    return QDateTime::fromMSecsSinceEpoch(qint64(seconds * 1000))
        .toString(QStringLiteral("yyyy-MM-dd hh:mm:ss t"));
}

QPalette paperColors()
{
    QPalette paper(Qt::lightGray);
    paper.setColor(QPalette::Base, Qt::white);
    paper.setColor(QPalette::Text, Qt::black);
    paper.setColor(QPalette::Window, Qt::white);
    paper.setColor(QPalette::WindowText, Qt::black);
    return paper;
}

/// Adds what only a picture needs, a legend and the date, for as long as it lives.
class Staged
{
public:
    Staged(TrendPlot &plot, const LegendModel &legend, const QPalette &palette)
        : m_plot(plot)
        , m_legend(new QCPLegend)
        , m_before(plot.antialiasedElements())
        , m_notBefore(plot.notAntialiasedElements())
    {
        plot.plotLayout()->addElement(1, 0, m_legend);
        m_legend->setLayer(QStringLiteral("legend"));
        m_legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
        m_legend->setWrap(kLegendColumns);
        m_legend->setBorderPen(Qt::NoPen);
        m_legend->setBrush(Qt::NoBrush);
        m_legend->setFont(plot.font());
        m_legend->setTextColor(palette.color(QPalette::Text));
        const int room = plot.width() / kLegendColumns - kIconWidth;
        for (qsizetype row = 0; row < plot.lines().size(); ++row) {
            // QCustomPlot gives a name its unscaled width, which is too narrow for a scaled one.
            const QString name =
                plot.fontMetrics().elidedText(nameOf(legend, int(row)), Qt::ElideRight, room);
            plot.lines()[row]->setName(name + QStringLiteral("\u00a0\u00a0"));
        }
        for (TrendLine *line : plot.lines())
            m_legend->addItem(new QCPPlottableLegendItem(m_legend, line));
        plot.plotLayout()->setRowStretchFactor(1, 0.001);
        const TimeRange range = plot.view().range();
        plot.xAxis->setLabel(tr("%1 to %2").arg(dateText(range.from), dateText(range.to)));
        plot.setAntialiasedElements(QCP::aeAll);
        plot.setNotAntialiasedElements(QCP::aeNone);
        plot.dress(palette);
        plot.prepare(int(plot.area().width() * kPngScale));
    }
    ~Staged()
    {
        m_plot.plotLayout()->remove(m_legend);
        m_plot.plotLayout()->simplify();
        m_plot.xAxis->setLabel({});
        m_plot.setAntialiasedElements(m_before);
        m_plot.setNotAntialiasedElements(m_notBefore);
        m_plot.dress(m_plot.palette());
        m_plot.replot(QCustomPlot::rpQueuedReplot);
    }
    Q_DISABLE_COPY_MOVE(Staged)

    /// The plot's, and what legend and date need.
    QSize size() const
    {
        const auto rows = (m_plot.lines().size() + kLegendColumns - 1) / kLegendColumns;
        const int row = m_plot.fontMetrics().height() + kRowSpacing;
        return m_plot.size() + QSize(0, int(rows + 2) * row);
    }

private:
    static QString nameOf(const LegendModel &legend, int row)
    {
        const auto text = [&legend, row](int column) {
            return legend.index(row, column).data().toString();
        };
        const QString unit = text(LegendModel::UnitColumn);
        const QString tag = text(LegendModel::TagColumn);
        return unit.isEmpty() ? tag : QStringLiteral("%1 [%2]").arg(tag, unit);
    }

    TrendPlot &m_plot;
    QCPLegend *m_legend;
    QCP::AntialiasedElements m_before;
    QCP::AntialiasedElements m_notBefore;
};

QString cannotWrite(const QString &path, const QString &reason)
{
    return tr("Cannot write %1: %2.").arg(QDir::toNativeSeparators(path), reason);
}

} // namespace

QPixmap trendPicture(TrendPlot &plot, const LegendModel &legend, double scale)
{
    const Staged staged(plot, legend, plot.palette());
    return plot.toPixmap(staged.size().width(), staged.size().height(), scale);
}

QString writePng(TrendPlot &plot, const LegendModel &legend, const QString &path)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) &&
        trendPicture(plot, legend, kPngScale).save(&file, "PNG") && file.commit())
        return {};
    return cannotWrite(path, file.errorString());
}

QString writePdf(TrendPlot &plot, const LegendModel &legend, const QString &path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(path, file.errorString());
    // QCustomPlot writes a file of its own; what was there is to stay unless the new one is whole.
    QTemporaryFile drawing;
    const Staged staged(plot, legend, paperColors());
    const bool isDrawn =
        drawing.open() &&
        plot.savePdf(drawing.fileName(), staged.size().width(), staged.size().height(),
                     QCP::epAllowCosmetic, QStringLiteral("Loopcheck"), tr("Trend"));
    if (!isDrawn)
        return cannotWrite(path, tr("the picture could not be drawn"));
    const QByteArray content = drawing.readAll();
    if (file.write(content) == content.size() && file.commit())
        return {};
    return cannotWrite(path, file.errorString());
}

} // namespace ui
