// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pointlint.h"
#include "modbus/pointlistcsv.h"

#include <QFrame>
#include <functional>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;
class QTableView;

namespace ui {

class ImportFilter;
class ImportModel;

/// What a point list holds, before any of it is taken: every row good and bad, the reasons, what
/// the linter finds, encoding and separator. The page shows it in place of its table.
class ImportPreview : public QFrame
{
    Q_OBJECT
public:
    explicit ImportPreview(QWidget *parent = nullptr);

    /// Reads on a thread of its own and shows what comes. `present` is how many points the list
    /// has already: with some the user chooses between adding and replacing.
    void openFile(const QString &path, qsizetype present);
    /// A list that was copied from a spreadsheet or an editor.
    void openText(const QString &text, qsizetype present);

signals:
    /// The user takes the good rows.
    void accepted(const QList<modbus::Point> &points, bool replace);
    void rejected();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Outcome
    {
        modbus::PointListReading reading;
        QList<modbus::Finding> findings;
    };

    void open(const QString &source, qsizetype present,
              const std::function<modbus::PointListReading()> &read);
    void buildTable();
    void buildChoices();
    void arrange();
    void showReadingUnderWay();
    void showOutcome(const Outcome &outcome);
    void showSummary(const Outcome &outcome);
    void applyFilter();
    void showDetail();
    void accept();
    void reject();

    QString m_source;
    qsizetype m_present = 0;
    int m_opened = 0; ///< counts, so that what was opened before comes to nothing
    QList<modbus::Point> m_points;

    ImportModel *m_model;
    ImportFilter *m_filtered;
    QLabel *m_title;
    QLabel *m_summary;
    QLabel *m_layout;
    QPlainTextEdit *m_detail;
    QComboBox *m_filter;
    QTableView *m_view;
    QRadioButton *m_append;
    QRadioButton *m_replace;
    QPushButton *m_import;
    QPushButton *m_cancel;
};

} // namespace ui
