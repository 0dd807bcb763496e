// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"
#include "modbus/solverread.h"

#include <QPointer>
#include <QWidget>
#include <memory>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace ui {

class SolverModel;

/// "The display shows 236.4: which register, type, order and scale is that?" Reads around an
/// address, tries all, and ranks what fits.
class SolverPanel : public QWidget
{
    Q_OBJECT
public:
    explicit SolverPanel(QWidget *parent = nullptr);

    /// Whom to ask; null for nobody.
    void setTarget(modbus::Connection *connection, quint8 unit);
    /// What is looked for, as the user would type it.
    void setAddress(const QString &text);

public slots:
    void solve();
    void cancel();

signals:
    /// The user found the right one: a point without a tag, of the device and unit asked.
    void chosen(const modbus::Point &point);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// What the address field means.
    struct Place
    {
        quint16 offset = 0;
        std::optional<modbus::Table> table; ///< where the text names one
    };
    tl::expected<Place, QString> place() const;

    void buildForm();
    void buildTable();
    void arrange();
    void say(const QString &text, const QString &iconName = {});
    void showResult(const modbus::SolverRead::Result &result, const modbus::ShownValue &shown,
                    const Place &place);
    void showUnderWay();
    void choose();
    void copy();

    QPointer<modbus::Connection> m_connection;
    quint8 m_unit = modbus::kDefaultUnit;
    std::unique_ptr<QObject> m_reading; ///< context of what is under way: ends with it

    SolverModel *m_model;
    QLineEdit *m_address;
    QLineEdit *m_shown;
    QPushButton *m_solve;
    QLabel *m_statusIcon;
    QLabel *m_status;
    QTableView *m_view;
    QPushButton *m_choose;
    QPushButton *m_copy;
};

} // namespace ui
